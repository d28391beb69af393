// Keys written twice. Floor 2, private. Two keys are one when their texts are equal in normal form, or when
// both are numbers of one value (`0.8` and `80%`, `1` and `1.0`).
#pragma once

#include "base/diagnostic.hpp"
#include "plan/document.hpp"

namespace merit::plan {

/// Reports each key of `map` that was written before, with the first place, until `diagnostics` holds
/// `allowed`. Cost: linear in the map.
void report_duplicate_keys(const DocNode& map, std::size_t allowed, Diagnostics& diagnostics);

}  // namespace merit::plan
