// Numbers of a batch program: which planes hold them, in which lane, over what; sums, products, comparisons.
// Floor 4.
//
// Used by the planner and by shapes.hpp. Each function adds the steps that compute its result and follows the
// range of every integer on the way; the lane of a step comes from the largest of them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/type.hpp"
#include "eval/batch/program.hpp"

namespace merit::eval {

/// Thrown where a graph cannot be planned; caught by `plan`.
struct Refusal {
  std::string why;
};

/// n / unit, or n / (d unit). The range is that of the integers; `value` that of the number, if more is
/// known.
struct Number {
  Plane n;
  Interval n_range;
  Plane d;  ///< none: 1
  Interval d_range{1, 1};
  Rational unit = 1;
  Range value;
  bool is_pair() const { return !d.is_none(); }
};

class Arithmetic {
 public:
  Arithmetic(Program& program, InstructionSet instructions, Lane least)
      : program_(program), instructions_(instructions), least_(least) {}

  /// The narrowest lane for integers up to `magnitude`; refuses what no lane holds.
  Lane lane_for(const Integer& magnitude, const char* what = "a number") const;
  /// Whether the fast lane may carry integers up to `magnitude`, of which some use fewer bits than others.
  bool is_fast(const Integer& magnitude, unsigned bits = bits_of(Lane::fast)) const;
  const KernelSet& set(Lane lane) const;
  const KernelSet& fast() const;
  /// The same integers in another lane.
  Plane in_lane(Plane p, Lane lane);
  /// A result that fits in a narrower lane goes there.
  Plane settled(Plane p, const Interval& range);
  /// Adds a step and gives the plane it writes. Operands are brought to the lane of the step.
  Plane emit(const char* what, Kernel KernelSet::*kernel, Lane lane, const std::vector<Plane>& in,
             std::vector<Integer> constants, std::uint32_t count = 0);
  Plane emit(const char* what, Kernel kernel, Lane lane, Lane result, const std::vector<Plane>& in,
             std::vector<Integer> constants, std::uint32_t count = 0);
  /// The same for a kernel of the fast lane that writes two planes.
  std::pair<Plane, Plane> emit_two(const char* what, Kernel kernel, const std::vector<Plane>& in,
                                   std::vector<Integer> constants, std::uint32_t count = 0);
  /// The step that was added last.
  Program::Draft& last_step() { return program_.last(); }
  /// The same integer in every row, written once.
  Plane constant_plane(const Integer& value, Lane lane);
  static Number number(Plane n, Interval range, Rational unit = 1);
  Number constant_number(const Rational& x);
  /// c0 + c1 x1 + ..., of plain numbers.
  Number plain_sum(const Rational& constant, const std::vector<std::pair<Rational, Number>>& terms);
  /// The product of two planes, times a factor.
  std::pair<Plane, Interval> times(Plane a, const Interval& a_range, Plane b, const Interval& b_range,
                                   const Integer& k = 1);
  /// The same number with its integers over `unit`, a multiple of what they are over now.
  Number over(const Number& x, const Rational& unit);
  /// The smallest unit of which both are divisors.
  static Rational common_unit(const Rational& a, const Rational& b);
  Number sum_of(const Rational& constant, const std::vector<std::pair<Rational, Number>>& terms);
  Number scaled(const Number& x, const Rational& k);
  /// a + b, one of them a pair.
  Number pair_sum(const Number& a, const Number& b);
  void set_divisor(Number& result, const Number& x, const Number& y);
  Number product_of(const Number& a, const Number& b);
  Number extreme_of(bool is_min, const Number& a, const Number& b);
  Plane less_than(const Number& a, const Number& b);
  Plane comparison(const char* what, Kernel KernelSet::*kernel, const Number& a, const Number& b);
  /// c ? a : b
  Number select(Plane c, const Number& a, const Number& b);
  std::pair<Plane, Interval> select_planes(Plane c, Plane a, const Interval& a_range, const Integer& k,
                                           Plane b, const Interval& b_range, const Integer& l);

 private:
  Program& program_;
  const InstructionSet instructions_;
  const Lane least_;
  std::map<std::pair<std::uint32_t, Lane>, Plane> converted_;
  std::map<std::pair<Integer, Lane>, Plane> constants_;
};

}  // namespace merit::eval
