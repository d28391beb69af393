#include "table/parts.hpp"

#include <algorithm>
#include <string_view>

#include "table/separators.hpp"

namespace merit::table {

namespace {

/// Behind the last line end that stands in no quotes; 0 without any.
std::size_t end_of_lines(std::string_view text) {
  if (text.find('"') == std::string_view::npos) return text.rfind('\n') + 1;  // npos + 1 is 0
  std::size_t end = 0;
  bool is_quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    is_quoted ^= text[at] == '"';
    if (text[at] == '\n' && !is_quoted) end = at + 1;
  }
  return end;
}

/// Behind the first line end that stands in no quotes; all of the text without any.
std::size_t end_of_first(std::string_view text) {
  bool is_quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    is_quoted ^= text[at] == '"';
    if (text[at] == '\n' && !is_quoted) return at + 1;
  }
  return text.size();
}

/// Where the line begins that ends before `end`.
std::size_t begin_of_line(std::string_view text, std::size_t end) {
  return end < 2 ? 0 : text.rfind('\n', end - 2) + 1;
}

}  // namespace

// Where this part ends; 0: within its first row. A blank line stays with what follows it: whether it may be
// there depends on that.
std::size_t RowParts::end_of_rows(std::string_view text) {
  std::size_t end = end_of_lines(text);
  while (end > 0) {
    const std::size_t begin = begin_of_line(text, end);
    const std::string_view line = text.substr(begin, end - begin);
    if (line != "\n" && line != "\r\n") break;
    end = begin;
  }
  return end;
}

bool RowParts::next(Part& part) {
  std::string text = std::move(rest_);
  rest_.clear();
  std::size_t end = 0;
  while (!at_end_ && end == 0) {
    const std::size_t filled = text.size();
    text.resize(filled + bytes_);
    const std::size_t got = read_(text.data() + filled, bytes_);
    text.resize(filled + got);
    at_end_ = got < bytes_;
    end = at_end_ ? text.size() : end_of_rows(text);
    if (is_first_ && !at_end_ && end <= end_of_first(text)) end = 0;
    // Where no row ends within so much, one is too long or a quote stays open: rows cannot be told apart
    // there.
    if (end == 0 && text.size() > longest_) {
      at_end_ = true;
      end = text.size();
    }
  }
  // One empty line behind the last row is no row, and no part.
  if (!is_first_ && (text.empty() || text == "\n" || text == "\r\n")) return false;
  is_first_ = false;
  rest_.assign(text, end, std::string::npos);
  text.resize(end);
  part.first_line = line_;
  line_ += static_cast<std::uint32_t>(count_line_feeds(text));
  part.text = std::move(text);
  return true;
}

}  // namespace merit::table
