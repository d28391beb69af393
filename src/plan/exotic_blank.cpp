#include "plan/exotic_blank.hpp"

#include <algorithm>
#include <cstdio>

#include "base/utf8.hpp"

namespace merit::plan {

namespace {

bool is_white(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

char last_letter_of_line(std::string_view before) {
  const std::size_t at = before.find_last_not_of(" \t\r");
  return at == std::string_view::npos ? '\n' : before[at];
}

char first_letter_of_line(std::string_view after) {
  const std::size_t at = after.find_first_not_of(" \t\r");
  return at == std::string_view::npos ? '\n' : after[at];
}

bool misleads(std::string_view before, std::string_view after) {
  const char last = last_letter_of_line(before);
  const char next = first_letter_of_line(after);
  if (last == '\n' || next == '\n' || last == ':' || next == '#') return true;
  if (next == ':') return after.size() == after.find(':') + 1 || is_white(after[after.find(':') + 1]);
  if (last != '-') return false;
  const std::size_t dash = before.find_last_of('-');
  return last_letter_of_line(before.substr(0, dash)) == '\n';
}

}  // namespace

ByteRange find_misleading_blank(std::string_view text, ByteRange part) {
  part.end = std::min(part.end, text.size());
  for (std::size_t at = part.begin; at < part.end;) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    if (!utf8::is_exotic_blank(utf8::next(text, at))) continue;
    if (misleads(text.substr(part.begin, begin - part.begin), text.substr(at, part.end - at)))
      return {begin, at};
  }
  return {};
}

bool is_hidden(char32_t c) { return utf8::is_control(c) || c == U'\u2028' || c == U'\u2029'; }

Text name_of_code_point(std::string_view text, std::size_t at) {
  char name[16];
  std::snprintf(name, sizeof name, "U+%04X", static_cast<unsigned>(utf8::next(text, at)));
  return Text::same(name);
}

}  // namespace merit::plan
