// Powers of ten, and how many digits a number has.
#include <algorithm>
#include <array>
#include <cassert>

#include "base/rational.hpp"

namespace merit {

namespace mp = boost::multiprecision;

namespace {

int small_decimals(std::uint64_t d) {
  const int twos = std::countr_zero(d);
  d >>= twos;
  int fives = 0;
  while (d % 5 == 0) {
    d /= 5;
    ++fives;
  }
  return d == 1 ? std::max(twos, fives) : -1;
}

int count_digits(UInt128 x) {
  constexpr int portion = 18;
  constexpr auto end = static_cast<UInt128>(small_powers_of_ten[portion]);
  int count = 0;
  for (; x >= end; x /= end) count += portion;
  const auto* const above =
      std::upper_bound(small_powers_of_ten.begin(), small_powers_of_ten.end(), static_cast<std::int64_t>(x));
  return count + std::max(1, static_cast<int>(above - small_powers_of_ten.begin()));
}

}  // namespace

Integer power_of_ten(int n) {
  assert(n >= 0);
  // Twice the digits of a value: what products and scales of values ask for.
  static const auto table = [] {
    std::array<Integer, 77> powers;
    powers[0] = 1;
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
  }();
  const auto index = static_cast<std::size_t>(n);
  return index < table.size() ? table[index] : mp::pow(Integer(10), static_cast<unsigned>(n));
}

int decimals_of(const Rational& x) {
  if (x.is_small()) return small_decimals(magnitude(x.small_denominator()));
  Integer rest = denominator_of(x);
  const int twos = static_cast<int>(mp::lsb(rest));
  rest >>= twos;
  int fives = 0;
  while (rest % 5 == 0) {
    rest /= 5;
    ++fives;
  }
  return rest == 1 ? std::max(twos, fives) : -1;
}

int significant_digits(const Rational& x, int digits) {
  if (x.is_small() && digits < static_cast<int>(small_powers_of_ten.size())) {
    const UInt128 scaled = static_cast<UInt128>(magnitude(x.small_numerator())) *
                           magnitude(small_powers_of_ten[static_cast<std::size_t>(digits)]);
    return count_digits(scaled / magnitude(x.small_denominator()));
  }
  const Integer scaled = mp::abs(numerator_of(x)) * power_of_ten(digits) / denominator_of(x);
  if (scaled == 0) return 1;
  // A number of b bits has about b * log10(2) digits; 0.30103 is close enough to be put right by a step or
  // two.
  int count = static_cast<int>(static_cast<long long>(mp::msb(scaled)) * 30103 / 100000) + 1;
  while (count > 1 && scaled < power_of_ten(count - 1)) --count;
  while (scaled >= power_of_ten(count)) ++count;
  return count;
}

}  // namespace merit
