// UTF-8: validity, characters, display cells, normal form. Floor 0. The only file that knows utf8proc is
// utf8.cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace merit::utf8 {

/// A file may begin with it; it is no part of its text.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Returns the offset of the first byte that is not valid UTF-8 (overlong forms and surrogates are invalid),
/// or nothing when all is well.
std::optional<std::size_t> first_invalid(std::string_view text);

bool is_ascii(std::string_view text);

/// Number of code points. `text` must be valid.
std::size_t count(std::string_view text);

/// Columns the text takes on a terminal: CJK and full-width 2, combining and zero-width 0, controls 0,
/// others 1.
std::size_t width(std::string_view text);

/// Says whether the text is certainly in normal form C, by a quick look without memory; when it is not
/// certain, nfc() decides. `text` must be valid.
bool is_plainly_nfc(std::string_view text);

/// Unicode normal form C. Returns the text itself when it is already normal. `text` must be valid.
/// Cost: about linear, for hostile text too.
std::string nfc(std::string_view text);

/// Decodes the code point at `offset` and moves `offset` past it. `text` must be valid.
char32_t next(std::string_view text, std::size_t& offset);

/// A name of the plan language: starts with a letter (any script) or `_`, goes on with letters, digits,
/// marks, `_`.
bool is_name_start(char32_t c);
bool is_name_part(char32_t c);
bool is_name(std::string_view text);

/// Letters that are not used for writing plans safely: controls except tab and line ends, non-ASCII blanks
/// (U+00A0, U+3000, U+2003 ...), bidi marks, BOM inside the text.
bool is_control(char32_t c);
bool is_exotic_blank(char32_t c);

}  // namespace merit::utf8
