// Curves as breaks over integers: what the curve kernels read. Floor 4.
//
// A plane holds n, and perhaps d > 0, of which n / (d unit) is the value. A curve of it becomes a line
// (slope n + offset d) / (d unit') and, in order, the places from which on another line holds. Slopes,
// offsets and places are integers; a curve without slopes does not need d in its result. Of all places that
// lie at or below n / d the last counts.
#pragma once

#include <vector>

#include "eval/batch/interval.hpp"
#include "graph/curve.hpp"

namespace merit::eval {

/// From n * by >= d * at + strict on, another line.
struct BreakAt {
  Integer at;
  bool is_strict = false;
  Integer slope, offset;
};

struct Breaks {
  Integer slope, offset;  ///< before the first break
  Integer by = 1;
  std::vector<BreakAt> breaks;
  Rational unit;  ///< of the result
  bool is_sloped = false;
  Interval range;     ///< of slope n + offset d (of the offsets alone, when nothing slopes)
  Integer magnitude;  ///< of every integer on the way
};

/// Whether no piece of the curve slopes.
bool is_flat(const graph::Curve& curve);
/// The breaks of a number n / unit with n in `n`. Pieces that no n reaches are left out.
Breaks breaks_of(const graph::Curve& curve, const Rational& unit, const Interval& n);
/// The breaks of a pair n / (d unit); `d` is above 0.
Breaks breaks_of(const graph::Curve& curve, const Rational& unit, const Interval& n, const Interval& d);

}  // namespace merit::eval
