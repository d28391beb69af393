// Where the integers of a plane lie. Floor 4.
#pragma once

#include <algorithm>

#include "base/rational.hpp"
#include "eval/batch/lane.hpp"

namespace merit::eval {

struct Interval {
  Integer low = 0;
  Integer high = 0;

  Integer magnitude() const { return std::max(Integer(abs(low)), Integer(abs(high))); }
  bool contains(const Integer& x) const { return low <= x && x <= high; }
};

inline Interval operator+(const Interval& a, const Interval& b) { return {a.low + b.low, a.high + b.high}; }
inline Interval operator*(const Interval& a, const Integer& k) {
  return k < 0 ? Interval{a.high * k, a.low * k} : Interval{a.low * k, a.high * k};
}
inline Interval operator*(const Interval& a, const Interval& b) {
  const Integer ends[] = {a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high};
  const auto [least, most] = std::minmax_element(std::begin(ends), std::end(ends));
  return {*least, *most};
}
inline Interval hull(const Interval& a, const Interval& b) {
  return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

inline Integer floor_of(const Rational& x) {
  if (x.is_small()) {
    const std::int64_t n = x.small_numerator(), d = x.small_denominator();
    return n / d - (n % d < 0 ? 1 : 0);
  }
  const Integer n = numerator_of(x), d = denominator_of(x);
  const Integer q = n / d;
  return q * d > n ? Integer(q - 1) : q;
}
inline Integer ceiling_of(const Rational& x) { return -floor_of(-x); }

}  // namespace merit::eval
