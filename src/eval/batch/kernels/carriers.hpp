// What every kernel is made of: planes, and division rounded in each mode. Floor 4; a part of loops.hpp,
// whose remarks hold here.
#pragma once

#ifdef __FAST_MATH__
#error "exact arithmetic is not to be compiled with -ffast-math"
#endif

#include <bit>
#include <cmath>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "eval/batch/kernels/kernels.hpp"

namespace merit::eval::MERIT_KERNELS {

template <typename T>
T* written(const Step& s, Frame& f, std::size_t i = 0) {
  return reinterpret_cast<T*>(f.arena + s.planes[i]);
}
template <typename T>
const T* read(const Step& s, Frame& f, std::size_t i) {
  return reinterpret_cast<const T*>(f.arena + s.planes[i]);
}
template <typename T>
const T* constants(const Step& s) {
  return static_cast<const T*>(s.constants);
}

template <typename T>
T smaller(const T& a, const T& b) {
  return a < b ? a : b;
}
template <typename T>
T larger(const T& a, const T& b) {
  return a < b ? b : a;
}

#define MERIT_LANES  \
  std::size_t i = 0; \
  i < strip_rows;    \
  ++i

// ---- division
//
// Every rounding of n / d is, with the sign of n put back, floor((2 |n| + c) / 2 d) with an integer c that
// the mode (and the sign) gives; half_even then takes one from an odd result of a tie. Dividends 2 |n| + c
// are below 2^50.

template <Mode mode>
[[gnu::always_inline]] inline double shift(double n, double d) {
  if constexpr (mode == Mode::half_up || mode == Mode::half_even) return d;
  if constexpr (mode == Mode::half_down) return d - 1;
  if constexpr (mode == Mode::up) return 2 * d - 2;
  if constexpr (mode == Mode::down) return 0;
  if constexpr (mode == Mode::ceiling) return n > 0 ? 2 * d - 2 : 0;
  if constexpr (mode == Mode::floor) return n < 0 ? 2 * d - 2 : 0;
}

template <Mode mode>
[[gnu::always_inline]] inline double even(double q, double dividend, double divisor) {
  if constexpr (mode != Mode::half_even) return q;
  const double half = 0.5 * q;
  return q - (q * divisor == dividend && half != std::floor(half) ? 1.0 : 0.0);
}

/// How a carrier divides: n / d rounded, d above 0. The wide ones are in wide.cpp.
template <typename T, Mode mode>
struct Quotient;

template <Mode mode>
struct Quotient<double, mode> {
  // One division of the machine: its result is on the right side of every integer, because the true quotient
  // is at least 1 / divisor away from those that it is not.
  [[gnu::always_inline]] static double of(double n, double d) {
    const double dividend = 2 * std::fabs(n) + shift<mode>(n, d), divisor = 2 * d;
    return std::copysign(even<mode>(std::floor(dividend / divisor), dividend, divisor), n);
  }
};

/// n / d rounded down where it is above 0; what comes of others is not above 0. With `is_even` an odd result
/// of an exact division gives one back. d is above 0.
template <typename T, bool is_even>
struct WholePart;

template <bool is_even>
struct WholePart<double, is_even> {
  [[gnu::always_inline]] static double of(double n, double d) {
    constexpr Mode mode = is_even ? Mode::half_even : Mode::half_up;
    return even<mode>(std::floor(n / d), n, d);
  }
};

/// An estimate q of n / d, off by less than one, and the rest n - q d, exact: the quotient, rounded.
template <Mode mode>
[[gnu::always_inline]] inline double settled(double estimate, double exact_rest, double d) {
  const auto one_if = [](bool holds) { return holds ? 1.0 : 0.0; };
  const double sign = std::copysign(1.0, estimate + std::copysign(0.5, exact_rest));
  const double q = sign * estimate, rest = sign * exact_rest, twice = 2 * rest;
  double more = 0;
  if constexpr (mode == Mode::half_up) more = one_if(twice >= d) - one_if(twice < -d);
  if constexpr (mode == Mode::half_down) more = one_if(twice > d) - one_if(twice <= -d);
  if constexpr (mode == Mode::half_even) {
    const double half = 0.5 * q, odd = one_if(half != std::floor(half));
    more = one_if(twice > d) + one_if(twice == d) * odd - one_if(twice < -d) - one_if(twice == -d) * odd;
  }
  const double to_zero = -one_if(rest < 0), from_zero = one_if(rest > 0);
  if constexpr (mode == Mode::down) more = to_zero;
  if constexpr (mode == Mode::up) more = from_zero;
  if constexpr (mode == Mode::floor) more = sign < 0 ? from_zero : to_zero;
  if constexpr (mode == Mode::ceiling) more = sign < 0 ? to_zero : from_zero;
  return sign * (q + more);
}

/// x y / d rounded, where the product may need twice the bits. x, y and d are below 2^50 and the result below
/// 2^48, so the estimate is off by less than 1/8 beside its own rounding; the product is the sum of two
/// doubles, and what the estimate leaves of it is an integer below 2^52.
template <Mode mode>
[[gnu::always_inline]] inline double corrected(double x, double y, double d) {
  const double high = x * y, low = __builtin_fma(x, y, -high);
  const double q = std::rint(high / d);
  return settled<mode>(q, __builtin_fma(-q, d, high) + low, d);
}

/// (x y + b d) / (k d), likewise; k d and w = q k - b are below 2^50 too. x y and w d are nearly the same:
/// their difference is an integer below 2^51.
template <Mode mode>
[[gnu::always_inline]] inline double corrected_line_of(double x, double y, double b, double k, double d) {
  const double high = x * y, low = __builtin_fma(x, y, -high);
  const double q = std::rint((high / d + b) / k), w = q * k - b;
  return settled<mode>(q, __builtin_fma(-w, d, high) + low, k * d);
}

/// n / d for one d. 1 / d, made a little too large, never leaves the integer that the quotient belongs to:
/// with a dividend a below 2^50 the product is a / d (1 + e), 0 < e < 2^-50, so it exceeds a / d by less than
/// 1 / d.
template <typename T, Mode mode>
struct ByConstant {
  T d;
  explicit ByConstant(const T& divisor) : d(divisor) {}
  T operator()(const T& n) const { return Quotient<T, mode>::of(n, d); }
};
template <Mode mode>
struct ByConstant<double, mode> {
  double d, divisor, reciprocal;
  explicit ByConstant(double by) : d(by), divisor(2 * by), reciprocal(1 / (2 * by) * (1 + 0x1p-51)) {}
  [[gnu::always_inline]] double operator()(double n) const {
    const double dividend = 2 * std::fabs(n) + shift<mode>(n, d);
    return std::copysign(even<mode>(std::floor(dividend * reciprocal), dividend, divisor), n);
  }
};

}  // namespace merit::eval::MERIT_KERNELS
