#include "formula/tokens.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "base/utf8.hpp"
#include "formula/syntax.hpp"

namespace merit::formula {
namespace {

constexpr std::array<std::string_view, 12> reserved = {"and",  "or",    "not", "in",   "if",   "match",
                                                       "else", "where", "by",  "over", "true", "false"};
// Longer spellings stand before their beginnings.
constexpr std::array<std::string_view, 14> signs = {"==", "!=", "<=", ">=", "->", "<", ">",
                                                    "+",  "-",  "*",  "/",  "(",  ")", ","};
// Signs of other languages that would be cut into signs of this one.
constexpr std::array<std::string_view, 7> foreign_pairs = {"**", "&&", "||", "<>", "=<", "=>", ":="};
constexpr std::array<std::string_view, 4> suffixes = {"%", "‰", "万", "亿"};

template <class Table>
std::string_view longest_at(const Table& table, std::string_view rest) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](std::string_view s) { return rest.starts_with(s); });
  return found == table.end() ? std::string_view{} : *found;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Reads one formula from left to right; each `..._end` returns where the thing that begins at `at` ends.
class Cutter {
 public:
  explicit Cutter(std::string_view text) : text_(text) {}

  std::vector<Token> cut() {
    for (std::size_t at = skip_blanks(0); at < text_.size(); at = skip_blanks(tokens_.back().end))
      cut_one(at);
    const std::size_t last = tokens_.empty() ? 0 : tokens_.back().end;
    add(TokenKind::end, last, last);
    return std::move(tokens_);
  }

 private:
  char char_at(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
  bool digit_at(std::size_t at) const { return is_digit(char_at(at)); }

  std::size_t skip_blanks(std::size_t at) const {
    while (is_blank(char_at(at))) ++at;
    return at;
  }

  std::size_t skip_digits(std::size_t at) const {
    while (digit_at(at)) ++at;
    return at;
  }

  void add(TokenKind kind, std::size_t begin, std::size_t end) {
    tokens_.push_back({kind, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                       text_.substr(begin, end - begin)});
  }

  void cut_one(std::size_t at) {
    const char c = text_[at];
    if (is_digit(c) || (c == '.' && digit_at(at + 1))) return cut_number(at);
    if (c == '"' || c == '\'') return cut_text(at);
    if (const std::size_t end = segment_end(at); end > at) return cut_name(at, end);
    const std::string_view rest = text_.substr(at);
    if (const auto pair = longest_at(foreign_pairs, rest); !pair.empty()) {
      return add(TokenKind::foreign, at, at + pair.size());
    }
    if (const auto sign = longest_at(signs, rest); !sign.empty())
      return add(TokenKind::sign, at, at + sign.size());
    std::size_t end = at;
    utf8::next(text_, end);
    add(TokenKind::foreign, at, end);
  }

  /// The end of a name without points; `at` itself when none begins there.
  std::size_t segment_end(std::size_t at) const {
    std::size_t end = at;
    for (std::size_t next = at; next < text_.size(); end = next) {
      const char32_t c = utf8::next(text_, next);
      if (end == at ? !utf8::is_name_start(c) : !utf8::is_name_part(c)) break;
    }
    return end;
  }

  void cut_name(std::size_t at, std::size_t end) {
    while (char_at(end) == '.' && segment_end(end + 1) > end + 1) end = segment_end(end + 1);
    add(is_reserved_word(text_.substr(at, end - at)) ? TokenKind::word : TokenKind::name, at, end);
  }

  void cut_text(std::size_t at) {
    const char quote = text_[at];
    for (std::size_t i = at + 1; i < text_.size() && text_[i] != '\n' && text_[i] != '\r'; ++i) {
      if (text_[i] != quote) continue;
      if (char_at(i + 1) != quote) return add(TokenKind::text, at, i + 1);
      ++i;
    }
    add(TokenKind::unclosed_text, at, at + 1);
  }

  void cut_number(std::size_t at) {
    std::size_t end = skip_digits(at);
    bool good = end > at;
    if (char_at(end) == '.' && digit_at(end + 1)) end = skip_digits(end + 1);
    end += longest_at(suffixes, text_.substr(end)).size();
    for (std::size_t more = tail_end(at, end); more > end; more = tail_end(at, end)) {
      good = false;
      end = more;
    }
    add(good ? TokenKind::number : TokenKind::bad_number, at, end);
  }

  /// What hangs on a number and must not: `.`, `,000`, letters, the sign of an exponent.
  std::size_t tail_end(std::size_t begin, std::size_t at) const {
    if (char_at(at) == '.') return at + 1;
    const bool short_group = is_digit(text_[at - 1]) && skip_digits(begin) - begin <= 3;
    if (char_at(at) == ',' && short_group && skip_digits(at + 1) == at + 4) return at + 4;
    const char last = text_[at - 1];
    const bool signed_power = (char_at(at) == '+' || char_at(at) == '-') && digit_at(at + 1);
    if ((last == 'e' || last == 'E') && signed_power) return skip_digits(at + 1);
    std::size_t end = at;
    for (std::size_t next = at; next < text_.size(); end = next) {
      if (!utf8::is_name_part(utf8::next(text_, next))) break;
    }
    return end;
  }

  std::string_view text_;
  std::vector<Token> tokens_;
};

}  // namespace

bool Token::is_comparison() const {
  constexpr std::array<std::string_view, 6> comparisons = {"==", "!=", "<", "<=", ">", ">="};
  return kind == TokenKind::sign &&
         std::find(comparisons.begin(), comparisons.end(), text) != comparisons.end();
}

bool Token::begins_value() const {
  return kind == TokenKind::number || kind == TokenKind::text || kind == TokenKind::name || is_sign("(") ||
         is_word("true") || is_word("false") || is_word("if") || is_word("match");
}

bool Token::ends_value() const {
  return kind == TokenKind::number || kind == TokenKind::text || kind == TokenKind::name || is_sign(")") ||
         is_word("true") || is_word("false");
}

std::vector<Token> tokens_of(std::string_view text) { return Cutter(text).cut(); }

NumberParts parts_of_number(std::string_view number) {
  const std::size_t digits = std::min(number.find_first_not_of("0123456789."), number.size());
  return {number.substr(0, digits), number.substr(digits)};
}

std::span<const std::string_view> reserved_words() { return reserved; }

bool is_reserved_word(std::string_view word) {
  return std::find(reserved.begin(), reserved.end(), word) != reserved.end();
}

}  // namespace merit::formula
