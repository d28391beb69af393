#include "base/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utf8proc.h>
#include <vector>

namespace merit::utf8 {

namespace {

constexpr char32_t replacement = 0xFFFD;

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t N>
bool contains(const Range (&ranges)[N], char32_t c) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [c](Range range) { return c >= range.first && c <= range.last; });
}

/// Returns where the ASCII bytes that begin at `at` end, eight at a step.
std::size_t skip_ascii(std::string_view text, std::size_t at) {
  for (std::uint64_t eight = 0; at + sizeof eight <= text.size(); at += sizeof eight) {
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if ((eight & 0x8080808080808080u) != 0) break;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

/// Returns the bytes of the character at `at` and stores it; 0 or less when the bytes are invalid.
utf8proc_ssize_t decode(std::string_view text, std::size_t at, utf8proc_int32_t& c) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at);
  return utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &c);
}

utf8proc_category_t category(char32_t c) { return utf8proc_category(static_cast<utf8proc_int32_t>(c)); }

using CodePoints = std::vector<utf8proc_int32_t>;

void append_decomposed(CodePoints& points, char32_t c) {
  constexpr utf8proc_ssize_t room = 32;  // no character has a canonical decomposition longer than 4
  utf8proc_int32_t parts[room];
  const auto count =
      utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), parts, room, UTF8PROC_COMPOSE, nullptr);
  points.insert(points.end(), parts, parts + count);
}

/// Puts each run of combining marks in canonical order. utf8proc's own way is quadratic in the length of a
/// run, which a hostile file could use.
void order_marks(CodePoints& points) {
  const auto rank = [](utf8proc_int32_t c) { return utf8proc_get_property(c)->combining_class; };
  const auto is_mark = [&](utf8proc_int32_t c) { return rank(c) != 0; };
  for (auto run = points.begin(); (run = std::find_if(run, points.end(), is_mark)) != points.end();) {
    const auto end = std::find_if_not(run, points.end(), is_mark);
    std::stable_sort(run, end, [&](utf8proc_int32_t a, utf8proc_int32_t b) { return rank(a) < rank(b); });
    run = end;
  }
}

}  // namespace

std::optional<std::size_t> first_invalid(std::string_view text) {
  for (std::size_t at = skip_ascii(text, 0); at < text.size(); at = skip_ascii(text, at)) {
    utf8proc_int32_t c = 0;
    const auto length = decode(text, at, c);
    if (length <= 0) return at;
    at += static_cast<std::size_t>(length);
  }
  return std::nullopt;
}

bool is_ascii(std::string_view text) {
  unsigned char all = 0;
  for (const char c : text) all |= static_cast<unsigned char>(c);  // compilers pack such a loop
  return all < 0x80;
}

std::size_t count(std::string_view text) {
  const auto starts = std::count_if(text.begin(), text.end(),
                                    [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  return static_cast<std::size_t>(starts);
}

std::size_t width(std::string_view text) {
  std::size_t cells = 0;
  for (std::size_t at = 0; at < text.size();) {
    cells += static_cast<std::size_t>(utf8proc_charwidth(static_cast<utf8proc_int32_t>(next(text, at))));
  }
  return cells;
}

bool is_plainly_nfc(std::string_view text) {
  // Characters that neither decompose, nor combine with what stands before them, nor are reordered: Latin,
  // general punctuation, kana, CJK ideographs, Hangul syllables, full-width forms.
  static constexpr Range plain[] = {{0x0000, 0x02FF}, {0x2002, 0x20CF}, {0x3001, 0x3029},
                                    {0x3030, 0x3096}, {0x309B, 0x30FF}, {0x3400, 0x4DBF},
                                    {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3}, {0xFF01, 0xFFEE}};
  for (std::size_t at = skip_ascii(text, 0); at < text.size(); at = skip_ascii(text, at)) {
    if (!contains(plain, next(text, at))) return false;
  }
  return true;
}

std::string nfc(std::string_view text) {
  if (is_plainly_nfc(text)) return std::string(text);
  CodePoints points;
  points.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) append_decomposed(points, next(text, at));
  order_marks(points);
  constexpr auto compose = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  const auto size = static_cast<utf8proc_ssize_t>(points.size());
  points.resize(static_cast<std::size_t>(utf8proc_normalize_utf32(points.data(), size, compose)));
  std::string result;
  result.reserve(text.size());
  for (const utf8proc_int32_t c : points) {
    utf8proc_uint8_t bytes[4];
    const auto length = utf8proc_encode_char(c, bytes);
    result.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
  }
  return result;
}

char32_t next(std::string_view text, std::size_t& offset) {
  utf8proc_int32_t c = 0;
  const auto length = decode(text, offset, c);
  offset += length > 0 ? static_cast<std::size_t>(length) : 1;
  return length > 0 ? static_cast<char32_t>(c) : replacement;
}

bool is_name_start(char32_t c) {
  switch (category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL: return true;  // letters that count, such as the zero of dates, U+3007
    default: return c == U'_';
  }
}

bool is_name_part(char32_t c) {
  switch (category(c)) {
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC: return true;
    default: return is_name_start(c);
  }
}

bool is_name(std::string_view text) {
  if (text.empty()) return false;
  std::size_t at = 0;
  if (!is_name_start(next(text, at))) return false;
  while (at < text.size()) {
    if (!is_name_part(next(text, at))) return false;
  }
  return true;
}

bool is_control(char32_t c) {
  // Bidi marks and overrides, invisible operators, the BOM, interlinear marks.
  static constexpr Range invisible[] = {{0x061C, 0x061C}, {0x200E, 0x200F}, {0x202A, 0x202E},
                                        {0x2061, 0x2064}, {0x2066, 0x206F}, {0xFEFF, 0xFEFF},
                                        {0xFFF9, 0xFFFB}};
  if (c == U'\t' || c == U'\n' || c == U'\r') return false;
  return category(c) == UTF8PROC_CATEGORY_CC || contains(invisible, c);
}

bool is_exotic_blank(char32_t c) {
  switch (category(c)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return c != U' ';
    default: return c == 0x200B || c == 0x2060;  // of no width at all
  }
}

}  // namespace merit::utf8
