// plans/canonical.yaml over Boost's rationals, row by row: what exactness costs an engineer who takes the
// ready-made tool.
//
// As in by_hand.hpp: constants made once, no rounding where it cannot change anything, no absence and no
// errors.
#pragma once

#include <array>
#include <boost/multiprecision/cpp_int.hpp>

#include "by_integer.hpp"
#include "data.hpp"

namespace merit::bench::by_rational {

using Number = boost::multiprecision::cpp_rational;
using Whole = boost::multiprecision::cpp_int;

/// One row as numbers, made before the clock starts.
using Row = std::array<Number, column::count>;

inline Row row_of(const Table& table, std::size_t row) {
  using namespace column;
  Row result;
  for (std::size_t which = 0; which < count; ++which) {
    const bool is_rate = which == a6 || which == a7 || which == t7, is_mark = which == plus || which == minus;
    const bool is_count = which == a8 || which == a9 || which == t9 || which == c10 || which == c11;
    const int below = is_rate ? 10'000 : is_mark ? 10 : is_count ? 1 : 100;
    result[which] = Number(table.columns[which][row], below);
  }
  return result;
}

/// Rounds to two digits, ties away from zero.
inline Number to_cents(const Number& x) {
  const Whole scaled = numerator(x) * 100, below = denominator(x);
  Whole cents, rest;
  divide_qr(scaled, below, cents, rest);
  if (2 * abs(rest) >= below) cents += scaled.sign();
  return Number(cents, 100);
}

inline Number clamped(const Number& x, const Number& low, const Number& high) {
  return x < low ? low : x > high ? high : x;
}

struct Point {
  Number x, y;
};

/// The y of the last breakpoint that is not above x.
template <std::size_t n>
const Number& step(const std::array<Point, n>& bands, const Number& otherwise, const Number& x) {
  const Number* y = &otherwise;
  for (const Point& band : bands)
    if (band.x <= x) y = &band.y;
  return *y;
}

inline Number share(const Number& actual, const Number& target) {
  return target <= 0 ? Number(0) : Number(actual / target);
}

inline Number score_of(const Row& row, const Number& first) {
  using namespace column;
  static const Number none = 0, one = 1, cap = Number(12, 10), best = Number(12, 1000),
                      worst = Number(5, 100), limit = Number(8, 100), half = Number(1, 2), ten = 10,
                      bound = 20;
  static const std::array<Point, 5> visits = {{{50, 2}, {70, 5}, {85, 7}, {100, 9}, {110, 10}}};
  static const std::array<Point, 5> ninth = {{{Number(80, 100), Number(15, 10)},
                                              {Number(90, 100), Number(25, 10)},
                                              {Number(95, 100), Number(35, 10)},
                                              {1, Number(425, 100)},
                                              {Number(105, 100), 5}}};
  const auto completion = [&](int weight, const Number& x) {
    return to_cents(weight * clamped(x, none, cap));
  };
  Number score = completion(20, first);
  score += completion(12, share(row[a2], row[t2]));
  score += completion(10, share(row[a3], row[t3]));
  score += completion(10, share(row[a4], row[t4]));
  score += completion(8, share(row[a5], row[t5]));
  score += to_cents(8 * (worst - clamped(row[a6], best, worst)) / (worst - best));
  score += to_cents(7 * clamped((limit - row[a7]) / (limit - row[t7]), none, one));
  score += step(visits, none, row[a8]);
  score += step(ninth, none, share(row[a9], row[t9]));
  score += clamped(10 - half * (row[c10] + row[c11]), none, ten);
  return score + clamped(row[plus] - row[minus], -bound, bound);
}

inline Number pay_of(const Row& row, const Number& first, const Number& coefficient) {
  using namespace column;
  static const std::array<Point, 2> kept = {{{Number(93, 100), Number(2, 3)}, {Number(98, 100), 1}}};
  static const Number third = Number(1, 3), none = 0;
  static const std::array<Point, 5> slices = {{{0, Number(10, 10'000)},
                                               {1'000'000, Number(15, 10'000)},
                                               {5'000'000, Number(20, 10'000)},
                                               {20'000'000, Number(25, 10'000)},
                                               {100'000'000, Number(30, 10'000)}}};
  const Number bonus = to_cents(row[base] * step(kept, third, first) * coefficient);
  Number commission = 0;
  for (std::size_t i = 0; i < slices.size() && slices[i].x < row[revenue]; ++i) {
    const bool is_last = i + 1 == slices.size() || row[revenue] < slices[i + 1].x;
    commission += ((is_last ? row[revenue] : slices[i + 1].x) - slices[i].x) * slices[i].y;
  }
  const Number earned = bonus + to_cents(commission);
  const Number left = (earned < row[most] ? earned : row[most]) - row[penalty];
  return left < 0 ? none : left;
}

/// Scores one row of plans/canonical.yaml.
inline Scored canonical(const Row& row) {
  using namespace column;
  static const std::array<Point, 4> grades = {
      {{70, Number(75, 100)}, {85, 1}, {95, Number(12, 10)}, {105, Number(15, 10)}}};
  static const Number none = 0;
  const Number first = share(row[a1], row[t1]), score = score_of(row, first);
  const Number& coefficient = step(grades, none, score);
  const auto scaled = [](const Number& x) {
    return static_cast<std::int64_t>(Whole(numerator(x) * 100 / denominator(x)));
  };
  return {scaled(score), scaled(coefficient), scaled(pay_of(row, first, coefficient))};
}

}  // namespace merit::bench::by_rational
