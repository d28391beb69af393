#include "plan/cut.hpp"

namespace merit::plan {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_line_end(char c) { return c == '\n' || c == '\r'; }

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// Follows brackets and quotes one byte after the other.
class Bracketing {
 public:
  void take(char c) {
    if (quote_ != 0) {
      if (c == quote_) quote_ = 0;
    } else if ((c == '\'' || c == '"') && !is_word(before_)) {
      quote_ = c;
    } else if (c == '(') {
      ++depth_;
    } else if (c == ')' && depth_ > 0) {
      --depth_;
    }
    before_ = c;
  }
  bool even() const { return depth_ == 0 && quote_ == 0; }

 private:
  int depth_ = 0;
  char quote_ = 0;
  char before_ = ' ';
};

}  // namespace

bool leaves_open(std::string_view text) {
  if (text.find_first_of("('\"") == std::string_view::npos) return false;
  Bracketing bracketing;
  for (char c : text) bracketing.take(c);
  return !bracketing.even();
}

std::optional<std::size_t> uncut_end(std::string_view source, std::size_t begin, bool in_flow) {
  Bracketing bracketing;
  std::size_t end = begin;  // after the last byte that is not a blank
  for (std::size_t at = begin; at < source.size() && !is_line_end(source[at]); ++at) {
    const char c = source[at];
    const char next = at + 1 < source.size() ? source[at + 1] : '\n';
    if (bracketing.even()) {
      if (in_flow && (c == ',' || c == ']' || c == '}')) return end;
      if (c == ':' && (is_blank(next) || is_line_end(next))) return end;
      if (c == '#' && at > begin && is_blank(source[at - 1])) return end;
    }
    bracketing.take(c);
    if (!is_blank(c)) end = at + 1;
  }
  if (!bracketing.even()) return std::nullopt;
  return end;
}

std::string quoted_for_yaml(std::string_view text) {
  if (text.find_first_of("\"\\") == std::string_view::npos) return '"' + std::string(text) + '"';
  std::string quoted = "'";
  for (char c : text) {
    quoted += c;
    if (c == '\'') quoted += c;
  }
  return quoted + "'";
}

}  // namespace merit::plan
