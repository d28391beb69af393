#include "formula/guard.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/limits.hpp"
#include "base/utf8.hpp"
#include "formula/codes.hpp"
#include "formula/mistakes.hpp"

namespace merit::formula {
namespace {

/// Follows how deep the grammar is when it has read a token: brackets still open, and in each of them the
/// `not`s and the signs that still wait for the end of their operand. A sign reaches to the next operator, a
/// `not` to the next `and`, `or`, comma, arrow or clause.
class Nesting {
 public:
  int depth_after(const Token& token) {
    if (token.is_sign("(")) {
      open();
    } else if (token.is_sign(")")) {
      close();
    } else if (token.is_word("not")) {
      ++here().nots;
      ++depth_;
    } else if (!after_value_ && (token.is_sign("-") || token.is_sign("+"))) {
      ++here().signs;
      ++depth_;
    } else if (!token.begins_value()) {
      end_operand(ends_not(token));
    }
    after_value_ = token.ends_value();
    return depth_;
  }

 private:
  struct Bracket {
    int nots = 0;
    int signs = 0;
  };

  Bracket& here() { return open_.back(); }

  void open() {
    open_.push_back({});
    ++depth_;
  }

  void close() {
    if (open_.size() == 1) return;
    end_operand(true);
    open_.pop_back();
    --depth_;
  }

  void end_operand(bool nots_too) {
    depth_ -= here().signs;
    here().signs = 0;
    if (!nots_too) return;
    depth_ -= here().nots;
    here().nots = 0;
  }

  static bool ends_not(const Token& token) {
    return token.is_sign(",") || token.is_sign("->") ||
           (token.kind == TokenKind::word && !token.is_word("in"));
  }

  std::vector<Bracket> open_{1};
  int depth_ = 0;
  bool after_value_ = false;
};

bool is_operator(const Token& token) {
  return token.is_comparison() || token.is_sign("+") || token.is_sign("-") || token.is_sign("*") ||
         token.is_sign("/") || token.is_word("and") || token.is_word("or") || token.is_word("not") ||
         token.is_word("in");
}

Text number_text(std::size_t n) { return Text::same(std::to_string(n)); }

}  // namespace

std::optional<SyntaxError> check_text(std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  if (text.size() > limits::formula_bytes) {
    return SyntaxError{
        &codes::too_long, 0, 0, {number_text(text.size()), number_text(limits::formula_bytes)}};
  }
  if (const auto at = utf8::first_invalid(text)) {
    const auto begin = static_cast<std::uint32_t>(*at);
    return SyntaxError{&codes::not_utf8, begin, std::min(begin + 1, size), {}};
  }
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = utf8::next(text, at);
    if (!utf8::is_control(c)) continue;
    return SyntaxError{&codes::hidden_character,
                       static_cast<std::uint32_t>(begin),
                       static_cast<std::uint32_t>(at),
                       {Text::same(code_point_name(c))}};
  }
  return std::nullopt;
}

std::optional<SyntaxError> check_tokens(const std::vector<Token>& tokens) {
  Nesting nesting;
  std::size_t operators = 0;
  for (const Token& token : tokens) {
    if (nesting.depth_after(token) > limits::formula_depth) {
      return SyntaxError{&codes::too_deep, token.begin, token.end, {number_text(limits::formula_depth)}};
    }
    if (is_operator(token) && ++operators > max_operators) {
      return SyntaxError{&codes::too_many_operators, token.begin, token.end, {number_text(max_operators)}};
    }
  }
  return std::nullopt;
}

}  // namespace merit::formula
