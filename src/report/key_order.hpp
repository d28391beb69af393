// In which order the keys of a plan stand: those of known maps as their field tables say, names as written.
// Floor 5.
#pragma once

#include <vector>

#include "plan/document.hpp"
#include "plan/fields.hpp"

namespace merit::report {

/// What a map of the plan holds.
struct MapKind {
  enum class Keys : unsigned char { as_written, fields, names, words } keys = Keys::as_written;
  const plan::FieldTable* table = nullptr;  ///< `fields`: the map's own; `names`: that of each value
};

/// The whole file.
MapKind whole_plan();
/// What the value of an entry, or an item of a list under it, is; `kind` is that of the map around it.
MapKind kind_below(const MapKind& kind, const std::string& key);
/// The entries in their canonical order. Unknown keys stand last.
std::vector<const plan::Entry*> ordered(const plan::DocNode& map, const MapKind& kind);

}  // namespace merit::report
