#include "eval/batch/arithmetic.hpp"

#include <algorithm>
#include <tuple>

namespace merit::eval {

Lane Arithmetic::lane_for(const Integer& magnitude, const char* what) const {
  const unsigned bits = magnitude.is_zero() ? 0 : msb(magnitude) + 1;
  for (Lane lane : {Lane::fast, Lane::bits128, Lane::bits256})
    if (lane >= least_ && bits <= bits_of(lane)) return lane;
  throw Refusal{std::string(what) + " needs more than 253 bits"};
}

bool Arithmetic::is_fast(const Integer& magnitude, unsigned bits) const {
  return least_ == Lane::fast && magnitude < (Integer(1) << bits);
}

const KernelSet& Arithmetic::set(Lane lane) const { return kernels(lane, instructions_); }

const KernelSet& Arithmetic::fast() const { return set(Lane::fast); }

Plane Arithmetic::in_lane(Plane p, Lane lane) {
  const Lane from = program_.lane(p);
  if (from == lane) return p;
  auto [it, is_new] = converted_.try_emplace({p.value, lane}, Plane{});
  if (is_new) {
    it->second = program_.plane(lane);
    Program::Draft d{"convert", conversion(from, lane), std::max(from, lane), {it->second}, {p}, {}, 0, 0};
    program_.add(std::move(d));
  }
  return it->second;
}

// A result that fits in a narrower lane goes there.
Plane Arithmetic::settled(Plane p, const Interval& range) {
  const Lane lane = lane_for(range.magnitude());
  return lane < program_.lane(p) ? in_lane(p, lane) : p;
}

Plane Arithmetic::emit(const char* what, Kernel KernelSet::*kernel, Lane lane, const std::vector<Plane>& in,
                       std::vector<Integer> constants, std::uint32_t count) {
  return emit(what, set(lane).*kernel, lane, lane, in, std::move(constants), count);
}

Plane Arithmetic::emit(const char* what, Kernel kernel, Lane lane, Lane result, const std::vector<Plane>& in,
                       std::vector<Integer> constants, std::uint32_t count) {
  Program::Draft d{what, kernel, lane, {}, {}, std::move(constants), count, 0};
  for (Plane p : in) d.in.push_back(in_lane(p, lane));
  d.out = {program_.plane(result)};
  const Plane out = d.out[0];
  program_.add(std::move(d));
  return out;
}

std::pair<Plane, Plane> Arithmetic::emit_two(const char* what, Kernel kernel, const std::vector<Plane>& in,
                                             std::vector<Integer> constants, std::uint32_t count) {
  Program::Draft d{what, kernel, Lane::fast, {}, {}, std::move(constants), count, 0};
  for (Plane p : in) d.in.push_back(in_lane(p, Lane::fast));
  d.out = {program_.plane(Lane::fast), program_.plane(Lane::fast)};
  const std::pair<Plane, Plane> out{d.out[0], d.out[1]};
  program_.add(std::move(d));
  return out;
}

Plane Arithmetic::constant_plane(const Integer& value, Lane lane) {
  auto [it, is_new] = constants_.try_emplace({value, lane}, Plane{});
  if (is_new) {
    it->second = program_.plane(lane);
    Program::Draft d{"constant", set(lane).sum, lane, {it->second}, {}, {value}, 0, 0};
    d.is_once = true;
    program_.add(std::move(d));
  }
  return it->second;
}

Number Arithmetic::number(Plane n, Interval range, Rational unit) {
  Number result;
  result.n = n;
  result.n_range = std::move(range);
  result.unit = std::move(unit);
  return result;
}

Number Arithmetic::constant_number(const Rational& x) {
  const Integer n = numerator_of(x);
  return number(constant_plane(n, lane_for(abs(n))), {n, n}, Rational(denominator_of(x)));
}

// c0 + c1 x1 + ..., of plain numbers.
Number Arithmetic::plain_sum(const Rational& constant,
                             const std::vector<std::pair<Rational, Number>>& terms) {
  Integer unit = denominator_of(constant);
  for (const auto& [c, x] : terms) unit = lcm(unit, denominator_of(c / x.unit));
  const Integer c0 = numerator_of(constant * unit);
  std::vector<Integer> constants = {c0};
  std::vector<Plane> in;
  Interval range{c0, c0};
  Integer magnitude = abs(c0);
  for (const auto& [c, x] : terms) {
    const Integer k = numerator_of(c * unit / x.unit);
    constants.push_back(k);
    in.push_back(x.n);
    range = range + x.n_range * k;
    magnitude += (x.n_range * k).magnitude();
    magnitude = std::max(magnitude, x.n_range.magnitude());
  }
  const bool is_same = c0 == 0 && terms.size() == 1 && constants[1] == 1;
  if (is_same) return number(in[0], range, unit);
  const Plane out = emit("sum", &KernelSet::sum, lane_for(magnitude), in, std::move(constants),
                         static_cast<std::uint32_t>(terms.size()));
  return number(settled(out, range), range, unit);
}

// The product of two planes, times a factor.
std::pair<Plane, Interval> Arithmetic::times(Plane a, const Interval& a_range, Plane b,
                                             const Interval& b_range, const Integer& k) {
  const Interval range = a_range * b_range * k;
  const Integer magnitude = std::max({(a_range * b_range).magnitude(), range.magnitude(), a_range.magnitude(),
                                      b_range.magnitude(), Integer(abs(k))});
  const Plane out = emit("product", &KernelSet::product, lane_for(magnitude), {a, b}, {k});
  return {settled(out, range), range};
}

// The same number with its integers over `unit`, a multiple of what they are over now.
Number Arithmetic::over(const Number& x, const Rational& unit) {
  const Integer k = numerator_of(unit / x.unit);
  if (k == 1) return x;
  Number result = x;
  result.n_range = x.n_range * k;
  result.n =
      settled(emit("sum", &KernelSet::sum,
                   lane_for(std::max(result.n_range.magnitude(), x.n_range.magnitude())), {x.n}, {0, k}, 1),
              result.n_range);
  result.unit = unit;
  return result;
}

Rational Arithmetic::common_unit(const Rational& a, const Rational& b) {
  return Rational(lcm(numerator_of(a), numerator_of(b)), gcd(denominator_of(a), denominator_of(b)));
}

Number Arithmetic::sum_of(const Rational& constant, const std::vector<std::pair<Rational, Number>>& terms) {
  std::vector<std::pair<Rational, Number>> plain;
  std::vector<std::pair<Rational, Number>> pairs;
  for (const auto& t : terms) (t.second.is_pair() ? pairs : plain).push_back(t);
  if (pairs.empty()) return plain_sum(constant, plain);
  Number total = scaled(pairs[0].second, pairs[0].first);
  for (std::size_t i = 1; i < pairs.size(); ++i)
    total = pair_sum(total, scaled(pairs[i].second, pairs[i].first));
  if (constant.is_zero() && plain.empty()) return total;
  // (n + f d unit / f.unit) / (d unit)
  if (plain.empty()) return pair_sum(total, constant_number(constant));
  return pair_sum(total, plain_sum(constant, plain));
}

Number Arithmetic::scaled(const Number& x, const Rational& k) {
  if (k.is_zero()) {
    return constant_number(0);
  }
  Number result = x;
  if (k < 0) {
    result.n_range = x.n_range * -1;
    result.n = emit("sum", &KernelSet::sum, lane_for(x.n_range.magnitude()), {x.n}, {0, -1}, 1);
  }
  result.unit = x.unit / abs(k);
  result.value = {};
  return result;
}

// a + b, one of them a pair.
Number Arithmetic::pair_sum(const Number& a, const Number& b) {
  // a.n / (a.d a.u) + b.n / (b.d b.u), over a.d b.d unit
  const Rational unit = common_unit(a.unit, b.unit);
  const Number x = over(a, unit), y = over(b, unit);
  const auto cross = [this](const Number& p, const Number& by) {
    return by.is_pair() ? times(p.n, p.n_range, by.d, by.d_range) : std::pair{p.n, p.n_range};
  };
  const auto [xn, x_range] = cross(x, y);
  const auto [yn, y_range] = cross(y, x);
  const Interval range = x_range + y_range;
  Number result;
  const Integer magnitude = x_range.magnitude() + y_range.magnitude();
  result.n = settled(emit("sum", &KernelSet::sum, lane_for(magnitude), {xn, yn}, {0, 1, 1}, 2), range);
  result.n_range = range;
  set_divisor(result, x, y);
  result.unit = unit;
  return result;
}

void Arithmetic::set_divisor(Number& result, const Number& x, const Number& y) {
  if (x.is_pair() && y.is_pair()) {
    std::tie(result.d, result.d_range) = times(x.d, x.d_range, y.d, y.d_range);
  } else {
    result.d = x.is_pair() ? x.d : y.d;
    result.d_range = x.is_pair() ? x.d_range : y.d_range;
  }
}

Number Arithmetic::product_of(const Number& a, const Number& b) {
  Number result;
  std::tie(result.n, result.n_range) = times(a.n, a.n_range, b.n, b.n_range);
  set_divisor(result, a, b);
  result.unit = a.unit * b.unit;
  return result;
}

Number Arithmetic::extreme_of(bool is_min, const Number& a, const Number& b) {
  if (a.is_pair() || b.is_pair()) {
    const Plane is_less = less_than(a, b);
    return is_min ? select(is_less, a, b) : select(is_less, b, a);
  }
  const Rational unit = common_unit(a.unit, b.unit);
  const Number x = over(a, unit), y = over(b, unit);
  const Interval &p = x.n_range, &q = y.n_range;
  const Interval range = is_min ? Interval{std::min(p.low, q.low), std::min(p.high, q.high)}
                                : Interval{std::max(p.low, q.low), std::max(p.high, q.high)};
  const Lane lane = lane_for(std::max(p.magnitude(), q.magnitude()));
  const Plane out =
      emit(is_min ? "min" : "max", is_min ? &KernelSet::smallest : &KernelSet::largest, lane, {x.n, y.n}, {});
  return number(settled(out, range), range, unit);
}

Plane Arithmetic::less_than(const Number& a, const Number& b) {
  return comparison("less", &KernelSet::less, a, b);
}

Plane Arithmetic::comparison(const char* what, Kernel KernelSet::*kernel, const Number& a, const Number& b) {
  auto x = b.is_pair() ? times(a.n, a.n_range, b.d, b.d_range) : std::pair{a.n, a.n_range};
  auto y = a.is_pair() ? times(b.n, b.n_range, a.d, a.d_range) : std::pair{b.n, b.n_range};
  const Rational unit = common_unit(a.unit, b.unit);
  const Integer k = numerator_of(unit / a.unit), l = numerator_of(unit / b.unit);
  const Lane lane = lane_for(std::max(
      {(x.second * k).magnitude(), (y.second * l).magnitude(), x.second.magnitude(), y.second.magnitude()}));
  return emit(what, set(lane).*kernel, lane, Lane::fast, {x.first, y.first}, {k, l});
}

// c ? a : b
Number Arithmetic::select(Plane c, const Number& a, const Number& b) {
  const Rational unit = common_unit(a.unit, b.unit);
  const Integer k = numerator_of(unit / a.unit), l = numerator_of(unit / b.unit);
  Number result;
  result.unit = unit;
  std::tie(result.n, result.n_range) = select_planes(c, a.n, a.n_range, k, b.n, b.n_range, l);
  if (a.is_pair() || b.is_pair()) {
    const auto divisor = [this](const Number& x) { return x.is_pair() ? x.d : constant_plane(1, least_); };
    std::tie(result.d, result.d_range) = select_planes(c, divisor(a), a.d_range, 1, divisor(b), b.d_range, 1);
  }
  return result;
}

std::pair<Plane, Interval> Arithmetic::select_planes(Plane c, Plane a, const Interval& a_range,
                                                     const Integer& k, Plane b, const Interval& b_range,
                                                     const Integer& l) {
  const Interval x = a_range * k, y = b_range * l, range = hull(x, y);
  const Lane lane = lane_for(std::max({range.magnitude(), a_range.magnitude(), b_range.magnitude(), k, l}));
  Program::Draft d{"select", set(lane).select, lane, {}, {}, {k, l}, 0, 0};
  d.in = {in_lane(c, Lane::fast), in_lane(a, lane), in_lane(b, lane)};
  d.out = {program_.plane(lane)};
  const Plane out = d.out[0];
  program_.add(std::move(d));
  return {settled(out, range), range};
}

}  // namespace merit::eval
