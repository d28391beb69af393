// The words and signs of a formula. Floor 1, private to src/formula.
//
// A formula is cut into tokens once; the guard counts them, the grammar reads them, and every place in a
// diagnostic is a token's place, so blanks never shift it. Cutting never fails: what the language does not
// know becomes a token that the grammar cannot accept and mistakes.cpp can explain.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace merit::formula {

enum class TokenKind : std::uint8_t {
  end,            ///< after the last token; empty
  number,         ///< `93%`
  bad_number,     ///< `1e5`, `.5`, `5.`, `1,000`, `10kg`: begins like a number and is none
  text,           ///< quotes included
  unclosed_text,  ///< an opening quote without its partner on the same line
  name,           ///< `score.visits`
  word,           ///< a reserved word
  sign,           ///< `+`, `<=`, `->` ...
  foreign,        ///< `&&`, `=`, `（`: not of this language
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::uint32_t begin = 0;  ///< bytes of the formula's text
  std::uint32_t end = 0;
  std::string_view text;  ///< points into the formula's text

  bool is_sign(std::string_view spelling) const { return kind == TokenKind::sign && text == spelling; }
  bool is_word(std::string_view spelling) const { return kind == TokenKind::word && text == spelling; }
  bool is_name(std::string_view spelling) const { return kind == TokenKind::name && text == spelling; }
  /// `== != < <= > >=`
  bool is_comparison() const;
  /// May a value begin here?
  bool begins_value() const;
  /// May a value end here?
  bool ends_value() const;
};

/// Cuts `text`, which must be valid UTF-8 and shorter than 4 GB. The last token is always `end`. Cost:
/// linear. Lifetime: the tokens point into `text`.
std::vector<Token> tokens_of(std::string_view text);

/// Splits a number token into digits and suffix ("", "%", "‰", "万" or "亿").
struct NumberParts {
  std::string_view digits;
  std::string_view suffix;
};
NumberParts parts_of_number(std::string_view number);

}  // namespace merit::formula
