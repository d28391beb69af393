// Roundings, curves and quotients of a batch program. Floor 4; over arithmetic.hpp.
//
// The coarse kernels are chosen here: a rounded line, a completion, bands of a completion. Without fusion, or
// where none fits, the same comes from several steps.
#pragma once

#include <optional>
#include <vector>

#include "base/rounding.hpp"
#include "eval/batch/arithmetic.hpp"
#include "eval/batch/breaks.hpp"
#include "eval/batch/quotient.hpp"

namespace merit::eval {

class Shapes {
 public:
  Shapes(Arithmetic& arithmetic, bool fuses) : a_(arithmetic), fuses_(fuses) {}

  /// What a rounding makes of a value; refuses what could have more than 38 digits.
  Number rounded(Plane m, Interval range, const Rounding& how, const Range& value);
  static std::size_t mode_of(const Rounding& how);
  /// `value`: where the number lies, as far as more is known than its integers say.
  Number round_number(const Number& x, const Rounding& how, const Range& value);
  static Interval quotients(const Interval& n, const Integer& d);
  Plane over_factor(const Number& x, const Integer& k);
  std::vector<Integer> constants_of(const Breaks& b) const;
  static std::size_t kernel_of(const Breaks& b);
  /// One line between two bounds, rounded when `how` is given: (slope n + offset) / divisor, in its bounds.
  std::optional<Number> line_of(const Number& x, const graph::Curve& shape, const Rounding* how);
  /// A curve of a number or pair.
  Number curve_of(const Number& x, const graph::Curve& shape);
  /// A curve of which one piece is reached.
  Number plain_line(const Number& x, const Breaks& b);
  /// A product of plain numbers, rounded.
  Number rounded_product(const Number& a, const Number& b, const Rounding& how, const Range& value);
  static Range value_range(const Quotient& of);
  /// A rounded quotient on one straight piece, `least` the first divisor at which it holds; nothing for
  /// others.
  std::optional<Number> clamped_quotient(const Quotient& of, const Number& p, const Number& q,
                                         const Integer& least, const Rounding& how);
  /// A rounded quotient on several pieces whose products need more than 50 bits; nothing where they do not,
  /// or where the parts do.
  std::optional<Number> corrected_curve(const Quotient& of, const Number& p, const Number& q,
                                        const Integer& least, const Rounding& how);
  /// A quotient through a step curve: a plain number.
  Number step_quotient(const Quotient& of, const Number& p, const Number& q, const Integer& least);
  /// Any quotient, as a pair.
  Number guarded_pair(const Quotient& of, const Number& p, const Number& q, const Integer& least);

 private:
  Arithmetic& a_;
  const bool fuses_;
};

}  // namespace merit::eval
