// Exact numbers: integers and fractions of any size. Floor 0.
//
// What the whole of Merit computes with. `Integer` is Boost's type with expression templates off, so that
// `auto` of an arithmetic result is a number and not a view of its operands. Never construct it from a binary
// float, and never from user text (`cpp_int("010")` is 8): text goes through number_text.hpp.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <compare>
#include <concepts>
#include <cstdint>
#include <iosfwd>
#include <limits>
#include <string>
#include <utility>

#include "base/machine_words.hpp"

namespace merit {

using Integer =
    boost::multiprecision::number<boost::multiprecision::cpp_int_backend<>, boost::multiprecision::et_off>;

/// An integer of the language.
template <typename T>
concept Whole = std::integral<T> && !std::same_as<T, bool> && sizeof(T) <= sizeof(std::int64_t);

/// A fraction in lowest terms with a divisor above 0.
///
/// *Small* where numerator and denominator are signed words, and then without memory of its own: nearly every
/// number of a plan and of its data is. Any other is *large*: a pair of Integers. Which of the two a number
/// is depends on its value alone, so that equal numbers are made alike. What was moved from is some number.
class Rational {
 public:
  Rational() noexcept : Rational(0, 1, Reduced()) {}
  template <Whole T>
  Rational(T n) : Rational(static_cast<std::int64_t>(n), 1, Reduced()) {
    if (!std::in_range<std::int64_t>(n)) *this = Rational(Integer(n));
  }
  Rational(const Integer& n);
  /// n / d. Throws std::overflow_error where d is 0.
  template <Whole N, Whole D>
  Rational(N n, D d)
      : Rational(std::in_range<std::int64_t>(n) && std::in_range<std::int64_t>(d)
                     ? of_words(static_cast<std::int64_t>(n), static_cast<std::int64_t>(d))
                     : Rational(Integer(n), Integer(d))) {}
  Rational(const Integer& n, const Integer& d);
  template <typename T>
  requires std::floating_point<T> || std::same_as<T, bool> Rational(T)
  = delete;

  Rational(const Rational& other)
      : Rational(other.is_small() ? other.bits_ : copy_of(other.large()), other.d_, Reduced()) {}
  Rational(Rational&& other) noexcept : Rational(other.bits_, other.d_, Reduced()) {
    other.bits_ = 0;
    other.d_ = 1;
  }
  Rational& operator=(const Rational& other) {
    if (!is_small() || !other.is_small()) return *this = Rational(other);
    bits_ = other.bits_;
    d_ = other.d_;
    return *this;
  }
  Rational& operator=(Rational&& other) noexcept {
    std::swap(bits_, other.bits_);
    std::swap(d_, other.d_);
    return *this;
  }
  ~Rational() {
    if (!is_small()) release();
  }

  /// n / d, brought to lowest terms; d is above 0.
  static Rational reduced(Int128 n, std::int64_t d);
  /// n / 10^digits, digits >= 0.
  static Rational decimal(Int128 n, int digits);

  bool is_small() const { return d_ != 0; }
  /// Of a small number only.
  std::int64_t small_numerator() const { return bits_; }
  std::int64_t small_denominator() const { return d_; }

  bool is_zero() const { return bits_ == 0; }  // no pointer of a large number is null
  /// -1, 0 or 1.
  int sign() const { return is_small() ? (bits_ > 0) - (bits_ < 0) : sign_of(large()); }
  bool is_whole() const { return d_ == 1 || (!is_small() && is_whole(large())); }
  /// "-7" or "2/3".
  std::string str() const;

  Rational operator-() const {
    if (!is_small() || bits_ == std::numeric_limits<std::int64_t>::min()) return negated(*this);
    return {-bits_, d_, Reduced()};
  }
  const Rational& operator+() const { return *this; }
  Rational& operator+=(const Rational& b) { return *this = *this + b; }
  Rational& operator-=(const Rational& b) { return *this = *this - b; }
  Rational& operator*=(const Rational& b) { return *this = *this * b; }
  Rational& operator/=(const Rational& b) { return *this = *this / b; }

  friend Rational operator+(const Rational& a, const Rational& b) {
    std::int64_t n;
    if (a.d_ == 1 && b.d_ == 1 && !__builtin_add_overflow(a.bits_, b.bits_, &n)) return n;
    return sum(a, b, false);
  }
  friend Rational operator-(const Rational& a, const Rational& b) {
    std::int64_t n;
    if (a.d_ == 1 && b.d_ == 1 && !__builtin_sub_overflow(a.bits_, b.bits_, &n)) return n;
    return sum(a, b, true);
  }
  friend Rational operator*(const Rational& a, const Rational& b) {
    std::int64_t n;
    if (a.d_ == 1 && b.d_ == 1 && !__builtin_mul_overflow(a.bits_, b.bits_, &n)) return n;
    return product(a, b);
  }
  /// Throws std::overflow_error where b is 0.
  friend Rational operator/(const Rational& a, const Rational& b) { return ratio(a, b); }

  friend bool operator==(const Rational& a, const Rational& b) {
    if (a.d_ != b.d_) return false;
    return a.bits_ == b.bits_ || (!a.is_small() && equal(a.large(), b.large()));
  }
  friend std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
    if (!a.is_small() || !b.is_small()) return order(a, b);
    if (a.d_ == b.d_) return a.bits_ <=> b.bits_;
    const Int128 x = static_cast<Int128>(a.bits_) * b.d_, y = static_cast<Int128>(b.bits_) * a.d_;
    return x < y ? std::strong_ordering::less : std::strong_ordering::greater;  // equal ones are made alike
  }

  friend Rational abs(const Rational& x) { return x.sign() < 0 ? -x : x; }
  friend Integer numerator_of(const Rational& x);
  friend Integer denominator_of(const Rational& x);
  friend std::ostream& operator<<(std::ostream& out, const Rational& x);

 private:
  struct Large;
  struct Reduced {};

  Rational(std::int64_t bits, std::int64_t d, Reduced) noexcept : bits_(bits), d_(d) {}
  static Rational of_words(std::int64_t n, std::int64_t d);
  static Rational of_wide(Int128 n, Int128 d);
  static Rational of_lowest(Integer n, Integer d);
  static Rational negated(const Rational& x);
  static Rational sum(const Rational& a, const Rational& b, bool subtracts);
  static Rational product(const Rational& a, const Rational& b);
  static Rational ratio(const Rational& a, const Rational& b);
  static Rational large_sum(const Rational& a, const Rational& b, bool subtracts);
  static Rational large_product(const Integer& an, const Integer& ad, const Integer& bn, const Integer& bd);
  static std::strong_ordering order(const Rational& a, const Rational& b);
  static int sign_of(const Large& x);
  static bool is_whole(const Large& x);
  static bool equal(const Large& a, const Large& b);
  static std::int64_t copy_of(const Large& x);
  void release();
  const Large& large() const { return *address(); }
  // NOLINTNEXTLINE(performance-no-int-to-ptr): a word is all there is room for
  Large* address() const { return reinterpret_cast<Large*>(bits_); }

  std::int64_t bits_;  ///< the numerator; of a large number the address of its integers
  std::int64_t d_;     ///< the denominator, 0 of a large number
};

static_assert(sizeof(void*) <= sizeof(std::int64_t), "a large number's address has the place of a numerator");

/// In lowest terms; what is below 0 is the numerator.
Integer numerator_of(const Rational& x);
Integer denominator_of(const Rational& x);

/// Returns 10^n for n >= 0.
Integer power_of_ten(int n);

/// Returns the number of decimals with which `x` ends, or -1 when it does not end (1/3).
/// Example: 0.125 -> 3, 7 -> 0, 100 -> 0.
int decimals_of(const Rational& x);

/// Returns how many decimal digits the integer part and `digits` decimals of x take together (x * 10^digits
/// as an integer, its digits counted; 0 has one). Used for the limit of 38.
int significant_digits(const Rational& x, int digits);

}  // namespace merit
