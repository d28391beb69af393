#include "base/rational.hpp"

#include <optional>
#include <ostream>
#include <stdexcept>

namespace merit {

namespace mp = boost::multiprecision;

struct Rational::Large {
  Integer n;
  Integer d;
};

namespace {

constexpr std::int64_t least_word = std::numeric_limits<std::int64_t>::min();

std::optional<std::int64_t> word_of(const Integer& x) {
  static_assert(sizeof(mp::limb_type) == sizeof(std::uint64_t));
  if (x.backend().size() > 1) return std::nullopt;
  const std::uint64_t size = x.backend().limbs()[0];
  if (size < magnitude(least_word)) {
    const auto word = static_cast<std::int64_t>(size);
    return x.backend().sign() ? -word : word;
  }
  const bool is_least = size == magnitude(least_word) && x.backend().sign();
  return is_least ? std::optional(least_word) : std::nullopt;
}

[[noreturn]] void refuse_division() { throw std::overflow_error("division by zero"); }

// a / by, for divisors of a denominator: they are words, too.
std::int64_t over(std::int64_t a, std::uint64_t by) { return a / static_cast<std::int64_t>(by); }

}  // namespace

// ---- making

Rational::Rational(const Integer& n) : Rational() {
  const auto word = word_of(n);
  *this = word ? Rational(*word) : of_lowest(n, 1);
}

Rational::Rational(const Integer& n, const Integer& d) : Rational() {
  const auto small_n = word_of(n), small_d = word_of(d);
  if (small_n && small_d) {
    *this = of_words(*small_n, *small_d);
    return;
  }
  if (d.is_zero()) refuse_division();
  const Integer by = d < 0 ? Integer(-mp::gcd(n, d)) : mp::gcd(n, d);
  *this = of_lowest(n / by, d / by);
}

Rational Rational::reduced(Int128 n, std::int64_t d) {
  const auto by = static_cast<std::int64_t>(gcd(magnitude(n), magnitude(d)));
  return by == 1 ? of_wide(n, d) : of_wide(quotient(n, by), d / by);
}

Rational Rational::decimal(Int128 n, int digits) {
  const auto place = static_cast<std::size_t>(digits);
  if (place < small_powers_of_ten.size()) return reduced(n, small_powers_of_ten[place]);
  return Rational(Integer(n), power_of_ten(digits));
}

Rational Rational::of_words(std::int64_t n, std::int64_t d) {
  if (d == 0) refuse_division();
  if (d > 0) return reduced(n, d);
  // The least word has no positive twin among the words; it has one of twice the size.
  const std::uint64_t by = gcd(magnitude(n), magnitude(d));
  return of_wide(-static_cast<Int128>(n) / by, -static_cast<Int128>(d) / by);
}

// In lowest terms already.
Rational Rational::of_wide(Int128 n, Int128 d) {
  if (fits_word(n) && fits_word(d))
    return {static_cast<std::int64_t>(n), static_cast<std::int64_t>(d), Reduced()};
  return of_lowest(n, d);
}

// In lowest terms already, d above 0.
Rational Rational::of_lowest(Integer n, Integer d) {
  const auto small_n = word_of(n), small_d = word_of(d);
  if (small_n && small_d) return {*small_n, *small_d, Reduced()};
  auto* large = new Large{std::move(n), std::move(d)};
  return {reinterpret_cast<std::int64_t>(large), 0, Reduced()};
}

std::int64_t Rational::copy_of(const Large& x) { return reinterpret_cast<std::int64_t>(new Large(x)); }

void Rational::release() { delete address(); }

// ---- arithmetic: what is reduced is reduced before it is multiplied (Knuth, 4.5.1), so that products of two
// words hold all there is, and no divisor is longer than a word

Rational Rational::negated(const Rational& x) { return of_lowest(-numerator_of(x), denominator_of(x)); }

Rational Rational::sum(const Rational& a, const Rational& b, bool subtracts) {
  if (!a.is_small() || !b.is_small()) return large_sum(a, b, subtracts);
  if (a.d_ == b.d_) {
    const Int128 n =
        subtracts ? static_cast<Int128>(a.bits_) - b.bits_ : static_cast<Int128>(a.bits_) + b.bits_;
    return reduced(n, a.d_);
  }
  const std::uint64_t shared = gcd(magnitude(a.d_), magnitude(b.d_));
  const std::int64_t a_rest = over(a.d_, shared), b_rest = over(b.d_, shared);
  const Int128 x = static_cast<Int128>(a.bits_) * b_rest, y = static_cast<Int128>(b.bits_) * a_rest;
  const Int128 n = subtracts ? x - y : x + y;
  if (shared == 1) return of_wide(n, static_cast<Int128>(a.d_) * b.d_);
  // Only what the denominators share can be in n as well.
  const std::uint64_t by = gcd(magnitude(n), shared);
  return of_wide(quotient(n, static_cast<std::int64_t>(by)), static_cast<Int128>(a_rest) * over(b.d_, by));
}

Rational Rational::product(const Rational& a, const Rational& b) {
  if (!a.is_small() || !b.is_small())
    return large_product(numerator_of(a), denominator_of(a), numerator_of(b), denominator_of(b));
  const std::uint64_t across = gcd(magnitude(a.bits_), magnitude(b.d_));
  const std::uint64_t back = gcd(magnitude(b.bits_), magnitude(a.d_));
  return of_wide(static_cast<Int128>(over(a.bits_, across)) * over(b.bits_, back),
                 static_cast<Int128>(over(a.d_, back)) * over(b.d_, across));
}

Rational Rational::ratio(const Rational& a, const Rational& b) {
  if (b.is_zero()) refuse_division();
  if (!a.is_small() || !b.is_small())
    return large_product(numerator_of(a), denominator_of(a), denominator_of(b), numerator_of(b));
  // Magnitudes, because two least words have one in common that is no signed word.
  const std::uint64_t above = magnitude(a.bits_), below = magnitude(b.bits_);
  const std::uint64_t by_n = gcd(above, below), by_d = gcd(magnitude(a.d_), magnitude(b.d_));
  const auto n = static_cast<Int128>(above / by_n) * over(b.d_, by_d);
  const auto d = static_cast<Int128>(below / by_n) * over(a.d_, by_d);
  return of_wide((a.bits_ < 0) != (b.bits_ < 0) ? -n : n, d);
}

Rational Rational::large_sum(const Rational& a, const Rational& b, bool subtracts) {
  const Integer ad = denominator_of(a), bd = denominator_of(b);
  const Integer shared = mp::gcd(ad, bd);
  const Integer a_rest = ad / shared;
  const Integer x = numerator_of(a) * (bd / shared), y = numerator_of(b) * a_rest;
  const Integer n = subtracts ? x - y : x + y;
  const Integer by = mp::gcd(n, shared);
  return of_lowest(n / by, a_rest * (bd / by));
}

// an bn / ad bd, where bd may be below 0.
Rational Rational::large_product(const Integer& an, const Integer& ad, const Integer& bn, const Integer& bd) {
  const Integer across = mp::gcd(an, bd), back = mp::gcd(bn, ad);
  const Integer n = (an / across) * (bn / back), d = (ad / back) * (bd / across);
  return d < 0 ? of_lowest(-n, -d) : of_lowest(n, d);
}

// ---- asking

std::strong_ordering Rational::order(const Rational& a, const Rational& b) {
  if (a.sign() != b.sign()) return a.sign() <=> b.sign();
  const Integer x = numerator_of(a) * denominator_of(b), y = numerator_of(b) * denominator_of(a);
  return x.compare(y) <=> 0;
}

int Rational::sign_of(const Large& x) { return x.n.sign(); }
bool Rational::is_whole(const Large& x) { return x.d == 1; }
bool Rational::equal(const Large& a, const Large& b) { return a.n == b.n && a.d == b.d; }

Integer numerator_of(const Rational& x) { return x.is_small() ? Integer(x.bits_) : x.large().n; }
Integer denominator_of(const Rational& x) { return x.is_small() ? Integer(x.d_) : x.large().d; }

std::string Rational::str() const {
  if (is_whole()) return is_small() ? std::to_string(bits_) : large().n.str();
  if (is_small()) return std::to_string(bits_) + "/" + std::to_string(d_);
  return large().n.str() + "/" + large().d.str();
}

std::ostream& operator<<(std::ostream& out, const Rational& x) { return out << x.str(); }

}  // namespace merit
