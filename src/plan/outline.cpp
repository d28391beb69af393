#include "plan/outline.hpp"

#include "plan/position.hpp"

namespace merit::plan {

namespace {

class Walk {
 public:
  Walk(std::string_view text, std::size_t allowed_depth) : text_(text), allowed_(allowed_depth) {}

  Outline run() {
    while (at_ < text_.size() && !result_.too_deep && !result_.quote) step();
    return std::move(result_);
  }

 private:
  bool in_flow() const { return !result_.brackets.empty(); }
  char peek(std::size_t at) const { return at < text_.size() ? text_[at] : '\n'; }
  static bool is_white(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

  void step() {
    const char c = text_[at_];
    if (c == '\n') {
      ++at_;
      line_begin_ = at_;
      node_begins_ = true;
    } else if (is_white(c)) {
      ++at_;
    } else if (c == '#' && (at_ == 0 || is_white(text_[at_ - 1]))) {
      skip_line();
    } else if (c == '#' && node_begins_ && in_flow()) {
      if (!result_.glued) result_.glued = at_;
      skip_line();
    } else if (node_begins_) {
      begin_node(c);
    } else {
      go_on(c);
    }
  }

  // The first byte of a key, a value or an item.
  void begin_node(char c) {
    if (!in_flow()) indent(at_ - line_begin_);
    if (c == '-' && is_white(peek(at_ + 1)) && !in_flow()) {
      ++at_;
    } else if (c == '"' || c == '\'') {
      skip_quoted(c);
    } else if ((c == '|' || c == '>') && !in_flow()) {
      skip_block();
    } else if (c == '[' || c == '{') {
      result_.brackets.push_back(at_++);
      check_depth();
    } else if (c == '&' || c == '!' || c == '?') {
      while (!is_white(peek(at_))) ++at_;  // the node itself follows
    } else {
      node_begins_ = false;
      go_on(c);
    }
  }

  // A byte inside a plain scalar, or after a quoted one.
  void go_on(char c) {
    if (in_flow() && (c == ']' || c == '}')) {
      result_.brackets.pop_back();
      node_begins_ = false;
    } else if (in_flow() && (c == '[' || c == '{')) {
      result_.brackets.push_back(at_);
      node_begins_ = true;
      check_depth();
    } else if ((in_flow() && c == ',') || (c == ':' && is_white(peek(at_ + 1)))) {
      node_begins_ = true;
    }
    ++at_;
  }

  void skip_line() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
  }

  void skip_quoted(char c) {
    const ScalarStyle style = c == '"' ? ScalarStyle::double_quoted : ScalarStyle::single_quoted;
    const ScalarEnd end = find_scalar_end(text_, at_, {}, style);
    if (!end.closed) result_.quote = at_;
    at_ = end.end;
    node_begins_ = false;
    if (in_flow() && peek(at_) == ':') {  // "key":value needs no blank
      ++at_;
      node_begins_ = true;
    }
  }

  // Skips the lines that are empty or deeper than the line of the header.
  void skip_block() {
    const std::size_t header_indent = spaces_from(line_begin_);
    skip_line();
    while (at_ < text_.size()) {
      const std::size_t next = at_ + 1;
      const std::size_t spaces = spaces_from(next);
      const char first = peek(next + spaces);
      if (spaces <= header_indent && first != '\n' && first != '\r') break;
      at_ = next;
      skip_line();
    }
    node_begins_ = false;
  }

  std::size_t spaces_from(std::size_t at) const {
    std::size_t spaces = 0;
    while (at + spaces < text_.size() && text_[at + spaces] == ' ') ++spaces;
    return spaces;
  }

  void indent(std::size_t column) {
    while (!columns_.empty() && columns_.back() > column) columns_.pop_back();
    if (columns_.empty() || columns_.back() < column) columns_.push_back(column);
    check_depth();
  }

  // A value on the line of its key counts as a column of its own until the next line; hence the one to spare.
  void check_depth() {
    if (columns_.size() + result_.brackets.size() > allowed_ + 1) result_.too_deep = at_;
  }

  std::string_view text_;
  std::size_t allowed_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  bool node_begins_ = true;
  std::vector<std::size_t> columns_;
  Outline result_;
};

}  // namespace

Outline outline_of(std::string_view text, std::size_t allowed_depth) {
  return Walk(text, allowed_depth).run();
}

}  // namespace merit::plan
