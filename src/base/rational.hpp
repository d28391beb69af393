// Exact numbers: integers and fractions of any size. Floor 0.
//
// What the whole of Merit computes with. The two aliases are Boost's types with expression templates off, so
// that `auto` of an arithmetic result is a number and not a view of its operands. Never construct them from a
// double, and never from user text (`cpp_int("010")` is 8): text goes through number_text.hpp.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>

namespace merit {

using Integer =
    boost::multiprecision::number<boost::multiprecision::cpp_int_backend<>, boost::multiprecision::et_off>;
using Rational = boost::multiprecision::number<
    boost::multiprecision::rational_adaptor<boost::multiprecision::cpp_int_backend<>>,
    boost::multiprecision::et_off>;

inline Integer numerator_of(const Rational& x) { return boost::multiprecision::numerator(x); }
inline Integer denominator_of(const Rational& x) { return boost::multiprecision::denominator(x); }

/// Returns 10^n for n >= 0.
Integer power_of_ten(int n);

/// Returns the number of decimals with which `x` ends, or -1 when it does not end (1/3).
/// Example: 0.125 -> 3, 7 -> 0, 100 -> 0.
int decimals_of(const Rational& x);

/// Returns how many decimal digits the integer part and `digits` decimals of x take together (x * 10^digits
/// as an integer, its digits counted; 0 has one). Used for the limit of 38.
int significant_digits(const Rational& x, int digits);

}  // namespace merit
