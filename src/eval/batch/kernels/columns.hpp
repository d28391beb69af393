// Kernels that bring columns into planes of the fast lane, and results out of them. Floor 4; as
// loops.hpp, whose remarks hold here.
#pragma once

#include "eval/batch/kernels/loops.hpp"

namespace merit::eval::MERIT_KERNELS {

// 2^52 + 2^51: its last bit counts ones.
inline constexpr std::int64_t magic = 0x4338000000000000;

[[gnu::always_inline]] inline double widened(std::int64_t n) {
#ifdef __AVX512DQ__
  return static_cast<double>(n);
#else
  // Of a number outside the promise nothing is asked but that it does no harm.
  const auto moved = static_cast<std::uint64_t>(n) + static_cast<std::uint64_t>(magic);
  return std::bit_cast<double>(moved) - std::bit_cast<double>(magic);
#endif
}
inline std::int64_t narrowed(double n) {
  return std::bit_cast<std::int64_t>(n + std::bit_cast<double>(magic)) - magic;
}

template <typename Stored>
void look_ahead(const Stored* rows) {
  constexpr std::size_t line = 64;
  const char* next = reinterpret_cast<const char*>(rows + prefetch_rows);
  for (std::size_t at = 0; at < strip_rows * sizeof(Stored); at += line) __builtin_prefetch(next + at, 0, 2);
}

// Whether a number of a strip is outside, with bounds below 2^51.
inline bool any_outside(const std::int64_t* rows, std::int64_t low, std::int64_t high) {
  const auto first = static_cast<std::uint64_t>(low), last = static_cast<std::uint64_t>(high);
  std::uint64_t seen = 0;
#ifdef __AVX512F__
  for (MERIT_LANES) seen = larger<std::uint64_t>(seen, static_cast<std::uint64_t>(rows[i]) - first);
  return seen > last - first;
#else
  for (MERIT_LANES) {
    const auto n = static_cast<std::uint64_t>(rows[i]);
    seen |= (n - first) | (last - n);
  }
  return static_cast<std::int64_t>(seen) < 0;
#endif
}

template <typename Stored>
bool any_outside(const Stored* rows, std::int64_t low, std::int64_t high) {
  if (low > 2147483647 || high < -2147483648) return true;
  const auto first = static_cast<std::int32_t>(larger<std::int64_t>(low, -2147483648));
  const auto last = static_cast<std::int32_t>(smaller<std::int64_t>(high, 2147483647));
  std::int32_t seen = 0;
  for (MERIT_LANES)
    seen |= static_cast<std::int32_t>(rows[i] < first) | static_cast<std::int32_t>(rows[i] > last);
  return seen != 0;
}

template <typename Stored>
[[gnu::always_inline]] inline double widened(Stored n) {
  return static_cast<double>(static_cast<std::int32_t>(n));
}

// A strip of a column. Where it ends inside the strip its last value fills a strip of our own.
template <typename Stored>
[[gnu::always_inline]] inline void load_rows(const Stored* rows, const Step& s, Frame& f) {
  auto* __restrict out = written<double>(s, f);
  const bool is_broken =
      any_outside(rows, narrowed(constants<double>(s)[0]), narrowed(constants<double>(s)[1]));
  for (MERIT_LANES) out[i] = widened(rows[i]);
  if (is_broken) f.is_broken = true;
}
template <typename Stored>
const Stored* column_of(const Step& s, const Frame& f) {
  return static_cast<const Stored*>(f.in[s.column].data) + f.row;
}
template <typename Stored>
[[gnu::noinline, gnu::cold]] void load_last(const Step& s, Frame& f) {
  const Stored* rows = column_of<Stored>(s, f);
  alignas(64) Stored filled[strip_rows];
  for (MERIT_LANES) filled[i] = rows[i < f.rows ? i : f.rows - 1];
  load_rows<Stored>(filled, s, f);
}

// Constants: the promised range.
template <typename Stored>
void load_fast(const Step& s, Frame& f) {
  if (f.rows < strip_rows) return load_last<Stored>(s, f);
  const Stored* rows = column_of<Stored>(s, f);
  if (f.looks_ahead) look_ahead(rows);
  load_rows(rows, s, f);
}

// A quotient and the loads of 64 bits that follow it, in one pass: while the divider works, columns are
// brought in.
template <bool is_even, std::size_t loads>
void quotient_and_loads(const Step& s, Frame& f) {
  using Integers = std::int64_t;
  const Step* load = &s + 1;
  if (f.rows < strip_rows) {
    positive_quotient<double, is_even>(s, f);
    for (std::size_t k = 0; k < loads; ++k) load_last<Integers>(load[k], f);
    return;
  }
  const Integers* rows[loads];
  double* to[loads];
  std::uint64_t first[loads], last[loads], outside[loads];
  for (std::size_t k = 0; k < loads; ++k) {
    rows[k] = column_of<Integers>(load[k], f);
    to[k] = written<double>(load[k], f);
    first[k] = static_cast<std::uint64_t>(narrowed(constants<double>(load[k])[0]));
    last[k] = static_cast<std::uint64_t>(narrowed(constants<double>(load[k])[1]));
    outside[k] = 0;
    if (f.looks_ahead) look_ahead(rows[k]);
  }
  const double *p = read<double>(s, f, 1), *q = read<double>(s, f, 2);
  double* out = written<double>(s, f);
  const PositiveQuotient<double, is_even> quotient(constants<double>(s));
  // No plane that is written is read.
#ifndef __clang__  // which looks for itself, at run time
#pragma GCC ivdep
#endif
  for (MERIT_LANES) {
    out[i] = quotient(p[i], q[i]);
    for (std::size_t k = 0; k < loads; ++k) {
      const Integers n = rows[k][i];
      const auto above = static_cast<std::uint64_t>(n) - first[k],
                 under = last[k] - static_cast<std::uint64_t>(n);
      to[k][i] = widened(n);
      outside[k] |= above | under;
    }
  }
  for (std::size_t k = 0; k < loads; ++k)
    if (static_cast<std::int64_t>(outside[k]) < 0) f.is_broken = true;
}

// A column too wide for the lane of its plan: its rows take another program.
inline void load_nothing(const Step& s, Frame& f) {
  auto* out = written<double>(s, f);
  const double low = constants<double>(s)[0];
  for (MERIT_LANES) out[i] = low;
  f.is_broken = true;
}

inline void load_state(const Step& s, Frame& f) {
  const std::uint8_t* absent = f.in[s.column].absent;
  auto* __restrict out = written<double>(s, f);
  if (absent == nullptr) {
    for (MERIT_LANES) out[i] = plane_value;
    return;
  }
  for (MERIT_LANES) out[i] = absent[f.row + (i < f.rows ? i : f.rows - 1)] != 0 ? plane_absent : plane_value;
}

template <typename Stored>
void store_fast(const Step& s, Frame& f) {
  auto* __restrict rows = static_cast<Stored*>(f.out[s.column].data) + f.row;
  const auto* in = read<double>(s, f, 0);
  // Results may end inside the strip: then they go through a strip of our own.
  alignas(64) Stored whole[strip_rows];
  auto* __restrict out = f.rows == strip_rows ? rows : whole;
  if constexpr (sizeof(Stored) >= 8) {
    for (MERIT_LANES) out[i] = narrowed(in[i]);
  } else {
    alignas(64) std::int32_t wide[strip_rows];
    for (MERIT_LANES) wide[i] = static_cast<std::int32_t>(in[i]);
    for (MERIT_LANES) out[i] = static_cast<Stored>(wide[i]);
  }
  for (std::size_t i = 0; out == whole && i < f.rows; ++i) rows[i] = whole[i];
}

inline void store_absent(const Step& s, Frame& f) {
  if (f.out[s.column].absent == nullptr) return;  // another program knows that it never is
  std::uint8_t* rows = f.out[s.column].absent + f.row;
  const auto* in = read<double>(s, f, 0);
  for (std::size_t i = 0; i < f.rows; ++i) rows[i] = in[i] == plane_absent;
}

// The smallest site of all roots; absent ones do not fail a row.
inline void store_failed(const Step& s, Frame& f) {
  std::uint32_t* rows = f.failed + f.row;
  const auto* in = read<double>(s, f, 0);
  for (std::size_t i = 0; i < f.rows; ++i)
    rows[i] = in[i] < plane_absent ? static_cast<std::uint32_t>(in[i]) : state_value;
}

}  // namespace merit::eval::MERIT_KERNELS
