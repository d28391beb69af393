// Machine words: magnitudes, greatest common divisors, powers of ten. Floor 0.
//
// What small fractions are computed with. Products and sums of products of two words fit in twice their size,
// so that nothing here overflows where its comment does not say so.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <utility>

namespace merit {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UInt128;

/// |x|, also of the least integer, whose magnitude no signed word holds.
constexpr std::uint64_t magnitude(std::int64_t x) {
  const auto bits = static_cast<std::uint64_t>(x);
  return x < 0 ? 0 - bits : bits;
}
constexpr UInt128 magnitude(Int128 x) {
  const auto bits = static_cast<UInt128>(x);
  return x < 0 ? 0 - bits : bits;
}

constexpr bool fits_word(Int128 x) { return x == static_cast<std::int64_t>(x); }

/// The greatest common divisor; gcd(0, b) = b.
constexpr std::uint64_t gcd(std::uint64_t a, std::uint64_t b) {
  if (a < b) std::swap(a, b);
  if (b <= 1) return b == 0 ? a : 1;
  // One division first: of 20,000,000 and 100 it leaves nothing for the loop to do.
  a %= b;
  if (a == 0) return b;
  const int twos = std::countr_zero(a | b);
  a >>= std::countr_zero(a);
  b >>= std::countr_zero(b);
  while (a != b) {
    const std::uint64_t difference = a > b ? a - b : b - a;
    b = a < b ? a : b;
    a = difference >> std::countr_zero(difference);
  }
  return a << twos;
}

/// The same where one is of twice the size; b is not 0.
constexpr std::uint64_t gcd(UInt128 a, std::uint64_t b) {
  const auto low = static_cast<std::uint64_t>(a);
  return gcd(low == a ? low : static_cast<std::uint64_t>(a % b), b);
}

/// a / b toward zero, where one division of words often does; b is not 0, and the result fits.
constexpr Int128 quotient(Int128 a, Int128 b) {
  if (fits_word(a) && fits_word(b) && b > 0)
    return static_cast<std::int64_t>(a) / static_cast<std::int64_t>(b);
  return a / b;
}

/// The powers of ten that a signed word holds.
inline constexpr auto small_powers_of_ten = [] {
  std::array<std::int64_t, 19> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

}  // namespace merit
