// Blanks that are not ASCII, where YAML takes them for letters. Floor 2, private.
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

/// Returns "U+3000" for the blank at `at`.
Text name_of_code_point(std::string_view text, std::size_t at);

}  // namespace merit::plan
