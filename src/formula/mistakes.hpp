// From the place where the grammar stopped to a diagnostic that helps. Floor 1, private to src/formula.
//
// The grammar only says "here, and this was wanted". What people usually mean by what stands there is decided
// here, so that the grammar holds no rules for wrong formulas.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formula/syntax.hpp"
#include "formula/tokens.hpp"

namespace merit::formula {

/// What the grammar wanted where it stopped.
enum class Expected : std::uint8_t {
  value,
  end,         ///< of the formula
  close,       ///< the `)` of a bracket
  call_close,  ///< the `)` of a call, or its next argument or clause
  list_close,  ///< the `)` of `in (a, b)`
  open_if,
  open_match,
  open_in,
  if_second,  ///< the comma before the second part
  if_third,
  if_close,
  match_comma,
  arrow,
  match_close,
  else_close,  ///< the `)` after `else -> w`
  key,
  window,
};

/// Thrown inside the grammar, caught by parse(): reading stopped at this token.
struct Stop {
  const Token* at;
  Expected expected;
};

/// Thrown inside the grammar, caught by parse(): the form is right and what it says is refused.
struct Refusal {
  SyntaxError error;
};

/// Returns the diagnostic for a stop. `at` points into `tokens`. Cost: linear in the tokens before it.
SyntaxError explain(const std::vector<Token>& tokens, const Stop& stop);

/// Returns the error for what the grammar would take and nobody means: `2024-01-01`. Cost: linear.
std::optional<SyntaxError> misread(const std::vector<Token>& tokens);

/// Bytes of the formula's text.
struct Extent {
  std::uint32_t begin;
  std::uint32_t end;
};

/// Returns the error `code` at `where`.
SyntaxError mistake(const CodeInfo& code, Extent where, std::vector<Text> args = {});

/// Returns `text` between backticks, shortened to what fits a message.
Text in_ticks(std::string_view text);

/// Returns "U+200B".
std::string code_point_name(char32_t c);

}  // namespace merit::formula
