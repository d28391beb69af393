#include "table/spreadsheet.hpp"

#include <algorithm>
#include <array>

#include "base/number_text.hpp"
#include "base/utf8.hpp"

namespace merit::table {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The number of digits with which the text begins.
std::size_t digits_at(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
}

// Full-width signs are the ASCII signs, moved by a constant.
constexpr char32_t full_width_begin = 0xFF01, full_width_end = 0xFF5E, to_full_width = 0xFEE0;

bool is_of_numbers(char c) { return is_digit(c) || c == '.' || c == ',' || c == '-' || c == '%'; }

char ascii_of(char32_t c) {
  if (c < 0x80) return static_cast<char>(c);
  return c >= full_width_begin && c <= full_width_end ? static_cast<char>(c - to_full_width) : '\0';
}

}  // namespace

CellForms both(const CellForms& a, const CellForms& b) {
  return {a.thousands_marks || b.thousands_marks, a.full_width_digits || b.full_width_digits,
          a.formulas || b.formulas, a.scientific_keys || b.scientific_keys};
}

std::string written_in_plan(const CellForms& forms) {
  const std::array<std::pair<bool, const char*>, 4> all = {{{forms.thousands_marks, "thousands_marks"},
                                                            {forms.full_width_digits, "full_width_digits"},
                                                            {forms.formulas, "formulas"},
                                                            {forms.scientific_keys, "scientific_keys"}}};
  std::string names;
  for (const auto& [is_there, name] : all)
    if (is_there) names += (names.empty() ? "" : ", ") + std::string(name);
  return "data: {allow: [" + names + "]}";
}

std::string narrow(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char ascii = ascii_of(utf8::next(text, at));
    if (is_of_numbers(ascii)) result += ascii;
    else result += text.substr(begin, at - begin);
  }
  return result;
}

std::optional<std::string> without_thousands_marks(std::string_view text) {
  std::string result;
  if (text.starts_with('-')) result = "-", text.remove_prefix(1);
  std::size_t digits = digits_at(text);
  if (digits < 1 || digits > 3 || digits == text.size() || text[digits] != ',') return std::nullopt;
  if (text.starts_with('0')) return std::nullopt;  // 0,123 has a comma for a point
  result += text.substr(0, digits);
  for (text.remove_prefix(digits); text.starts_with(','); text.remove_prefix(digits)) {
    text.remove_prefix(1);
    digits = digits_at(text);
    if (digits != 3) return std::nullopt;
    result += text.substr(0, digits);
  }
  if (text.find(',') != std::string_view::npos) return std::nullopt;
  return result.append(text);
}

std::optional<std::string> plain_number(std::string_view text, const CellForms& allowed) {
  const auto plain = plain_date(text, allowed);
  if (plain) text = *plain;
  const auto joined = allowed.thousands_marks ? without_thousands_marks(text) : std::nullopt;
  return joined ? joined : plain;
}

std::optional<std::string> plain_date(std::string_view text, const CellForms& allowed) {
  // Every full-width sign begins with this byte.
  if (!allowed.full_width_digits || text.find('\xEF') == std::string_view::npos) return std::nullopt;
  return narrow(text);
}

namespace {

/// What a spreadsheet leaves of a formula that it could not work out.
bool is_error_value(std::string_view text) {
  constexpr std::array<std::string_view, 8> values = {"#N/A",  "#REF!",  "#VALUE!", "#DIV/0!",
                                                      "#NUM!", "#NAME?", "#NULL!",  "#SPILL!"};
  return std::find(values.begin(), values.end(), text) != values.end();
}

bool is_blank(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// Signs that take no room and join nothing: soft hyphens, zero-width blanks, marks of direction and of
/// order.
bool is_unseen(char32_t c) {
  return utf8::is_control(c) || c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF;
}

}  // namespace

bool is_plain_key(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  if (text.empty()) return false;
  if (!is_letter(text.front())) return std::all_of(text.begin(), text.end(), is_digit);
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; });
}

bool has_unseen(std::string_view text) {
  bool is_last_blank = false;
  for (std::size_t at = 0; at < text.size();) {
    const bool is_first = at == 0;
    const char32_t c = utf8::next(text, at);
    is_last_blank = is_blank(c);
    if (is_unseen(c) || (is_first && is_last_blank)) return true;
  }
  return is_last_blank;
}

bool is_formula(std::string_view text) {
  if (is_error_value(text)) return true;
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return false;
  std::size_t at = begin;
  switch (ascii_of(utf8::next(text, at))) {
    case '=':
    case '+':
    case '@': return true;
    case '-': return at < text.size() && !parse_decimal(text.substr(begin)).number;
    default: return false;
  }
}

bool is_scientific(std::string_view text) {
  std::size_t digits = digits_at(text);
  if (digits == 0) return false;
  text.remove_prefix(digits);
  if (text.starts_with('.')) {
    digits = digits_at(text.substr(1));
    if (digits == 0) return false;
    text.remove_prefix(1 + digits);
  }
  if (text.size() < 4 || (text[0] != 'E' && text[0] != 'e') || (text[1] != '+' && text[1] != '-'))
    return false;
  return digits_at(text.substr(2)) == text.size() - 2;
}

}  // namespace merit::table
