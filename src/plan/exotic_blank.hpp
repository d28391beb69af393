// Characters that nobody sees, and blanks that YAML takes for letters. Floor 2, private.
//
// A full-width blank (U+3000) or a no-break space (U+00A0) looks like indentation and is none: YAML reads it
// as a part of the key or value. Inside a text (`title: 第一章　总则`) it is a character like others.
#pragma once

#include <string_view>

#include "base/diagnostic.hpp"
#include "plan/position.hpp"

namespace merit::plan {

/// Returns the first such blank in `part` of a valid text that stands where a blank means something: at the
/// begin or end of a line, after a `-` that begins it, after `:`, before `:` or `#`; an empty range when
/// there is none.
ByteRange find_misleading_blank(std::string_view text, ByteRange part);

/// Tells a character that nobody sees and that may stand nowhere in a plan: controls, marks of writing
/// direction, line separators that are no line ends. A carriage return is told by what follows it, not here.
bool is_hidden(char32_t c);

/// Returns "U+3000" for the blank at `at`.
Text name_of_code_point(std::string_view text, std::size_t at);

}  // namespace merit::plan
