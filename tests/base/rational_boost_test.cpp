// Fractions against Boost's, which know one form only: operands and results on both sides of what is small.
#include <limits>
#include <optional>
#include <random>
#include <sstream>
#include <stdexcept>
#include <type_traits>
#include <vector>

#include "base/number_text.hpp"
#include "base/rational.hpp"
#include "base/rounding.hpp"

#include "support/catch.hpp"

namespace {

using boost::multiprecision::cpp_rational;
using merit::Integer;
using merit::Rational;

const Integer least = std::numeric_limits<std::int64_t>::min();
const Integer most = std::numeric_limits<std::int64_t>::max();

/// A number in both forms of the comparison.
struct Twin {
  Rational ours;
  cpp_rational boosts;
};

Integer ours(const boost::multiprecision::cpp_int& x) { return Integer(x); }

/// Whether x is the number, and made as a number of its value is: in lowest terms, small where that fits.
bool is_twin(const Rational& x, const cpp_rational& expected) {
  const Integer n = ours(numerator(expected)), d = ours(denominator(expected));
  const bool fits = least <= n && n <= most && d <= most;
  return numerator_of(x) == n && denominator_of(x) == d && x.is_small() == fits &&
         (!fits || (x.small_numerator() == n && x.small_denominator() == d));
}

/// Integers on the edges of words, and anywhere.
class Source {
 public:
  explicit Source(unsigned seed) : random_(seed) {}

  std::uint64_t below(std::uint64_t n) { return random_() % n; }

  Integer integer() {
    static const std::vector<Integer> bases = [] {
      std::vector<Integer> list = {0,
                                   1,
                                   6,
                                   100,
                                   10'000,
                                   Integer(1) << 31,
                                   Integer(1) << 32,
                                   Integer(1) << 62,
                                   Integer(1) << 63,
                                   Integer(1) << 64,
                                   Integer(1) << 127,
                                   Integer(1) << 128};
      for (int digits : {9, 18, 19, 27, 38, 60}) list.push_back(merit::power_of_ten(digits));
      list.push_back(Integer(3) * 5 * 7 * 11 * 13 * 17 * 19 * 23);
      return list;
    }();
    Integer x;
    switch (below(5)) {
      case 0: x = below(200); break;
      case 1: x = random_() >> below(64); break;
      case 2: x = Integer(random_()) * random_() * (below(2) == 0 ? random_() : 1); break;
      default: x = bases[below(bases.size())] + static_cast<int>(below(5)) - 2;
    }
    return below(2) == 0 ? x : Integer(-x);
  }

  Twin number() {
    const Integer n = integer();
    Integer d = below(3) == 0 ? Integer(1) : integer();
    if (d == 0) d = 1;
    return {Rational(n, d),
            cpp_rational(boost::multiprecision::cpp_int(n), boost::multiprecision::cpp_int(d))};
  }

  /// Another number that shares much with x.
  Twin relative(const Twin& x) {
    switch (below(6)) {
      case 0: return x;
      case 1: return {-x.ours, -x.boosts};
      case 2: return x.boosts == 0 ? x : Twin{1 / x.ours, 1 / x.boosts};
      case 3: return {x.ours + 1, x.boosts + 1};
      default: return number();
    }
  }

 private:
  std::mt19937_64 random_;
};

int order(const Rational& a, const Rational& b) { return a < b ? -1 : a > b ? 1 : 0; }

}  // namespace

TEST_CASE("rational: the same as Boost's, in lowest terms, small where it fits") {
  Source source(20261122);
  std::size_t small = 0, large = 0;
  for (int i = 0; i < 60'000; ++i) {
    const Twin x = source.number(), y = source.relative(x);
    const Rational &a = x.ours, &b = y.ours;
    const cpp_rational &p = x.boosts, &q = y.boosts;
    INFO(a << " and " << b);
    (a.is_small() ? small : large) += 1;
    REQUIRE(is_twin(a, p));
    REQUIRE(is_twin(b, q));
    REQUIRE(is_twin(a + b, p + q));
    REQUIRE(is_twin(a - b, p - q));
    REQUIRE(is_twin(a * b, p * q));
    if (q != 0) REQUIRE(is_twin(a / b, p / q));
    else REQUIRE_THROWS_AS(a / b, std::overflow_error);
    REQUIRE(is_twin(-a, -p));
    REQUIRE(is_twin(+a, p));
    REQUIRE(is_twin(abs(a), abs(p)));
    REQUIRE(order(a, b) == (p < q ? -1 : p > q ? 1 : 0));
    REQUIRE((a == b) == (p == q));
    REQUIRE((a != b) == (p != q));
    REQUIRE((a <= b) == (p <= q));
    REQUIRE((a >= b) == (p >= q));
    REQUIRE(a.sign() == p.sign());
    REQUIRE(a.is_zero() == p.is_zero());
    REQUIRE(a.is_whole() == (denominator(p) == 1));
    REQUIRE(a.str() == p.str());
  }
  CHECK(small > 10'000);
  CHECK(large > 10'000);
}

TEST_CASE("rational: with an integer on either side, and in place") {
  Source source(7);
  for (int i = 0; i < 10'000; ++i) {
    const Twin x = source.number();
    const Integer k = source.integer();
    const boost::multiprecision::cpp_int l(k);
    INFO(x.ours << " and " << k);
    REQUIRE(is_twin(x.ours + k, x.boosts + l));
    REQUIRE(is_twin(k - x.ours, l - x.boosts));
    REQUIRE(is_twin(k * x.ours, l * x.boosts));
    REQUIRE(is_twin(x.ours + 1, x.boosts + 1));
    REQUIRE(is_twin(2 * x.ours, 2 * x.boosts));
    REQUIRE(is_twin(x.ours - std::numeric_limits<std::int64_t>::min(),
                    x.boosts - boost::multiprecision::cpp_int(least)));
    REQUIRE((x.ours < k) == (x.boosts < l));
    REQUIRE((k == x.ours) == (l == x.boosts));
    Rational sum = x.ours, difference = x.ours, product = x.ours;
    sum += x.ours;
    difference -= x.ours;
    product *= x.ours;
    REQUIRE(is_twin(sum, x.boosts + x.boosts));
    REQUIRE(is_twin(difference, 0));
    REQUIRE(is_twin(product, x.boosts * x.boosts));
    if (x.ours.is_zero()) continue;
    Rational ratio = x.ours;
    ratio /= x.ours;
    REQUIRE(is_twin(ratio, 1));
  }
}

TEST_CASE("rational: made of words at their ends") {
  constexpr auto low = std::numeric_limits<std::int64_t>::min(),
                 high = std::numeric_limits<std::int64_t>::max();
  constexpr auto top = std::numeric_limits<std::uint64_t>::max();
  // Boost negates a word as it is, which the least one does not survive: it gets long integers.
  const auto of = [](const Integer& n, const Integer& d) {
    return cpp_rational(boost::multiprecision::cpp_int(n), boost::multiprecision::cpp_int(d));
  };
  CHECK(is_twin(Rational(low), of(low, 1)));
  CHECK(is_twin(Rational(top), of(top, 1)));
  CHECK(is_twin(Rational(low, low), 1));
  CHECK(is_twin(Rational(low, 2), of(low, 2)));
  CHECK(is_twin(Rational(2, low), of(2, low)));
  CHECK(is_twin(Rational(1, low), of(1, low)));
  CHECK(is_twin(Rational(high, low), of(high, low)));
  CHECK(is_twin(Rational(low, -1), -of(low, 1)));
  CHECK(is_twin(Rational(top, high), of(top, high)));
  CHECK(is_twin(Rational(0, low), 0));
  CHECK(is_twin(-Rational(low), -of(low, 1)));
  CHECK(is_twin(abs(Rational(low)), -of(low, 1)));
  CHECK(is_twin(Rational(low) / Rational(low), 1));
  CHECK(is_twin(Rational(low) * Rational(low), of(low, 1) * of(low, 1)));
  CHECK(
      is_twin(Rational(high, high - 1) + Rational(high - 1, high), of(high, high - 1) + of(high - 1, high)));
  CHECK_THROWS_AS(Rational(1, 0), std::overflow_error);
  CHECK_THROWS_AS(Rational(Integer(least * 4), Integer(0)), std::overflow_error);
  CHECK_THROWS_AS(Rational(least * 4) / 0, std::overflow_error);
}

TEST_CASE("rational: no binary float and no truth becomes a number") {
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Rational, double>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Rational, float, int>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Rational, int, double>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Rational, bool>);
  STATIC_REQUIRE(std::is_nothrow_move_constructible_v<Rational>);
  STATIC_REQUIRE(sizeof(Rational) == 16);
}

TEST_CASE("rational: of 128 bits over a power of ten") {
  const merit::Int128 ends[] = {0,
                                1,
                                -1,
                                100,
                                static_cast<merit::Int128>(1) << 64,
                                ~(static_cast<merit::Int128>(1) << 127),
                                static_cast<merit::Int128>(1) << 127};
  for (const merit::Int128 n : ends)
    for (const int digits : {0, 1, 2, 18, 19, 30})
      CHECK(is_twin(Rational::decimal(n, digits),
                    cpp_rational(boost::multiprecision::cpp_int(n),
                                 boost::multiprecision::cpp_int(merit::power_of_ten(digits)))));
}

TEST_CASE("rational: copied, moved and swapped, small and large") {
  const Rational small(-2, 3), large(least * 5, Integer(7));
  for (const Rational& from : {small, large}) {
    for (const Rational& before : {small, large}) {
      Rational to = before;
      to = from;
      CHECK(to == from);
      Rational moved = std::move(to);
      CHECK(moved == from);
      to = before;
      to = std::move(moved);
      CHECK(to == from);
      Rational other = before;
      std::swap(to, other);
      CHECK(to == before);
      CHECK(other == from);
      const Rational& self = to;
      to = self;
      CHECK(to == before);
    }
  }
  std::ostringstream text;
  text << small << ' ' << large;
  CHECK(text.str() == "-2/3 -46116860184273879040/7");
}

TEST_CASE("rational: text, decimals and digits of small and of large numbers") {
  Source source(11);
  for (int i = 0; i < 10'000; ++i) {
    const int digits = static_cast<int>(source.below(24));
    const Integer scaled = source.integer() % merit::power_of_ten(38);
    const Rational x(scaled, merit::power_of_ten(digits));
    const std::string text = merit::format_fixed(x, digits);
    INFO(scaled << " over 10^" << digits << " is " << text);
    const auto read = merit::parse_decimal(text).number;
    REQUIRE(read);
    REQUIRE(read->value == x);
    REQUIRE(read->decimals == digits);
    REQUIRE(is_twin(read->value, cpp_rational(boost::multiprecision::cpp_int(scaled),
                                              boost::multiprecision::cpp_int(merit::power_of_ten(digits)))));
    const int own = merit::decimals_of(x);
    REQUIRE(own >= 0);
    REQUIRE(own <= digits);
    REQUIRE((x * merit::power_of_ten(own)).is_whole());
    if (own > 0) REQUIRE_FALSE((x * merit::power_of_ten(own - 1)).is_whole());
    const Integer size = boost::multiprecision::abs(scaled);
    REQUIRE(merit::significant_digits(x, digits) == static_cast<int>(size.str().size()));
  }
}

TEST_CASE("rational: rounded as its definition by integers says, small and large") {
  using merit::RoundingMode;
  Source source(13);
  const auto half = [](const Integer& n, const Integer& d) { return Integer(2 * (n % d)).compare(d); };
  for (int i = 0; i < 20'000; ++i) {
    const Rational x = source.number().ours;
    const Rational step = source.below(3) == 0
                              ? Rational(source.below(5000) + 1, 1000)
                              : Rational(1, merit::power_of_ten(static_cast<int>(source.below(22))));
    // |x| = (whole + part / d) steps
    const Rational size = abs(x) / step;
    const Integer n = numerator_of(size), d = denominator_of(size), whole = n / d;
    const bool exact = n % d == 0, below = x < 0, odd = whole % 2 != 0;
    const int middle = half(n, d);
    const std::pair<RoundingMode, bool> away[] = {
        {RoundingMode::half_up, middle >= 0},  {RoundingMode::half_even, middle > 0 || (middle == 0 && odd)},
        {RoundingMode::half_down, middle > 0}, {RoundingMode::up, true},
        {RoundingMode::down, false},           {RoundingMode::ceiling, !below},
        {RoundingMode::floor, below},
    };
    for (const auto& [mode, goes_away] : away) {
      const Rational expected = (whole + (!exact && goes_away ? 1 : 0)) * step * (below ? -1 : 1);
      const Rational found = merit::round_to(x, merit::Rounding::to_multiple(step, mode));
      INFO(x << " to " << step << " " << merit::name_of(mode) << " gave " << found);
      REQUIRE(found == expected);
      REQUIRE(is_twin(found, cpp_rational(boost::multiprecision::cpp_int(numerator_of(expected)),
                                          boost::multiprecision::cpp_int(denominator_of(expected)))));
    }
  }
}
