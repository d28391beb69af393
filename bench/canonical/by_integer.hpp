// The plans of this folder as exact integers, row by row: the reference that every other way is held against.
//
// Written from docs/language.md and shares nothing with the engines. Amounts are fen, marks are hundredths,
// results too; what is rounded is a quotient of two 128-bit integers, rounded once. It is written to be read,
// not to be fast.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "data.hpp"

namespace merit::bench {

/// Score and coefficient in hundredths, pay in fen.
struct Scored {
  std::int64_t score = 0, coefficient = 0, pay = 0;
  friend bool operator==(const Scored&, const Scored&) = default;
};

namespace by_integer {

__extension__ typedef __int128 Wide;

/// One row of a table.
class Row {
 public:
  Row(const Table& table, std::size_t row) : table_(table), row_(row) {}
  std::int64_t operator[](std::size_t which) const { return table_.columns[which][row_]; }

 private:
  const Table& table_;
  std::size_t row_;
};

/// A fraction with a divisor above 0, never reduced.
struct Fraction {
  Wide above = 0, below = 1;
  friend bool operator<(const Fraction& a, const Fraction& b) {
    return a.above * b.below < b.above * a.below;
  }
};
inline Fraction smaller(Fraction a, Fraction b) { return b < a ? b : a; }
inline Fraction larger(Fraction a, Fraction b) { return a < b ? b : a; }
inline Fraction times(Wide n, Fraction x, Wide below = 1) { return {n * x.above, x.below * below}; }

/// The nearest whole number; the mode says where ties go.
enum class Ties { away_from_zero, to_even };
inline std::int64_t nearest(Fraction x, Ties ties) {
  const Wide size = x.above < 0 ? -x.above : x.above, whole = size / x.below, twice = 2 * (size % x.below);
  const bool is_up =
      twice > x.below || (twice == x.below && (ties == Ties::away_from_zero || whole % 2 == 1));
  const auto rounded = static_cast<std::int64_t>(whole + (is_up ? 1 : 0));
  return x.above < 0 ? -rounded : rounded;
}

inline std::int64_t clamped(std::int64_t x, std::int64_t low, std::int64_t high) {
  return x < low ? low : x > high ? high : x;
}

/// A breakpoint, or a knot, or where a slice begins, and what belongs to it.
struct Point {
  std::int64_t x, y;
};

/// The y of the last breakpoint that is not above x / of.
template <std::size_t n>
std::int64_t step(const std::array<Point, n>& bands, std::int64_t otherwise, Fraction x) {
  std::int64_t y = otherwise;
  for (const Point& band : bands)
    if (band.x * x.below <= x.above) y = band.y;
  return y;
}

/// The height at x of the straight lines between knots. Two knots at one place are a jump; the later counts
/// there.
template <std::size_t n>
Fraction line(const std::array<Point, n>& knots, Fraction x) {
  if (x.above < knots[0].x * x.below) return {knots[0].y, 1};
  for (std::size_t i = 1; i < n; ++i) {
    const Point &from = knots[i - 1], &to = knots[i];
    if (x.above >= to.x * x.below) continue;
    const Wide width = (to.x - from.x) * x.below;
    return {from.y * width + (to.y - from.y) * (x.above - from.x * x.below), width};
  }
  return {knots[n - 1].y, 1};
}

/// The sum of what each slice gives at its rate, in units of the rates.
template <std::size_t n>
Wide slices(const std::array<Point, n>& rates, std::int64_t of) {
  Wide sum = 0;
  for (std::size_t i = 0; i < n && rates[i].x < of; ++i) {
    const std::int64_t to = i + 1 < n && rates[i + 1].x < of ? rates[i + 1].x : of;
    sum += Wide(to - rates[i].x) * rates[i].y;
  }
  return sum;
}

inline Fraction share(std::int64_t actual, std::int64_t target) {
  return target <= 0 ? Fraction{0, 1} : Fraction{actual, target};
}

// ---- plans/canonical.yaml

inline std::int64_t canonical_score(const Row& row) {
  using namespace column;
  constexpr Ties up = Ties::away_from_zero;
  const auto completion = [&](std::int64_t weight, std::size_t which) {
    const Fraction x = larger({0, 1}, smaller({12, 10}, share(row[which], row[which + 1])));
    return nearest(times(100 * weight, x), up);
  };
  std::int64_t score =
      completion(20, a1) + completion(12, a2) + completion(10, a3) + completion(10, a4) + completion(8, a5);
  score += nearest(line<2>({{{120, 800}, {500, 0}}}, {row[a6], 1}), up);
  score += nearest(times(700, larger({0, 1}, smaller({1, 1}, {800 - row[a7], 800 - row[t7]}))), up);
  score += step<5>({{{50, 200}, {70, 500}, {85, 700}, {100, 900}, {110, 1000}}}, 0, {row[a8], 1});
  score += step<5>({{{80, 150}, {90, 250}, {95, 350}, {100, 425}, {105, 500}}}, 0,
                   times(100, share(row[a9], row[t9])));
  score += clamped(1000 - 50 * (row[c10] + row[c11]), 0, 1000);
  return score + clamped(10 * (row[plus] - row[minus]), -2000, 2000);
}

inline Scored canonical(const Row& row) {
  using namespace column;
  constexpr Ties up = Ties::away_from_zero;
  Scored r;
  r.score = canonical_score(row);
  r.coefficient = step<4>({{{7000, 75}, {8500, 100}, {9500, 120}, {10500, 150}}}, 0, {r.score, 1});
  const std::int64_t thirds = step<2>({{{93, 2}, {98, 3}}}, 1, times(100, share(row[a1], row[t1])));
  const std::int64_t bonus = nearest({Wide(row[base]) * thirds * r.coefficient, 300}, up);
  const Wide commission =
      slices<5>({{{0, 10}, {100'000'000, 15}, {500'000'000, 20}, {2'000'000'000, 25}, {10'000'000'000, 30}}},
                row[revenue]);
  const std::int64_t earned = bonus + nearest({commission, 10'000}, up);
  const std::int64_t kept = earned < row[most] ? earned : row[most];
  r.pay = kept > row[penalty] ? kept - row[penalty] : 0;
  return r;
}

// ---- plans/second.yaml: weights are in ten-thousandths

inline std::int64_t second_results(const Row& row) {
  using namespace column;
  constexpr Ties even = Ties::to_even;
  const auto share_or = [&](std::size_t which, Fraction otherwise) {
    return row[which + 1] <= 0 ? otherwise : Fraction{row[which], row[which + 1]};
  };
  const Fraction none{0, 1}, full{1, 1}, first = share(row[a1], row[t1]), fifth = share(row[a5], row[t5]);
  std::int64_t results = 0;
  results += clamped(nearest(times(123456, smaller(share_or(a2, full), {15, 10}), 100), even), -1000, 2000);
  results += nearest(times(102500, larger(none, smaller(share_or(a3, none), {11, 10})), 100), even);
  results += clamped(nearest(times(91111, share_or(a4, none), 100), even), -500, 1500);
  const Fraction height = line<5>({{{70, 0}, {85, 40}, {95, 70}, {100, 100}, {120, 120}}}, times(100, first));
  results += nearest(times(148765, height, 10'000), even);
  const Fraction held = smaller(larger(fifth, {5, 10}), {125, 100});
  return results + nearest(times(117624, held, 100), even);
}

inline std::int64_t second_service(const Row& row) {
  using namespace column;
  constexpr Ties even = Ties::to_even;
  const std::int64_t incidents = 2 * row[c10] + row[c11], away = row[c11] - 2;
  const auto hundredths = [](Fraction ten_thousandths) {
    return nearest(times(1, ten_thousandths, 100), even);
  };
  std::int64_t service = 0;
  const Fraction loans = line<4>({{{50, 100}, {150, 80}, {300, 30}, {600, 0}}}, {row[a6], 1});
  service += nearest(times(84568, loans, 10'000), even);
  service += nearest(line<11>({{{-300, 750},
                                {-200, 720},
                                {-100, 680},
                                {-50, 625},
                                {0, 575},
                                {50, 500},
                                {100, 410},
                                {150, 305},
                                {250, 200},
                                {400, 75},
                                {600, 0}}},
                              {row[a7] - row[t7], 1}),
                     even);
  service += hundredths(line<8>({{{30, 0},
                                  {50, 10000},
                                  {50, 15000},
                                  {70, 33333},
                                  {85, 50000},
                                  {100, 71000},
                                  {110, 77000},
                                  {120, 81000}}},
                                {row[a8], 1}));
  const Fraction response = row[a9] <= 0 ? Fraction{1, 1} : smaller({row[t9], row[a9]}, {125, 100});
  service += hundredths(times(66667, response));
  service += hundredths(line<3>({{{0, 59309}, {7, 32500}, {20, 0}}}, {incidents, 1}));
  service += clamped(away > 0 ? 500 - 125 * ((away + 2) / 3) : 500 + 20 * ((2 - away) / 3), 0, 525);
  return incidents >= 14 ? nearest({Wide(85) * service, 100}, even) : service;
}

inline Scored second(const Row& row) {
  using namespace column;
  constexpr Ties even = Ties::to_even;
  Scored r;
  const std::int64_t extra = nearest({Wide(30) * row[plus] - Wide(40) * row[minus], 12}, even);
  r.score = second_results(row) + second_service(row) + clamped(extra, -1250, 750);
  r.coefficient = step<4>({{{6000, 65}, {7250, 100}, {8425, 120}, {9375, 145}}}, 0, {r.score, 1});
  const std::int64_t sixtieths =
      step<4>({{{85, 30}, {93, 40}, {98, 60}, {110, 63}}}, 20, times(100, share(row[a1], row[t1])));
  // `above`: a breakpoint itself still belongs to the band below it.
  const std::int64_t volume =
      step<4>({{{50'000'001, 95}, {500'000'001, 100}, {2'000'000'001, 108}, {10'000'000'001, 115}}}, 85,
              {row[revenue], 1});
  const std::int64_t bonus = nearest({Wide(row[base]) * r.coefficient * volume * sixtieths, 600'000}, even);
  const std::int64_t commission = nearest({slices<7>({{{0, 500},
                                                       {20'000'000, 800},
                                                       {100'000'000, 1125},
                                                       {300'000'000, 1375},
                                                       {1'000'000'000, 1650},
                                                       {5'000'000'000, 2100},
                                                       {20'000'000'000, 2575}}},
                                                     row[revenue]),
                                           1'000'000},
                                          even);
  const Fraction earned = smaller({bonus + commission, 1}, {32 * row[base] + commission, 8});
  const Fraction held = smaller({row[most], 1}, earned), taken = smaller({row[penalty], 1}, {row[base], 2});
  const Fraction left{held.above * taken.below - taken.above * held.below, held.below * taken.below};
  r.pay = nearest(larger({3 * row[base], 10}, left), even);
  return r;
}

}  // namespace by_integer

}  // namespace merit::bench
