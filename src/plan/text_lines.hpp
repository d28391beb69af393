// Lines of a text, by offset. Floor 2, private. For looking around a mistake, not for reading.
#pragma once

#include <algorithm>
#include <string_view>

#include "plan/position.hpp"

namespace merit::plan {

struct TextLines {
  std::string_view text;

  static bool is_blank(char c) { return c == ' ' || c == '\t'; }
  static bool is_white(char c) { return is_blank(c) || c == '\n' || c == '\r'; }

  /// The byte at `at`; a line end beyond the text.
  char peek(std::size_t at) const { return at < text.size() ? text[at] : '\n'; }
  std::string_view in(ByteRange range) const { return text.substr(range.begin, range.end - range.begin); }

  std::size_t begin(std::size_t at) const {
    const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    return before == std::string_view::npos ? 0 : before + 1;
  }
  /// After the last byte of the line that is no blank.
  std::size_t end(std::size_t at) const {
    std::size_t end = std::min(text.find('\n', at), text.size());
    while (end > at && is_white(text[end - 1])) --end;
    return end;
  }
  /// The first byte of the line that is no blank.
  std::size_t first(std::size_t at) const {
    std::size_t first = begin(at);
    while (first < text.size() && is_blank(text[first])) ++first;
    return first;
  }
  std::size_t column(std::size_t at) const { return at - begin(at); }
  bool begins_line(std::size_t at) const { return first(at) >= at; }

  /// The nearest line above that of `at` that holds more than a comment; an empty range when there is none.
  ByteRange above(std::size_t at) const {
    for (std::size_t line = begin(at); line > 0;) {
      line = begin(line - 1);
      const std::size_t from = first(line);
      const ByteRange range{from, std::max(from, end(from))};
      if (range.end > range.begin && text[from] != '#') return range;
    }
    return {};
  }

  /// The first `:` before a blank in `range`, or its end.
  std::size_t colon_in(ByteRange range) const {
    for (std::size_t at = range.begin; at < range.end; ++at)
      if (text[at] == ':' && is_white(peek(at + 1))) return at;
    return range.end;
  }
};

}  // namespace merit::plan
