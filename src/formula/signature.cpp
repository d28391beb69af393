// The left side of a definition: `pace(target)`.
#include <utility>

#include "base/utf8.hpp"
#include "formula/guard.hpp"
#include "formula/syntax.hpp"
#include "formula/tokens.hpp"

namespace merit::formula {
namespace {

bool is_plain_name(const Token& token) {
  return token.kind == TokenKind::name && token.text.find('.') == std::string_view::npos;
}

}  // namespace

std::optional<Signature> parse_signature(std::string_view text) {
  if (check_text(text)) return std::nullopt;
  const std::vector<Token> tokens = tokens_of(text);
  // Every signature has a name, two brackets and the end.
  if (tokens.size() < 4 || !is_plain_name(tokens[0]) || !tokens[1].is_sign("(")) return std::nullopt;
  const std::size_t close = tokens.size() - 2;
  if (!tokens[close].is_sign(")")) return std::nullopt;

  Signature signature{utf8::nfc(tokens[0].text), {}};
  for (std::size_t i = 2; i < close; i += 2) {
    if (!is_plain_name(tokens[i])) return std::nullopt;
    const bool last = i + 1 == close;
    if (!last && (!tokens[i + 1].is_sign(",") || i + 2 == close)) return std::nullopt;
    signature.parameters.push_back(utf8::nfc(tokens[i].text));
  }
  return signature;
}

}  // namespace merit::formula
