#include "eval/batch/shapes.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace merit::eval {

using graph::Curve;

namespace {

// A rounded number, counted in steps of the rounding.
Integer in_steps(const Rational& x, const Rounding& how) { return numerator_of(round_to(x, how) / how.step); }

// n / d rounded in a mode is (2 n + c) / 2 d rounded down, for results above 0: c as a multiple of d, and
// what is added to it. Of half_even this is half_up.
std::pair<int, int> half_of(RoundingMode mode) {
  switch (mode) {
    case RoundingMode::half_up:
    case RoundingMode::half_even: return {1, 0};
    case RoundingMode::half_down: return {1, -1};
    case RoundingMode::up:
    case RoundingMode::ceiling: return {2, -2};
    case RoundingMode::down:
    case RoundingMode::floor: return {0, 0};
  }
  return {0, 0};
}

// One sloped piece between flat ends, without a jump.
struct Straight {
  Rational slope, offset;
  std::optional<Rational> low, high;  ///< bounds of the values
};

std::optional<Straight> straight_of(const Curve& curve) {
  std::optional<std::size_t> sloped;
  for (std::size_t i = 0; i <= curve.knots.size(); ++i) {
    if (curve.slope(i).is_zero()) continue;
    if (sloped) return std::nullopt;
    sloped = i;
  }
  for (const graph::Knot& k : curve.knots)
    if (k.left != k.at || k.at != k.right) return std::nullopt;
  if (!sloped) return std::nullopt;
  const graph::Knot& k = curve.knots[*sloped == 0 ? 0 : *sloped - 1];
  Straight result;
  result.slope = curve.slope(*sloped);
  result.offset = k.at - result.slope * k.x;
  const bool ends_left = *sloped > 0, ends_right = *sloped < curve.knots.size();
  if (ends_left) (result.slope > 0 ? result.low : result.high) = curve.knots[*sloped - 1].at;
  if (ends_right) (result.slope > 0 ? result.high : result.low) = curve.knots[*sloped].at;
  return result;
}

}  // namespace

// What a rounding makes of a value; refuses what could have more than 38 digits.
Number Shapes::rounded(Plane m, Interval range, const Rounding& how, const Range& value) {
  if (value.low) range.low = std::max(range.low, in_steps(*value.low, how));
  if (value.high) range.high = std::min(range.high, in_steps(*value.high, how));
  for (const Integer& end : {range.low, range.high})
    if (significant_digits(end * how.step, how.digits) > limits::number_digits)
      throw Refusal{"a rounding that could have more than 38 digits"};
  return a_.number(a_.settled(m, range), range, 1 / how.step);
}

std::size_t Shapes::mode_of(const Rounding& how) { return static_cast<std::size_t>(how.mode); }

Number Shapes::round_number(const Number& x, const Rounding& how, const Range& value) {
  const Rational k = 1 / (x.unit * how.step);
  const Integer up = numerator_of(k), down = denominator_of(k);
  const Integer n = (x.n_range * up).magnitude(), d = x.d_range.high * down;
  const Interval range{-n - 1, n + 1};
  const Interval bounds = x.is_pair() ? range : quotients(x.n_range * up, down);
  const Lane lane = a_.lane_for(std::max({Integer(2 * n + 2 * d), x.n_range.magnitude(), up}), "a rounding");
  const std::size_t mode = mode_of(how);
  if (x.is_pair())
    return rounded(a_.emit("round pair", a_.set(lane).round_pair[mode], lane, lane, {x.n, x.d}, {up, down}),
                   bounds, how, value);
  if (down == 1) return rounded(over_factor(x, up), bounds, how, value);
  return rounded(a_.emit("round", a_.set(lane).round[mode], lane, lane, {x.n}, {up, down}), bounds, how,
                 value);
}

Interval Shapes::quotients(const Interval& n, const Integer& d) {
  return {floor_of(Rational(n.low, d)), ceiling_of(Rational(n.high, d))};
}

Plane Shapes::over_factor(const Number& x, const Integer& k) {
  if (k == 1) return x.n;
  return a_.emit("sum", &KernelSet::sum, a_.lane_for((x.n_range * k).magnitude()), {x.n}, {0, k}, 1);
}

std::vector<Integer> Shapes::constants_of(const Breaks& b) const {
  std::vector<Integer> result = {b.slope, b.offset, b.by};
  for (const BreakAt& at : b.breaks)
    for (const Integer& x : {at.at, Integer(at.is_strict), at.slope, at.offset}) result.push_back(x);
  return result;
}

std::size_t Shapes::kernel_of(const Breaks& b) {
  if (b.breaks.size() > most_breaks) throw Refusal{"a curve of more than 256 pieces"};
  return b.breaks.size() > breaks_in_place ? 0 : b.breaks.size();
}

// One line between two bounds, rounded when `how` is given: (slope n + offset) / divisor, in its bounds.
std::optional<Number> Shapes::line_of(const Number& x, const Curve& shape, const Rounding* how) {
  const auto straight = straight_of(shape);
  if (!fuses_ || !straight || x.is_pair()) return std::nullopt;
  const Rational per = how ? how->step : Rational(1);
  const Rational slope = straight->slope / (x.unit * per), offset = straight->offset / per;
  Integer k = lcm(denominator_of(slope), denominator_of(offset));
  // What is not rounded must hold its bounds exactly.
  if (!how && straight->low) k = lcm(k, denominator_of(*straight->low));
  if (!how && straight->high) k = lcm(k, denominator_of(*straight->high));
  const Integer a = numerator_of(slope * k), b = numerator_of(offset * k);
  const Interval n = x.n_range * a + Interval{b, b};
  const Interval free = how ? quotients(n, k) : n;
  const auto bound = [&](const Rational& y) { return how ? in_steps(y, *how) : numerator_of(y * k); };
  // An end that is not held lies beyond what comes, and never on the wrong side of the other.
  const std::optional<Integer> least = straight->low ? std::optional(bound(*straight->low)) : std::nullopt;
  const std::optional<Integer> highest =
      straight->high ? std::optional(bound(*straight->high)) : std::nullopt;
  const Integer low = least ? *least : std::min(free.low, highest.value_or(free.low));
  const Integer high = highest ? *highest : std::max(free.high, least.value_or(free.high));
  const Interval range{std::clamp(free.low, low, high), std::clamp(free.high, low, high)};
  const Integer most =
      std::max({Integer(2 * ((x.n_range * a).magnitude() + abs(b)) + 2 * k), x.n_range.magnitude(),
                Integer(abs(a)), Integer(abs(low)), Integer(abs(high))});
  const Lane lane = a_.lane_for(most, "a line");
  if (how)
    return rounded(a_.emit("rounded line", a_.set(lane).rounded_line[mode_of(*how)], lane, lane, {x.n},
                           {a, b, low, high, k}),
                   range, *how, {});
  return a_.number(a_.settled(a_.emit("line", &KernelSet::line, lane, {x.n}, {a, b, low, high}), range),
                   range, k);
}

Number Shapes::curve_of(const Number& x, const Curve& shape) {
  if (auto line = line_of(x, shape, nullptr)) return *line;
  if (!x.is_pair()) {
    const Breaks b = breaks_of(shape, x.unit, x.n_range);
    const std::size_t k = kernel_of(b);
    if (b.breaks.empty()) return plain_line(x, b);
    const Lane lane = a_.lane_for(b.magnitude, "a curve");
    const Plane out = a_.emit(b.is_sloped ? "curve" : "step", a_.set(lane).curve[b.is_sloped][k], lane, lane,
                              {x.n}, constants_of(b), static_cast<std::uint32_t>(b.breaks.size()));
    return a_.number(a_.settled(out, b.range), b.range, b.unit);
  }
  const Breaks b = breaks_of(shape, x.unit, x.n_range, x.d_range);
  const std::size_t k = kernel_of(b);
  const Lane lane =
      a_.lane_for(std::max({b.magnitude, x.n_range.magnitude(), x.d_range.magnitude()}), "a curve");
  const Plane out =
      a_.emit(b.is_sloped ? "pair curve" : "pair step", a_.set(lane).pair_curve[b.is_sloped][k], lane, lane,
              {x.n, x.d}, constants_of(b), static_cast<std::uint32_t>(b.breaks.size()));
  Number result = a_.number(a_.settled(out, b.range), b.range, b.unit);
  if (b.is_sloped) {
    result.d = x.d;
    result.d_range = x.d_range;
  }
  return result;
}

// A curve of which one piece is reached.
Number Shapes::plain_line(const Number& x, const Breaks& b) {
  const Lane lane =
      a_.lane_for(std::max(b.magnitude, Integer((x.n_range * b.slope).magnitude() + abs(b.offset))));
  const Plane out = a_.emit("sum", &KernelSet::sum, lane, {x.n}, {b.offset, b.slope}, 1);
  return a_.number(a_.settled(out, b.range), b.range, b.unit);
}

Range Shapes::value_range(const Quotient& of) {
  Range range = range_of(of.curve, {});
  if (of.below && range.low) range.low = std::min(*range.low, *of.below);
  if (of.below && range.high) range.high = std::max(*range.high, *of.below);
  return range;
}

Number Shapes::rounded_product(const Number& a, const Number& b, const Rounding& how, const Range& value) {
  const Rational k = 1 / (a.unit * b.unit * how.step);
  const Integer up = numerator_of(k), down = denominator_of(k);
  const Interval range = a.n_range * b.n_range * up;
  const Integer parts =
      std::max({(a.n_range * up).magnitude(), a.n_range.magnitude(), b.n_range.magnitude(), up, down});
  const Integer most =
      std::max({Integer(2 * (range.magnitude() + down)), (a.n_range * b.n_range).magnitude(), parts});
  const Interval result = quotients(range, down);
  const bool is_corrected =
      !a_.is_fast(most) && a_.is_fast(parts) && a_.is_fast(result.magnitude(), corrected_bits);
  const Lane lane = is_corrected ? Lane::fast : a_.lane_for(most, "a rounded product");
  const KernelSet& set = a_.set(lane);
  const Kernel kernel = (is_corrected ? set.corrected_product : set.rounded_product)[mode_of(how)];
  const Plane m = a_.emit(is_corrected ? "corrected product" : "rounded product", kernel, lane, lane,
                          {a.n, b.n}, {up, down});
  return rounded(m, result, how, value);
}

std::optional<Number> Shapes::clamped_quotient(const Quotient& of, const Number& p, const Number& q,
                                               const Integer& least, const Rounding& how) {
  const auto straight = straight_of(of.curve);
  if (!straight) return std::nullopt;
  // (slope p + offset q) / (q step), p = P / p.unit, q = Q / q.unit
  const Rational a = straight->slope * q.unit / (p.unit * how.step), b = straight->offset / how.step;
  const Integer k = lcm(denominator_of(a), denominator_of(b));
  const Integer up = numerator_of(a * k), shift = numerator_of(b * k);
  const Interval d{least, std::max(least, q.n_range.high)};
  const Interval n = p.n_range * up + d * shift;
  const Integer most_n = (p.n_range * up).magnitude() + (d * shift).magnitude();
  const Integer most_d = d.high * k;
  // Where no end holds it, the dividend does: a quotient has its sign, and is no larger. An end that is
  // missing lies beyond the other.
  const Integer bound = n.magnitude() + 1;
  const std::optional<Integer> least_value =
      straight->low ? std::optional(in_steps(*straight->low, how)) : std::nullopt;
  const std::optional<Integer> most_value =
      straight->high ? std::optional(in_steps(*straight->high, how)) : std::nullopt;
  const Integer free_low = n.low < 0 ? Integer(-bound) : Integer(0);
  const Integer free_high = n.high > 0 ? bound : Integer(0);
  const Integer low = least_value ? *least_value : std::min(free_low, most_value.value_or(free_low));
  const Integer high = most_value ? *most_value : std::max(free_high, least_value.value_or(free_high));
  const Integer below = of.below ? in_steps(*of.below, how) : low;
  const Integer most = std::max({Integer(2 * (most_n + most_d)), Integer(abs(low)), Integer(abs(high)),
                                 Integer(abs(below)), p.n_range.magnitude(), q.n_range.magnitude()});
  Interval range{low, high};
  if (of.below) range = hull(range, {below, below});
  const Integer parts = std::max({most_d, Integer(abs(up)), p.n_range.magnitude(), q.n_range.magnitude()});
  const bool is_corrected =
      shift == 0 && !a_.is_fast(most) && a_.is_fast(parts) && a_.is_fast(range.magnitude(), corrected_bits);
  const Lane lane = is_corrected ? Lane::fast : a_.lane_for(most, "a quotient");
  const KernelSet& set = a_.set(lane);
  if (low >= 0 && !is_corrected) {
    // (2 n + c) / 2 d, rounded down, with what the mode adds.
    const auto [of_d, more] = half_of(how.mode);
    const bool is_even = how.mode == RoundingMode::half_even;
    const Plane out = a_.emit("positive quotient", set.positive_quotient[is_even], lane, lane, {p.n, q.n},
                              {2 * up, 2 * shift + of_d * k, more, 2 * k, low, high, least, below});
    if (lane == Lane::fast) a_.last_step().with_loads = set.quotient_and_loads[is_even];
    return rounded(out, range, how, {});
  }
  const Kernel kernel = (is_corrected ? set.corrected_quotient : set.clamped_quotient)[mode_of(how)];
  const Plane out = a_.emit(is_corrected ? "corrected quotient" : "clamped quotient", kernel, lane, lane,
                            {p.n, q.n}, {up, shift, k, low, high, least, below});
  return rounded(out, range, how, {});
}

std::optional<Number> Shapes::corrected_curve(const Quotient& of, const Number& p, const Number& q,
                                              const Integer& least, const Rounding& how) {
  const Interval d{least, std::max(least, q.n_range.high)};
  Breaks b = breaks_of(of.curve, p.unit / q.unit, p.n_range, d);
  const Range value = value_range(of);
  if (!b.is_sloped || !value.low || !value.high) return std::nullopt;
  // (slope n + offset d) up / (d down)
  const Rational k = 1 / (b.unit * how.step);
  const Integer up = numerator_of(k), down = denominator_of(k);
  if (a_.is_fast(2 * (b.magnitude * up + d.high * down))) return std::nullopt;
  Breaks scaled = b;
  scaled.slope *= up;
  scaled.offset *= up;
  Integer most_offset = abs(scaled.offset), most = std::max({b.by, Integer(abs(scaled.slope)), most_offset});
  for (BreakAt& at : scaled.breaks) {
    at.slope *= up;
    at.offset *= up;
    most_offset = std::max(most_offset, Integer(abs(at.offset)));
    most = std::max({most, Integer(abs(at.slope)), most_offset,
                     Integer((p.n_range * b.by).magnitude() + (d * at.at).magnitude() + 1)});
  }
  const Interval range{in_steps(*value.low, how), in_steps(*value.high, how)};
  most = std::max({most, p.n_range.magnitude(), q.n_range.magnitude(), Integer(d.high * down),
                   Integer((range.magnitude() + 1) * down + most_offset)});
  if (!a_.is_fast(most) || !a_.is_fast(range.magnitude(), corrected_bits)) return std::nullopt;
  const Plane divisor = q.n_range.low >= least ? q.n
                                               : a_.emit("max", &KernelSet::largest, Lane::fast,
                                                         {q.n, a_.constant_plane(least, Lane::fast)}, {});
  const auto [slopes, offsets] =
      a_.emit_two("pair pieces", a_.fast().pair_pieces[kernel_of(b)], {p.n, divisor}, constants_of(scaled),
                  static_cast<std::uint32_t>(b.breaks.size()));
  const Plane m = a_.emit("corrected pair", a_.fast().corrected_pair[mode_of(how)], Lane::fast, Lane::fast,
                          {slopes, offsets, p.n, divisor}, {down});
  Number result = a_.number(m, range, 1 / how.step);
  if (of.below && q.n_range.low < least) {
    const Plane is_below = a_.emit("less", a_.fast().less, Lane::fast, Lane::fast,
                                   {q.n, a_.constant_plane(least, Lane::fast)}, {1, 1});
    result = a_.select(is_below, a_.constant_number(round_to(*of.below, how)), result);
  }
  return result;
}

Number Shapes::step_quotient(const Quotient& of, const Number& p, const Number& q, const Integer& least) {
  const Breaks b = breaks_of(of.curve, p.unit / q.unit, p.n_range, {least, std::max(least, q.n_range.high)});
  Rational unit = b.unit;
  if (of.below) unit = lcm(numerator_of(unit), denominator_of(*of.below));
  const Integer up = numerator_of(unit / b.unit);
  const Integer below = of.below ? numerator_of(*of.below * unit) : Integer(0);
  std::vector<Integer> constants = {least, below};
  Breaks scaled = b;
  scaled.offset *= up;
  for (BreakAt& at : scaled.breaks) at.offset *= up;
  for (Integer& c : constants_of(scaled)) constants.push_back(std::move(c));
  Interval range = b.range * up;
  if (of.below) range = hull(range, {below, below});
  // Below the least divisor the comparisons are made all the same, and what comes of them is dropped.
  Integer most = std::max({b.magnitude, Integer(b.magnitude * up), range.magnitude(), q.n_range.magnitude(),
                           p.n_range.magnitude()});
  for (const BreakAt& at : b.breaks)
    most = std::max(most, Integer((p.n_range * b.by).magnitude() + (q.n_range * at.at).magnitude() + 1));
  const Lane lane = a_.lane_for(most, "a step of a quotient");
  const Plane out = a_.emit("step quotient", a_.set(lane).step_quotient[kernel_of(b)], lane, lane, {p.n, q.n},
                            std::move(constants), static_cast<std::uint32_t>(b.breaks.size()));
  return a_.number(a_.settled(out, range), range, unit);
}

Number Shapes::guarded_pair(const Quotient& of, const Number& p, const Number& q, const Integer& least) {
  Number pair;
  pair.n = p.n;
  pair.n_range = p.n_range;
  pair.unit = p.unit / q.unit;
  pair.d_range = {least, std::max(least, q.n_range.high)};
  const Lane lane = a_.lane_for(std::max(q.n_range.magnitude(), pair.d_range.high));
  pair.d = q.n_range.low >= least
               ? q.n
               : a_.emit("max", &KernelSet::largest, lane, {q.n, a_.constant_plane(least, lane)}, {});
  Number result = curve_of(pair, of.curve);
  if (of.below && q.n_range.low < least) {
    const Plane is_below =
        a_.emit("less", a_.set(lane).less, lane, Lane::fast, {q.n, a_.constant_plane(least, lane)}, {1, 1});
    result = a_.select(is_below, a_.constant_number(*of.below), result);
  }
  result.value = value_range(of);
  return result;
}

}  // namespace merit::eval
