// Rounding: the seven modes, to digits or to a multiple. Floor 0.
//
// Every rounding in Merit passes through `round_to`; there is no other. Not for printing (number_text.hpp).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/rational.hpp"

namespace merit {

/// `half_up` takes a tie away from zero (四舍五入), `half_down` toward zero, `half_even` to the even
/// neighbour; `up` is away from zero and `down` toward zero for every remainder; `ceiling` and `floor` look
/// at the sign.
enum class RoundingMode : unsigned char { half_up, half_even, half_down, up, down, ceiling, floor };

/// How a node rounds: to whole multiples of `step` (> 0, a number that ends). `digits` is how many decimals
/// such a result can have: step 0.01 -> 2, step 100 -> 0, step 0.05 -> 2.
struct Rounding {
  RoundingMode mode = RoundingMode::half_up;
  Rational step = 1;
  int digits = 0;

  static Rounding to_digits(int digits, RoundingMode mode);
  static Rounding to_multiple(const Rational& step, RoundingMode mode);
  friend bool operator==(const Rounding&, const Rounding&) = default;
};

/// Returns the multiple of `how.step` that `x` rounds to. Exact; never fails.
Rational round_to(const Rational& x, const Rounding& how);

/// Returns `center` + `a` / sqrt(`square`), rounded to a multiple of `how.step`, exactly: whatever the digits
/// of the root. `square` must be positive.
Rational round_root(const Rational& center, const Rational& a, const Rational& square, const Rounding& how);

/// Returns n / d rounded to an integer. d must be positive.
Integer round_quotient(const Integer& n, const Integer& d, RoundingMode mode);

std::string_view name_of(RoundingMode mode);
std::optional<RoundingMode> rounding_mode_named(std::string_view name);

/// Reads `2 half_up` or `to 100 half_up` (blanks single or more, digits 0..30; a multiple above zero that
/// ends). Returns nothing for any other text; `none` is the caller's word.
std::optional<Rounding> parse_rounding(std::string_view text);
/// Prints the form that parse_rounding reads.
std::string to_text(const Rounding& how);

}  // namespace merit
