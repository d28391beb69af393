#include "report/dump.hpp"

#include <nlohmann/json.hpp>

namespace merit::report {

namespace {

using Json = nlohmann::ordered_json;
using Kind = plan::DocNode::Kind;

Json json_of(const plan::DocNode& node) {
  Json out = Json::object();
  switch (node.kind) {
    case Kind::null: return nullptr;
    case Kind::scalar: out["text"] = node.text; break;
    case Kind::list: {
      Json list = Json::array();
      for (const plan::DocNode& item : node.list) list.push_back(json_of(item));
      out["list"] = std::move(list);
      break;
    }
    case Kind::map: {
      Json map = Json::array();
      for (const plan::Entry& entry : node.map) {
        Json pair = Json::array();
        pair.push_back(json_of(entry.key));
        pair.push_back(json_of(entry.value));
        map.push_back(std::move(pair));
      }
      out["map"] = std::move(map);
      break;
    }
  }
  out["begin"] = node.span.begin;
  out["end"] = node.span.end;
  if (node.is_scalar()) out["quoted"] = node.quoted;
  return out;
}

}  // namespace

std::string dump_json(const Sources& sources, std::span<const plan::Document> documents) {
  const auto object_of = [&](const plan::Document& document) {
    Json out = Json::object();
    out["file"] = std::string(sources.name(document.source));
    out["root"] = json_of(document.root);
    return out;
  };
  Json out = object_of(documents.front());
  for (const plan::Document& used : documents.subspan(1)) out["used"].push_back(object_of(used));
  // A file's name may be any bytes.
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace merit::report
