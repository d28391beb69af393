// Numbers as plans write them: digits with a suffix (`80%`, `3‰`, `1万`, `10亿`). Floor 2.
#pragma once

#include <optional>
#include <string_view>

#include "base/number_text.hpp"

namespace merit::plan {

/// Reads a number with at most one suffix, no blanks. Returns nothing for any other text. Cost: bounded.
std::optional<Rational> parse_scaled_number(std::string_view text);

}  // namespace merit::plan
