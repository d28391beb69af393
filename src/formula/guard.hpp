// The limits of a formula, checked before the grammar runs. Floor 1, private to src/formula.
//
// The grammar recurses and so does whoever walks the tree: no text may be so long, so nested or so chained
// that a stack ends. Not for mistakes of writing: those are the grammar's.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "formula/syntax.hpp"
#include "formula/tokens.hpp"

namespace merit::formula {

/// Refuses text that is too long, is not UTF-8 or holds invisible characters.
std::optional<SyntaxError> check_text(std::string_view text);

/// Refuses more than limits::formula_depth brackets, calls, unary signs and `not`s inside each other, and
/// more than max_operators operators in all. Cost: linear.
std::optional<SyntaxError> check_tokens(const std::vector<Token>& tokens);

}  // namespace merit::formula
