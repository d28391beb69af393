// A YAML file, read strictly. Floor 2. The only file that knows yaml-cpp is document.cpp.
//
// The document is what was written: scalars are text (`010` is two characters more than 0; `yes` is text),
// maps keep their order, every node knows its bytes. What YAML would accept in silence and an auditor could
// not trust is refused here: tags, anchors, aliases, `<<`, several documents, duplicate keys (also keys equal
// as numbers), directives, control characters, invalid UTF-8, exotic blanks in indentation, unbalanced
// brackets or quotes that show that YAML has cut a formula.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/source.hpp"

namespace merit::plan {

struct Entry;

struct DocNode {
  enum class Kind : std::uint8_t { scalar, list, map, null };
  Kind kind = Kind::null;
  Span span;            ///< the node's bytes; for scalars without surrounding blanks, quotes included
  std::string text;     ///< scalars: the value
  bool quoted = false;  ///< scalars: single or double quotes, or a block scalar (`|`, `>`)
  bool flow = false;    ///< lists and maps: written in brackets
  std::vector<DocNode> list;
  std::vector<Entry> map;

  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_list() const { return kind == Kind::list; }
  bool is_map() const { return kind == Kind::map; }
  bool is_null() const { return kind == Kind::null; }
  /// Returns the value under `key`, or nullptr. Maps only; linear.
  const DocNode* find(std::string_view key) const;
};

struct Entry {
  DocNode key;  ///< always a scalar
  DocNode value;
};

struct Document {
  SourceId source;
  DocNode root;
};

/// Reads `source` (already in `sources`). Collects every mistake it can in one run; the document is then
/// partial and must not be used further. Never throws; bounded by limits.hpp (a hostile file is refused
/// within a second).
Document load_document(const Sources& sources, SourceId source, Diagnostics& diagnostics);

/// Returns the span in the YAML file of bytes [begin, end) of a scalar's value: undoes quotes, escapes,
/// folding and block indentation. Falls back to the node's whole span where that cannot be told.
Span span_in(const Sources& sources, const DocNode& scalar, std::uint32_t begin, std::uint32_t end);

/// Prints the node as JSON: scalars as strings, null as null, maps in order (`merit check --dump`).
std::string to_json(const DocNode& node);

}  // namespace merit::plan
