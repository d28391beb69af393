// Nodes of a document: looking up, printing, places inside a scalar. How they are made: document.cpp,
// builder.cpp.
#include <nlohmann/json.hpp>

#include "plan/document.hpp"
#include "plan/position.hpp"

namespace merit::plan {

namespace {

nlohmann::ordered_json json_of(const DocNode& node) {
  switch (node.kind) {
    case DocNode::Kind::null: return nullptr;
    case DocNode::Kind::scalar: return node.text;
    case DocNode::Kind::list: {
      nlohmann::ordered_json list = nlohmann::ordered_json::array();
      for (const DocNode& item : node.list) list.push_back(json_of(item));
      return list;
    }
    case DocNode::Kind::map: break;
  }
  // Built as pairs: ordered_json looks a key up by walking, which is quadratic in a long map.
  nlohmann::ordered_json::object_t map;
  map.reserve(node.map.size());
  for (const Entry& entry : node.map)
    static_cast<std::vector<nlohmann::ordered_json::object_t::value_type>&>(map).emplace_back(
        entry.key.text, json_of(entry.value));
  return map;
}

}  // namespace

const DocNode* DocNode::find(std::string_view key) const {
  for (const Entry& entry : map)
    if (entry.key.text == key) return &entry.value;
  return nullptr;
}

Span span_in(const Sources& sources, const DocNode& scalar, std::uint32_t begin, std::uint32_t end) {
  const ByteRange whole{scalar.span.begin, scalar.span.end};
  const std::string_view text = sources.text(scalar.span.source);
  if (whole.end > text.size()) return scalar.span;
  const ByteRange found = source_range(text, whole, scalar.text, scalar.quoted, {begin, end});
  return {scalar.span.source, static_cast<std::uint32_t>(found.begin), static_cast<std::uint32_t>(found.end)};
}

std::string to_json(const DocNode& node) {
  return json_of(node).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace merit::plan
