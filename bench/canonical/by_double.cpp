// Passes are functions of pointers, inlined into one function for each kind of processor and vectorised
// there. Marks are summed in hundredths, so that each rounding is one instruction. One freedom of
// `-ffast-math` is taken: nobody looks at floating-point exceptions. Without it GCC 12 leaves loops
// unvectorised, which is fifteen times slower.
#include "by_double.hpp"

#include <algorithm>
#include <cmath>

// By feature, not by name: Clang 14 takes "arch=x86-64-v3" and then never chooses it, and "arch=haswell" is
// for that one processor only.
#if defined(__x86_64__) && defined(__ELF__)
#define MERIT_CLONES __attribute__((target_clones("default", "avx2", "avx512f")))
#else
#define MERIT_CLONES
#endif
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3", "no-trapping-math", "no-math-errno")
#endif
#define MERIT_INLINE inline __attribute__((always_inline))

namespace merit::bench {

namespace {

/// Steps of a column's whole numbers in one.
double steps_of(std::size_t which) {
  using namespace column;
  if (which == a6 || which == a7 || which == t7) return 10'000;
  if (which == plus || which == minus) return 10;
  if (which == a8 || which == a9 || which == t9 || which == c10 || which == c11) return 1;
  return 100;
}

}  // namespace

DoubleColumns::DoubleColumns(const Table& table, unsigned threads) : rows_(table.rows) {
  std::array<std::size_t, column::count> widths;
  widths.fill(sizeof(double));
  memory_ = ColumnMemory(rows_, widths);
  for (std::size_t which = 0; which < column::count; ++which) begins_[which] = memory_.column<double>(which);
  in_parallel(rows_, threads, rows_at_a_time, [&](std::size_t begin, std::size_t end) {
    for (std::size_t which = 0; which < column::count; ++which)
      for (std::size_t row = begin; row < end; ++row)
        begins_[which][row] = static_cast<double>(table.columns[which][row]) / steps_of(which);
  });
}

namespace by_double {

namespace {

constexpr std::size_t strip_rows = 128, rows_ahead = 512;

/// Something computed for each row of a strip.
struct alignas(64) Strip {
  double at[strip_rows];
};
using In = const double* __restrict;
using InOut = double* __restrict;

struct Rows {
  const DoubleColumns& columns;
  std::size_t begin, end;
  Prefetch prefetch;
};
struct Out {
  double *score, *pay;
  std::uint8_t* coefficient;
};

// ---- one row

MERIT_INLINE double smaller(double a, double b) { return a < b ? a : b; }
MERIT_INLINE double larger(double a, double b) { return a > b ? a : b; }
MERIT_INLINE double clamped(double x, double low, double high) { return smaller(larger(x, low), high); }
MERIT_INLINE double half_up(double x) { return std::floor(x + 0.5); }
MERIT_INLINE double half_even(double x) { return std::rint(x); }
MERIT_INLINE double share(double actual, double target, double otherwise = 0) {
  const double x = actual / target;
  return target > 0 ? x : otherwise;
}
MERIT_INLINE double reached(double x, double from, double gain) { return x >= from ? gain : 0; }
MERIT_INLINE double passed(double x, double from, double gain) { return x > from ? gain : 0; }
MERIT_INLINE double beyond(double x, double from, double rate) { return larger(x - from, 0) * rate; }

// ---- passes over a strip

/// Asks for what a later strip reads, so that it is near when that strip begins.
MERIT_INLINE void prefetch(const DoubleColumns& columns, std::size_t row) {
  const std::size_t from = row + rows_ahead;
  if (from + strip_rows > columns.rows()) return;
  for (std::size_t which = 0; which < column::count; ++which)
    for (std::size_t i = 0; i < strip_rows; i += 8) __builtin_prefetch(columns[which] + from + i, 0, 2);
}

/// Narrows coefficients; in two loops, because compilers do not vectorise one of two widths.
MERIT_INLINE void narrow(In coefficient, std::uint8_t* __restrict to, std::size_t n) {
  alignas(64) std::int32_t whole[strip_rows];
  for (std::size_t i = 0; i < n; ++i) whole[i] = static_cast<std::int32_t>(coefficient[i]);
  for (std::size_t i = 0; i < n; ++i) to[i] = static_cast<std::uint8_t>(whole[i]);
}

// ---- plans/canonical.yaml

MERIT_INLINE void add_completion(InOut cents, In actual, In target, double weight, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    cents[i] += half_up(100 * weight * clamped(share(actual[i], target[i]), 0, 1.2));
}

/// Starts the sum of marks, and keeps the first share for the pay.
MERIT_INLINE void completions(const DoubleColumns& columns, std::size_t row, std::size_t n, InOut first,
                              InOut cents) {
  using namespace column;
  In a = columns[a1] + row, t = columns[t1] + row;
  for (std::size_t i = 0; i < n; ++i) {
    const double x = share(a[i], t[i]);
    first[i] = x;
    cents[i] = half_up(2000 * clamped(x, 0, 1.2));
  }
  add_completion(cents, columns[a2] + row, columns[t2] + row, 12, n);
  add_completion(cents, columns[a3] + row, columns[t3] + row, 10, n);
  add_completion(cents, columns[a4] + row, columns[t4] + row, 10, n);
  add_completion(cents, columns[a5] + row, columns[t5] + row, 8, n);
}

MERIT_INLINE void add_lines_and_bands(const DoubleColumns& columns, std::size_t row, std::size_t n,
                                      InOut cents) {
  using namespace column;
  In falling = columns[a6] + row, rate = columns[a7] + row, best = columns[t7] + row;
  for (std::size_t i = 0; i < n; ++i)
    cents[i] += half_up(800 / 0.038 * (0.05 - clamped(falling[i], 0.012, 0.05))) +
                half_up(700 * clamped((0.08 - rate[i]) / (0.08 - best[i]), 0, 1));
  In x = columns[a8] + row, a = columns[a9] + row, t = columns[t9] + row;
  for (std::size_t i = 0; i < n; ++i) {
    // Bands on a share need no division. A target of zero is out of every band's reach.
    const double target = t[i] > 0 ? t[i] : 1e300;
    cents[i] += reached(x[i], 50, 200) + reached(x[i], 70, 300) + reached(x[i], 85, 200) +
                reached(x[i], 100, 200) + reached(x[i], 110, 100) + reached(a[i], 0.8 * target, 150) +
                reached(a[i], 0.9 * target, 100) + reached(a[i], 0.95 * target, 100) +
                reached(a[i], target, 75) + reached(a[i], 1.05 * target, 75);
  }
}

MERIT_INLINE void finish_score(const DoubleColumns& columns, std::size_t row, std::size_t n, In cents,
                               InOut score, InOut coefficient) {
  using namespace column;
  In x = columns[c10] + row, y = columns[c11] + row, up = columns[column::plus] + row,
     down = columns[column::minus] + row;
  for (std::size_t i = 0; i < n; ++i) {
    const double sum =
        cents[i] + larger(1000 - 50 * (x[i] + y[i]), 0) + half_up(100 * clamped(up[i] - down[i], -20, 20));
    score[i] = sum * 0.01;
    coefficient[i] =
        reached(sum, 7000, 75) + reached(sum, 8500, 25) + reached(sum, 9500, 20) + reached(sum, 10500, 30);
  }
}

MERIT_INLINE void canonical_strip(const DoubleColumns& columns, std::size_t row, std::size_t n, Out out) {
  using namespace column;
  Strip first, cents, coefficient;
  completions(columns, row, n, first.at, cents.at);
  add_lines_and_bands(columns, row, n, cents.at);
  finish_score(columns, row, n, cents.at, out.score + row, coefficient.at);
  narrow(coefficient.at, out.coefficient + row, n);
  In salary = columns[base] + row, sold = columns[revenue] + row, cap = columns[most] + row,
     fine = columns[penalty] + row;
  InOut pay = out.pay + row;
  for (std::size_t i = 0; i < n; ++i) {
    const double thirds = 1 + reached(first.at[i], 0.93, 1) + reached(first.at[i], 0.98, 1);
    const double bonus = half_up(salary[i] * coefficient.at[i] * (thirds * (1 / 3.0)));
    const double commission =
        half_up(0.1 * sold[i] + beyond(sold[i], 1e6, 0.05) + beyond(sold[i], 5e6, 0.05) +
                beyond(sold[i], 2e7, 0.05) + beyond(sold[i], 1e8, 0.05));
    pay[i] = larger(smaller(cap[i], (bonus + commission) * 0.01) - fine[i], 0);
  }
}

// ---- plans/second.yaml

MERIT_INLINE void second_completions(const DoubleColumns& columns, std::size_t row, std::size_t n,
                                     InOut first, InOut cents) {
  using namespace column;
  In a_2 = columns[a2] + row, t_2 = columns[t2] + row, a_3 = columns[a3] + row, t_3 = columns[t3] + row;
  for (std::size_t i = 0; i < n; ++i)
    cents[i] = half_even(larger(1234.56 * smaller(share(a_2[i], t_2[i], 1), 1.5), -1000)) +
               half_even(1025 * clamped(share(a_3[i], t_3[i]), 0, 1.1));
  In a_4 = columns[a4] + row, t_4 = columns[t4] + row;
  for (std::size_t i = 0; i < n; ++i)
    cents[i] += half_even(clamped(911.11 * share(a_4[i], t_4[i]), -500, 1500));
  In a_1 = columns[a1] + row, t_1 = columns[t1] + row, a_5 = columns[a5] + row, t_5 = columns[t5] + row;
  for (std::size_t i = 0; i < n; ++i) {
    const double x = share(a_1[i], t_1[i]), height = clamped(x, 0.7, 1.2);
    first[i] = x;
    cents[i] += half_even(1487.65 * ((height - 0.7) * (8 / 3.0) + beyond(height, 0.85, 1 / 3.0) +
                                     beyond(height, 0.95, 3) + beyond(height, 1, -5)));
    cents[i] += half_even(1176.24 * clamped(share(a_5[i], t_5[i]), 0.5, 1.25));
  }
}

/// Lines are sums of what each knot changes in the slope.
MERIT_INLINE void service_lines(const DoubleColumns& columns, std::size_t row, std::size_t n, InOut service) {
  using namespace column;
  In bad = columns[a6] + row, late = columns[a7] + row, best = columns[t7] + row, visits = columns[a8] + row;
  for (std::size_t i = 0; i < n; ++i) {
    const double x = clamped(bad[i], 0.005, 0.06);
    service[i] =
        half_even(845.68 * (1 - (x - 0.005) * 20 - beyond(x, 0.015, 40 / 3.0) + beyond(x, 0.03, 70 / 3.0)));
  }
  for (std::size_t i = 0; i < n; ++i) {
    const double x = clamped(100 * (late[i] - best[i]), -3, 6);
    service[i] += half_even(750 - 30 * (x + 3) - beyond(x, -2, 10) - beyond(x, -1, 70) -
                            beyond(x, -0.5, -10) - beyond(x, 0, 50) - beyond(x, 0.5, 30) - beyond(x, 1, 30) -
                            beyond(x, 1.5, -105) - beyond(x, 2.5, -65 / 3.0) - beyond(x, 4, -275 / 6.0));
  }
  for (std::size_t i = 0; i < n; ++i) {
    const double x = clamped(visits[i], 30, 120);
    service[i] +=
        half_even((x - 30) * 5 + reached(x, 50, 50) + beyond(x, 50, 9.16650 - 5) +
                  beyond(x, 70, 11.11133333333333333 - 9.16650) + beyond(x, 85, 14 - 11.11133333333333333) +
                  beyond(x, 100, 6 - 14.0) + beyond(x, 110, 4 - 6.0));
  }
}

MERIT_INLINE void finish_service(const DoubleColumns& columns, std::size_t row, std::size_t n,
                                 InOut service) {
  using namespace column;
  In actual = columns[a9] + row, target = columns[t9] + row, twice = columns[c10] + row,
     once = columns[c11] + row;
  for (std::size_t i = 0; i < n; ++i) {
    const double incidents = 2 * twice[i] + once[i], x = smaller(incidents, 20);
    const double files = 500 - 125 * std::ceil(larger(once[i] - 2, 0) / 3) + (once[i] < 2 ? 20 : 0);
    const double sum = service[i] + half_even(666.67 * smaller(share(target[i], actual[i], 1), 1.25)) +
                       half_even(593.09 - x * (268.09 / 7) + beyond(x, 7, 268.09 / 7 - 25)) +
                       larger(files, 0);
    service[i] = incidents >= 14 ? half_even(0.85 * sum) : sum;
  }
}

MERIT_INLINE void second_pay(const DoubleColumns& columns, std::size_t row, std::size_t n, In first,
                             In coefficient, InOut pay) {
  using namespace column;
  In salary = columns[base] + row, sold = columns[revenue] + row, cap = columns[most] + row,
     fine = columns[penalty] + row;
  for (std::size_t i = 0; i < n; ++i) {
    const double kept = (20 + reached(first[i], 0.85, 10) + reached(first[i], 0.93, 10) +
                         reached(first[i], 0.98, 20) + reached(first[i], 1.1, 3)) *
                        (1 / 60.0);
    const double volume = 0.85 + passed(sold[i], 5e5, 0.1) + passed(sold[i], 5e6, 0.05) +
                          passed(sold[i], 2e7, 0.08) + passed(sold[i], 1e8, 0.07);
    const double bonus = half_even(salary[i] * coefficient[i] * volume * kept) * 0.01;
    const double commission =
        half_even(0.05 * sold[i] + beyond(sold[i], 2e5, 0.03) + beyond(sold[i], 1e6, 0.0325) +
                  beyond(sold[i], 3e6, 0.025) + beyond(sold[i], 1e7, 0.0275) + beyond(sold[i], 5e7, 0.045) +
                  beyond(sold[i], 2e8, 0.0475)) *
        0.01;
    const double held = smaller(smaller(cap[i], 4 * salary[i] + commission * 0.125), bonus + commission);
    pay[i] = half_even(100 * larger(0.3 * salary[i], held - smaller(fine[i], salary[i] * 0.5))) * 0.01;
  }
}

MERIT_INLINE void second_strip(const DoubleColumns& columns, std::size_t row, std::size_t n, Out out) {
  Strip first, cents, service, coefficient;
  second_completions(columns, row, n, first.at, cents.at);
  service_lines(columns, row, n, service.at);
  finish_service(columns, row, n, service.at);
  In up = columns[column::plus] + row, down = columns[column::minus] + row;
  InOut score = out.score + row;
  for (std::size_t i = 0; i < n; ++i) {
    const double extra = half_even(clamped(25 * up[i] - down[i] * (100 / 3.0), -1250, 750));
    const double sum = cents.at[i] + service.at[i] + extra;
    score[i] = sum * 0.01;
    coefficient.at[i] =
        reached(sum, 6000, 65) + reached(sum, 7250, 35) + reached(sum, 8425, 20) + reached(sum, 9375, 25);
  }
  narrow(coefficient.at, out.coefficient + row, n);
  second_pay(columns, row, n, first.at, coefficient.at, out.pay + row);
}

// ---- all strips; whole ones have a count of rows that the compiler knows

MERIT_CLONES void canonical_rows(const Rows& rows, Out out) {
  std::size_t row = rows.begin;
  for (; row + strip_rows <= rows.end; row += strip_rows) {
    if (rows.prefetch == Prefetch::ahead) prefetch(rows.columns, row);
    canonical_strip(rows.columns, row, strip_rows, out);
  }
  if (row < rows.end) canonical_strip(rows.columns, row, rows.end - row, out);
}

MERIT_CLONES void second_rows(const Rows& rows, Out out) {
  std::size_t row = rows.begin;
  for (; row + strip_rows <= rows.end; row += strip_rows) {
    if (rows.prefetch == Prefetch::ahead) prefetch(rows.columns, row);
    second_strip(rows.columns, row, strip_rows, out);
  }
  if (row < rows.end) second_strip(rows.columns, row, rows.end - row, out);
}

Out out_of(DoubleResults& results) {
  return {results.score.data(), results.pay.data(), results.coefficient.data()};
}

}  // namespace

void canonical(const DoubleColumns& columns, std::size_t begin, std::size_t end, DoubleResults& results,
               Prefetch prefetch) {
  canonical_rows({columns, begin, end, prefetch}, out_of(results));
}

void second(const DoubleColumns& columns, std::size_t begin, std::size_t end, DoubleResults& results,
            Prefetch prefetch) {
  second_rows({columns, begin, end, prefetch}, out_of(results));
}

}  // namespace by_double

}  // namespace merit::bench
