#include "base/number_text.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>

#include "base/limits.hpp"

namespace merit {

namespace {

constexpr std::size_t longest_text = 1000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

/// The value of a row of ASCII digits, eighteen at a time: each portion fits a machine word.
Integer integer_of(std::string_view digits) {
  constexpr std::size_t portion = 18;
  Integer value = 0;
  while (!digits.empty()) {
    const std::string_view head = digits.substr(0, portion);
    unsigned long long part = 0;
    std::from_chars(head.data(), head.data() + head.size(), part);
    value = value * power_of_ten(static_cast<int>(head.size())) + part;
    digits.remove_prefix(head.size());
  }
  return value;
}

constexpr std::size_t word_digits = small_powers_of_ten.size() - 1;

/// The value of at most word_digits digits; that of none is 0.
std::int64_t word_of(std::string_view digits) {
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

/// |x| * 10^digits where words hold it and all on the way.
std::optional<std::uint64_t> small_scaled(const Rational& x, int digits) {
  const auto place = static_cast<std::size_t>(digits);
  if (!x.is_small() || place >= small_powers_of_ten.size()) return std::nullopt;
  std::uint64_t scaled;
  if (small_powers_of_ten[place] % x.small_denominator() != 0 ||
      __builtin_mul_overflow(magnitude(x.small_numerator()),
                             magnitude(small_powers_of_ten[place] / x.small_denominator()), &scaled))
    return std::nullopt;
  return scaled;
}

std::string_view without_leading_zeros(std::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

/// What a text too long to be read is called: its first byte tells a row of digits from prose.
NumberError error_of_long(std::string_view text) {
  const bool like_a_number = is_digit(text.front()) || text.front() == '-';
  return like_a_number ? NumberError::too_many_digits : NumberError::not_a_number;
}

/// Prints x with as many decimals as it has, at least `digits`; p/q when it does not end.
std::string format_at_least(const Rational& x, int digits) {
  const int own = decimals_of(x);
  return own < 0 ? x.str() : format_fixed(x, std::max(own, digits));
}

}  // namespace

DecimalResult parse_decimal(std::string_view text) {
  if (text.size() > longest_text) return {std::nullopt, error_of_long(text)};
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const bool has_point = point != std::string_view::npos;
  std::string_view whole = text.substr(0, point);
  const std::string_view fraction = has_point ? text.substr(point + 1) : std::string_view();
  if (!all_digits(whole) || (has_point && !all_digits(fraction))) {
    return {std::nullopt, NumberError::not_a_number};
  }
  whole = without_leading_zeros(whole);
  if (whole.size() + fraction.size() > static_cast<std::size_t>(limits::number_digits)) {
    return {std::nullopt, NumberError::too_many_digits};
  }
  const int decimals = static_cast<int>(fraction.size());
  if (whole.size() + fraction.size() <= word_digits) {
    const std::int64_t scaled = word_of(whole) * small_powers_of_ten[fraction.size()] + word_of(fraction);
    return {DecimalText{Rational::decimal(negative ? -scaled : scaled, decimals), decimals}, {}};
  }
  Integer scaled = integer_of(whole) * power_of_ten(decimals) + integer_of(fraction);
  if (negative) scaled = -scaled;
  return {DecimalText{Rational(scaled, power_of_ten(decimals)), decimals}, {}};
}

std::optional<Rational> scale_of_suffix(std::string_view suffix) {
  if (suffix == "%") return Rational(1, 100);
  if (suffix == "‰") return Rational(1, 1000);
  if (suffix == "万") return Rational(10'000);
  if (suffix == "亿") return Rational(100'000'000);
  return std::nullopt;
}

std::string format_fixed(const Rational& x, int digits) {
  assert(digits >= 0);
  std::string text;
  if (const auto small = small_scaled(x, digits)) {
    text = std::to_string(*small);
  } else {
    const Rational scaled = x * Rational(power_of_ten(digits));
    assert(scaled.is_whole());
    text = abs(scaled).str();
  }
  const auto decimals = static_cast<std::size_t>(digits);
  if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
  if (decimals > 0) text.insert(text.size() - decimals, 1, '.');
  return x < 0 ? "-" + text : text;
}

void append_fixed(std::string& out, std::int64_t number, int digits) {
  assert(digits >= 0);
  std::array<char, 20> whole;  // of any 64 bits
  const auto magnitude =
      number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
  const auto size = static_cast<std::size_t>(
      std::to_chars(whole.data(), whole.data() + whole.size(), magnitude).ptr - whole.data());
  const auto decimals = static_cast<std::size_t>(digits);
  std::array<char, 22> text;  // a sign and a point more
  std::size_t length = 0;
  if (number < 0) text[length++] = '-';
  if (decimals == 0 || size > decimals) {
    length = static_cast<std::size_t>(std::copy_n(whole.begin(), size - decimals, text.begin() + length) -
                                      text.begin());
    if (decimals > 0) text[length++] = '.';
    length = static_cast<std::size_t>(
        std::copy_n(whole.begin() + (size - decimals), decimals, text.begin() + length) - text.begin());
    out.append(text.data(), length);
    return;
  }
  out.append(text.data(), length);
  out += "0.";
  out.append(decimals - size, '0');
  out.append(whole.data(), size);
}

std::string format_exact(const Rational& x) { return format_at_least(x, 0); }

std::string format_for_people(const Rational& x, int digits) {
  std::string text = format_at_least(x, digits);
  if (text.find('/') != std::string::npos) return text;
  const std::size_t first = text.front() == '-' ? 1 : 0;
  for (std::size_t at = std::min(text.find('.'), text.size()); at > first + 3;) {
    at -= 3;
    text.insert(at, 1, ',');
  }
  return text;
}

std::string format_percent(const Rational& x, int digits) {
  if (decimals_of(x) < 0) return x.str();
  return format_at_least(x * 100, digits) + "%";
}

}  // namespace merit
