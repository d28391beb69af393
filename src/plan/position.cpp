#include "plan/position.hpp"

#include <algorithm>

namespace merit::plan {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_line_end(char c) { return c == '\n' || c == '\r'; }

/// Bytes of the code point that begins with `lead`.
std::size_t code_point_size(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// Bytes of an escape of a double-quoted scalar, the backslash included.
std::size_t escape_size(char kind) { return kind == 'x' ? 4 : kind == 'u' ? 6 : kind == 'U' ? 10 : 2; }

std::size_t leading_spaces_of_first_text_line(std::string_view text) {
  std::size_t spaces = 0;
  for (char c : text) {
    if (c == ' ') {
      ++spaces;
    } else if (is_line_end(c)) {
      spaces = 0;
    } else {
      break;
    }
  }
  return spaces;
}

ScalarEnd find_quote_end(std::string_view source, std::size_t begin, char quote) {
  std::size_t at = begin + 1;
  while (at < source.size()) {
    if (quote == '"' && source[at] == '\\') {
      at += 2;
    } else if (source[at] != quote) {
      ++at;
    } else if (quote == '\'' && at + 1 < source.size() && source[at + 1] == quote) {
      at += 2;
    } else {
      return {at + 1, true};
    }
  }
  return {source.size(), false};
}

}  // namespace

ScalarStyle style_at(std::string_view source, std::size_t begin, bool quoted) {
  if (!quoted || begin >= source.size()) return ScalarStyle::plain;
  switch (source[begin]) {
    case '\'': return ScalarStyle::single_quoted;
    case '"': return ScalarStyle::double_quoted;
    case '|':
    case '>': return ScalarStyle::block;
    default: return ScalarStyle::plain;
  }
}

ScalarWalk::ScalarWalk(std::string_view source, std::size_t begin, std::string_view value, ScalarStyle style)
    : source_(source), value_(value), style_(style), at_(std::min(begin, source.size())) {
  if (style_ == ScalarStyle::block) {
    enter_block();
  } else if (style_ != ScalarStyle::plain && at_ < source_.size()) {
    ++at_;
  }
}

// A block's indentation is what its first line has more than the value's first line. That holds for an
// indentation that was detected and for one that was stated (`|2`).
void ScalarWalk::enter_block() {
  while (at_ < source_.size() && !is_line_end(source_[at_])) ++at_;
  at_ += line_end_size(at_);
  const std::size_t written = leading_spaces_of_first_text_line(source_.substr(at_));
  const std::size_t kept = leading_spaces_of_first_text_line(value_);
  indent_ = written - std::min(written, kept);
  for (std::size_t i = 0; i < indent_ && at_ < source_.size() && source_[at_] == ' '; ++i) ++at_;
}

std::size_t ScalarWalk::skip_blanks(std::size_t at) const {
  while (at < source_.size() && is_blank(source_[at])) ++at;
  return at;
}

std::size_t ScalarWalk::line_end_size(std::size_t at) const {
  if (at >= source_.size()) return 0;
  if (source_[at] == '\n') return 1;
  if (source_[at] == '\r') return at + 1 < source_.size() && source_[at + 1] == '\n' ? 2 : 1;
  return 0;
}

// `at` stands on a line end. Returns where the content of the next line begins.
std::size_t ScalarWalk::after_break(std::size_t at) const {
  at += line_end_size(at);
  if (style_ != ScalarStyle::block) return skip_blanks(at);
  const std::size_t limit = std::min(source_.size(), at + indent_);
  while (at < limit && source_[at] == ' ') ++at;
  return at;
}

// Returns the end of the bytes that stand for themselves.
std::size_t ScalarWalk::ordinary_end() const {
  std::size_t at = at_;
  while (at < source_.size()) {
    const char c = source_[at];
    if (is_line_end(c)) break;
    if (style_ != ScalarStyle::block && is_blank(c)) break;
    if (style_ == ScalarStyle::single_quoted && c == '\'') break;
    if (style_ == ScalarStyle::double_quoted && (c == '"' || c == '\\')) break;
    ++at;
  }
  return at;
}

bool ScalarWalk::take(ScalarPiece& piece, std::size_t value_size, std::size_t source_end) {
  source_end = std::min(source_end, source_.size());
  value_size = std::min(value_size, value_.size() - value_at_);
  piece = {value_at_, value_at_ + value_size, at_, source_end, false};
  value_at_ += value_size;
  at_ = source_end;
  return true;
}

bool ScalarWalk::take_equal(ScalarPiece& piece, std::size_t source_end) {
  const std::size_t size = std::min(source_end - at_, value_.size() - value_at_);
  if (size == 0 || value_.substr(value_at_, size) != source_.substr(at_, size)) return false;
  return take(piece, size, at_ + size);
}

bool ScalarWalk::take_escape(ScalarPiece& piece) {
  if (style_ == ScalarStyle::single_quoted) {
    const bool doubled = at_ + 1 < source_.size() && source_[at_ + 1] == '\'';
    return doubled && value_[value_at_] == '\'' && take(piece, 1, at_ + 2);
  }
  if (source_[at_] != '\\' || at_ + 1 >= source_.size()) return false;
  return take(piece, code_point_size(value_[value_at_]), at_ + escape_size(source_[at_ + 1]));
}

bool ScalarWalk::next(ScalarPiece& piece) {
  while (value_at_ < value_.size() && at_ < source_.size()) {
    const std::size_t content_end = style_ == ScalarStyle::block ? at_ : skip_blanks(at_);
    if (line_end_size(content_end) > 0) {
      const std::size_t following = after_break(content_end);
      const char c = value_[value_at_];
      if (c == '\n' || c == ' ') {
        take(piece, 1, following);
        piece.is_break = true;
        return true;
      }
      at_ = following;  // the first of several line ends folds into nothing
    } else if (content_end > at_) {
      return take_equal(piece, content_end);
    } else if (style_ == ScalarStyle::double_quoted && source_[at_] == '\\' && line_end_size(at_ + 1) > 0) {
      at_ = after_break(at_ + 1);  // an escaped line end is nothing
    } else if (const std::size_t end = ordinary_end(); end > at_) {
      return take_equal(piece, end);
    } else {
      return take_escape(piece);
    }
  }
  return false;
}

ScalarEnd find_scalar_end(std::string_view source, std::size_t begin, std::string_view value,
                          ScalarStyle style) {
  if (begin >= source.size()) return {source.size(), true};
  if (style == ScalarStyle::single_quoted || style == ScalarStyle::double_quoted)
    return find_quote_end(source, begin, source[begin]);
  if (style == ScalarStyle::plain && source.substr(begin, value.size()) == value)
    return {begin + value.size(), true};

  std::size_t end = begin;
  if (style == ScalarStyle::block)
    while (end < source.size() && !is_blank(source[end]) && !is_line_end(source[end])) ++end;
  ScalarWalk walk(source, begin, value, style);
  for (ScalarPiece piece; walk.next(piece);)
    if (!piece.is_break) end = piece.end;
  return {end, true};
}

ByteRange source_range(std::string_view source, ByteRange whole, std::string_view value, bool quoted,
                       ByteRange part) {
  part.end = std::min(part.end, value.size());
  part.begin = std::min(part.begin, part.end);
  ByteRange found = whole;
  bool begun = false;
  ScalarWalk walk(source, whole.begin, value, style_at(source, whole.begin, quoted));
  for (ScalarPiece piece; walk.next(piece);) {
    const bool byte_for_byte = piece.value_end - piece.value_begin == piece.end - piece.begin;
    if (!begun && part.begin < piece.value_end) {
      begun = true;
      found.begin = byte_for_byte ? piece.begin + (part.begin - piece.value_begin) : piece.begin;
      if (part.begin == part.end) return {found.begin, found.begin};
    }
    if (begun && part.end <= piece.value_end) {
      found.end = byte_for_byte ? piece.begin + (part.end - piece.value_begin) : piece.end;
      return found;
    }
    if (piece.value_end == value.size() && !begun) return {piece.end, piece.end};
  }
  if (value.empty() && whole.end > whole.begin) {
    const std::size_t inside = whole.begin + (quoted ? 1 : 0);
    return {inside, inside};
  }
  return whole;
}

}  // namespace merit::plan
