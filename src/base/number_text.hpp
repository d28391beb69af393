// Text to number and back. Floor 0.
//
// The only reader of user numbers: ASCII digits, one decimal point, no exponent, no `+`, no thousands mark,
// no leading point; `010` is ten. At most 38 digits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/rational.hpp"

namespace merit {

enum class NumberError : unsigned char { not_a_number, too_many_digits };

/// What a number's text says: its value and the decimals that were written ("2.50" -> 5/2 with 2 decimals).
struct DecimalText {
  Rational value;
  int decimals = 0;
};

struct DecimalResult {
  std::optional<DecimalText> number;  ///< empty when `error` counts
  NumberError error = NumberError::not_a_number;
};

/// Reads [-]digits[.digits]; the whole of `text`, no blanks. More than 38 digits in all (leading zeros of the
/// integer part do not count) is too_many_digits. Cost: linear, and bounded: text longer than 1000 bytes is
/// refused unread (its first byte decides which error it is).
DecimalResult parse_decimal(std::string_view text);

/// A suffix that scales a number: `%` 1/100, `‰` 1/1000, `万` 10^4, `亿` 10^8. Returns the factor, or
/// nothing.
std::optional<Rational> scale_of_suffix(std::string_view suffix);

/// Prints `x` with exactly `digits` decimals, never "-0". x must be a multiple of 10^-digits (an assertion).
std::string format_fixed(const Rational& x, int digits);

/// Appends number / 10^digits with exactly `digits` decimals, as format_fixed prints it. digits >= 0.
void append_fixed(std::string& out, std::int64_t number, int digits);

/// Prints `x` as a decimal if it ends ("0.125", "7"), else as a reduced fraction ("-2/3").
std::string format_exact(const Rational& x);

/// Prints like format_exact with thousands marks in the integer part, for people only: "1,234.50" for digits
/// = 2; digits < 0 prints as many as there are. Nothing is rounded: an x with more decimals than `digits`
/// shows them all, and one that does not end prints as "p/q".
std::string format_for_people(const Rational& x, int digits);

/// Prints x * 100 with "%": "98.96%". digits counts decimals of the percentage itself; < 0 prints as many as
/// needed, and so does an x with more; when x * 100 does not end: p/q of x.
std::string format_percent(const Rational& x, int digits);

}  // namespace merit
