// Words of messages that several files of this folder share. Floor 2, private.
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic.hpp"

namespace merit::plan {

/// Returns a text of the plan as an argument of a message: of a long one only the beginning. `text` must be
/// valid.
Text shown(std::string_view text);

/// Returns "write `text`" as a suggestion.
Text suggest_writing(const std::string& text);

/// Returns the suggestion `a: b` for `a:b`, `a：b` and `a = b`; an empty Text for others.
Text suggest_colon(std::string_view key);

}  // namespace merit::plan
