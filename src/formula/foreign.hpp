// Signs of other languages and what to write instead. Floor 1, private to src/formula.
#pragma once

#include <optional>
#include <string_view>

#include "base/diagnostic.hpp"

namespace merit::formula {

/// Returns what to write instead of `sign`, or nothing when nobody can tell. Wide (full-width) forms are
/// looked up by their narrow forms.
std::optional<Text> advice_for(std::string_view sign);

}  // namespace merit::formula
