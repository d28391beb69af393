// Curves: piecewise linear functions with jumps, as data. Floor 3.
//
// Line, step, slices, clamp, abs, deductions and grades are all curves. At a knot the curve has three values:
// what it comes to from the left, what it is, what it goes on from to the right. Between knots it is
// straight; before the first and behind the last it has the end slopes.
#pragma once

#include <optional>
#include <vector>

#include "base/rational.hpp"
#include "base/type.hpp"

namespace merit::graph {

struct Knot {
  Rational x;
  Rational left;
  Rational at;
  Rational right;
  friend bool operator==(const Knot&, const Knot&) = default;
};

struct Curve {
  std::vector<Knot> knots;  ///< at least one; x strictly ascending
  Rational left_slope = 0;
  Rational right_slope = 0;

  Rational operator()(const Rational& x) const;
  /// The index of the piece x lies in, for explanations: 2i is before knot i, 2i + 1 is at knot i.
  std::size_t piece(const Rational& x) const;
  /// The slope between knot i-1 and knot i (0: before the first, size(): behind the last).
  Rational slope(std::size_t i) const;
  bool is_step() const;
  friend bool operator==(const Curve&, const Curve&) = default;
};

/// Decimals of the results when x has `digits` decimals, or exact_digits.
int digits_of(const Curve& curve, int digits);
/// The values over `range`.
Range range_of(const Curve& curve, const Range& range);
/// The same function with as few knots as possible: knots where nothing bends or jumps are dropped (one is
/// kept).
Curve tidy(Curve curve);
/// The curve x -> outer(inner(x)).
Curve compose(const Curve& outer, const Curve& inner);
/// The curve x -> scale * curve(x) + offset.
Curve scaled(Curve curve, const Rational& scale, const Rational& offset);
/// The curve x -> curve(scale * x + offset); scale is not 0.
Curve reparameterised(const Curve& curve, const Rational& scale, const Rational& offset);
/// The curve x -> a(x) + b(x).
Curve curve_sum(const Curve& a, const Curve& b);
/// The curve x -> condition(x) is 1 ? yes(x) : no(x). `condition` is a step curve of zeros and ones.
Curve curve_where(const Curve& condition, const Curve& yes, const Curve& no);

}  // namespace merit::graph
