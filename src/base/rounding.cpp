#include "base/rounding.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/number_text.hpp"

namespace merit {

namespace {

constexpr std::array<std::pair<RoundingMode, std::string_view>, 7> mode_names{{
    {RoundingMode::half_up, "half_up"},
    {RoundingMode::half_even, "half_even"},
    {RoundingMode::half_down, "half_down"},
    {RoundingMode::up, "up"},
    {RoundingMode::down, "down"},
    {RoundingMode::ceiling, "ceiling"},
    {RoundingMode::floor, "floor"},
}};

/// What is known of n / d when it lies strictly between two integers.
struct Between {
  bool negative;       ///< n / d is below zero
  bool odd;            ///< the neighbour nearer to zero is odd
  int side_of_middle;  ///< -1 nearer to zero, 0 a tie, 1 farther from zero
};

/// Says whether to take the neighbour farther from zero.
bool goes_away(const Between& at, RoundingMode mode) {
  switch (mode) {
    case RoundingMode::half_up: return at.side_of_middle >= 0;
    case RoundingMode::half_even: return at.side_of_middle > 0 || (at.side_of_middle == 0 && at.odd);
    case RoundingMode::half_down: return at.side_of_middle > 0;
    case RoundingMode::up: return true;
    case RoundingMode::down: return false;
    case RoundingMode::ceiling: return !at.negative;
    case RoundingMode::floor: return at.negative;
  }
  assert(false && "a rounding mode without a rule");
  return false;
}

// What n / d becomes, of the quotient toward zero and the rest it leaves, which has the sign of n.
template <typename T>
T settled(T quotient, const T& rest, const T& d, RoundingMode mode) {
  if (rest == 0) return quotient;
  const bool negative = rest < 0;
  const T doubled = (negative ? T(-rest) : rest) * 2;
  const Between at{negative, quotient % 2 != 0, doubled < d ? -1 : doubled > d ? 1 : 0};
  if (goes_away(at, mode)) quotient += negative ? -1 : 1;
  return quotient;
}

// 128 bits hold the products of two words, and twice a rest of such a product.
Rational round_small(const Rational& x, const Rounding& how) {
  const Int128 n = static_cast<Int128>(x.small_numerator()) * how.step.small_denominator();
  const Int128 d = static_cast<Int128>(x.small_denominator()) * how.step.small_numerator();
  const Int128 toward_zero = quotient(n, d), rest = n - toward_zero * d;
  if (rest == 0) return x;
  const Int128 steps = settled(toward_zero, rest, d, how.mode);
  return Rational::reduced(steps * how.step.small_numerator(), how.step.small_denominator());
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = text.find_first_not_of(" \t"); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(" \t", at), text.size());
    words.push_back(text.substr(at, end - at));
    at = text.find_first_not_of(" \t", end);
  }
  return words;
}

}  // namespace

Rounding Rounding::to_digits(int digits, RoundingMode mode) {
  assert(digits >= 0);
  return {mode, Rational(1, power_of_ten(digits)), digits};
}

Rounding Rounding::to_multiple(const Rational& step, RoundingMode mode) {
  const int digits = decimals_of(step);
  assert(step > 0 && digits >= 0);
  return {mode, step, digits};
}

Rational round_to(const Rational& x, const Rounding& how) {
  if (x.is_small() && how.step.is_small()) return round_small(x, how);
  const Integer n = numerator_of(x) * denominator_of(how.step);
  const Integer d = denominator_of(x) * numerator_of(how.step);
  const Integer steps = round_quotient(n, d, how.mode);
  if (steps * d == n) return x;  // a multiple already: sums of rounded results are, and reducing is dear
  return Rational(steps * numerator_of(how.step), denominator_of(how.step));
}

Rational round_root(const Rational& center, const Rational& a, const Rational& square, const Rounding& how) {
  assert(square > 0);
  const Rational q = a * a / square;
  const auto at = [&](const Rational& root) { return a < 0 ? center - root : center + root; };
  const Integer n = sqrt(numerator_of(q)), d = sqrt(denominator_of(q));
  if (n * n == numerator_of(q) && d * d == denominator_of(q)) return round_to(at(Rational(n, d)), how);
  // A root that does not end meets no multiple of half a step: between two of these, all numbers round alike.
  const Rational half = how.step / 2;
  const auto place = [&](const Rational& x) {
    const Rational halves = x / half;
    return round_quotient(numerator_of(halves), denominator_of(halves), RoundingMode::floor);
  };
  for (Integer fine = Integer(1) << 64;; fine *= fine) {
    const Integer root = sqrt(numerator_of(q) * fine * fine / denominator_of(q));
    const Integer one = place(at(Rational(root, fine))), other = place(at(Rational(root + 1, fine)));
    if (one == other) return round_to((Rational(one) + Rational(1, 2)) * half, how);
  }
}

Integer round_quotient(const Integer& n, const Integer& d, RoundingMode mode) {
  assert(d > 0);
  Integer quotient;
  Integer rest;
  boost::multiprecision::divide_qr(n, d, quotient, rest);  // toward zero; the rest has the sign of n
  return settled(std::move(quotient), rest, d, mode);
}

std::string_view name_of(RoundingMode mode) {
  for (const auto& [known, name] : mode_names) {
    if (known == mode) return name;
  }
  return {};
}

std::optional<RoundingMode> rounding_mode_named(std::string_view name) {
  for (const auto& [mode, known] : mode_names) {
    if (known == name) return mode;
  }
  return std::nullopt;
}

std::optional<Rounding> parse_rounding(std::string_view text) {
  const std::vector<std::string_view> words = words_of(text);
  const bool multiple = !words.empty() && words.front() == "to";
  if (words.size() != (multiple ? 3 : 2)) return std::nullopt;
  const auto mode = rounding_mode_named(words.back());
  const std::string_view written = words[words.size() - 2];
  const auto amount = parse_decimal(written).number;
  if (!mode || !amount || written.front() == '-') return std::nullopt;
  if (multiple) {
    const bool fits = amount->value > 0 && decimals_of(amount->value) <= limits::fixed_digits;
    return fits ? std::optional(Rounding::to_multiple(amount->value, *mode)) : std::nullopt;
  }
  if (amount->decimals > 0 || amount->value > limits::fixed_digits) return std::nullopt;
  return Rounding::to_digits(numerator_of(amount->value).convert_to<int>(), *mode);
}

std::string to_text(const Rounding& how) {
  const bool plain = how.step == Rational(1, power_of_ten(how.digits));
  const std::string what = plain ? std::to_string(how.digits) : "to " + format_exact(how.step);
  return what + ' ' + std::string(name_of(how.mode));
}

}  // namespace merit
