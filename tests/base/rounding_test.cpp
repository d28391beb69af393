#include "base/rounding.hpp"

#include <random>
#include <string>

#include "base/number_text.hpp"

#include "support/catch.hpp"

namespace {

using merit::Integer;
using merit::Rational;
using merit::Rounding;
using merit::RoundingMode;

constexpr RoundingMode modes[] = {RoundingMode::half_up, RoundingMode::half_even, RoundingMode::half_down,
                                  RoundingMode::up,      RoundingMode::down,      RoundingMode::ceiling,
                                  RoundingMode::floor};

/// "2.5" or "1/3".
Rational number(const std::string& text) {
  const std::size_t slash = text.find('/');
  const Rational top = merit::parse_decimal(text.substr(0, slash)).number.value().value;
  return slash == std::string::npos ? top : top / number(text.substr(slash + 1));
}

/// The seven results of one number, in the order of `modes`.
std::string in_every_mode(const std::string& x, const std::string& how) {
  std::string line;
  for (const RoundingMode mode : modes) {
    const std::string written = how + " " + std::string(merit::name_of(mode));
    const Rounding rounding = merit::parse_rounding(written).value();
    line += (line.empty() ? "" : " ") +
            merit::format_fixed(merit::round_to(number(x), rounding), rounding.digits);
  }
  return line;
}

bool is_whole(const Rational& x) { return merit::denominator_of(x) == 1; }
Rational size(const Rational& x) { return x < 0 ? Rational(-x) : x; }

/// Says whether `r` is what the definition of the modes calls x rounded, without computing it.
bool keeps_definition(const Rational& x, const Rational& r, const Rounding& how) {
  const Rational steps = r / how.step;
  const Rational off = size(r - x);
  if (!is_whole(steps) || off >= how.step) return false;
  const Rational half = how.step / 2;
  const bool tie = off == half;
  switch (how.mode) {
    case RoundingMode::half_up: return off <= half && (!tie || size(r) > size(x));
    case RoundingMode::half_even: return off <= half && (!tie || is_whole(steps / 2));
    case RoundingMode::half_down: return off <= half && (!tie || size(r) < size(x));
    case RoundingMode::up: return size(r) >= size(x);
    case RoundingMode::down: return size(r) <= size(x);
    case RoundingMode::ceiling: return r >= x;
    case RoundingMode::floor: return r <= x;
  }
  return false;
}

/// center + a / sqrt(square) in the seven modes.
std::string root_in_every_mode(const std::string& center, const std::string& a, const std::string& square,
                               const std::string& how) {
  const auto read = [](std::string text) {
    const bool is_negative = text.front() == '-';
    const Rational x = number(is_negative ? text.substr(1) : text);
    return is_negative ? Rational(-x) : x;
  };
  std::string line;
  for (const RoundingMode mode : modes) {
    const Rounding rounding = merit::parse_rounding(how + " " + std::string(merit::name_of(mode))).value();
    const Rational x = merit::round_root(read(center), read(a), read(square), rounding);
    line += (line.empty() ? "" : " ") + merit::format_fixed(x, rounding.digits);
  }
  return line;
}

TEST_CASE("roots are rounded whatever their digits") {
  // half_up half_even half_down up down ceiling floor
  CHECK(root_in_every_mode("0", "1", "4", "0") == "1 0 0 1 0 1 0");          // 0.5, a tie
  CHECK(root_in_every_mode("0", "-3", "4", "0") == "-2 -2 -1 -2 -1 -1 -2");  // -1.5, a tie
  CHECK(root_in_every_mode("2/3", "1", "9", "0") == "1 1 1 1 1 1 1");        // a whole number, of thirds
  CHECK(root_in_every_mode("0", "-3", "32/7", "3") == "-1.403 -1.403 -1.403 -1.404 -1.403 -1.403 -1.404");
  CHECK(root_in_every_mode("50", "10", "2", "to 5") == "55 55 55 60 55 60 55");  // 57.07...
  CHECK(root_in_every_mode("0", "0", "2", "2") == "0.00 0.00 0.00 0.00 0.00 0.00 0.00");
  // sqrt(1 + 1e-30) is a tie of 0.5 and 1.5 but for its 31st digit.
  CHECK(root_in_every_mode("0.5", "1.000000000000000000000000000001", "1.000000000000000000000000000001",
                           "0") == "2 2 2 2 1 2 1");
}

TEST_CASE("a root lies where its square says") {
  std::mt19937_64 random(20261122);
  for (int i = 0; i < 2000; ++i) {
    const Rational a(static_cast<std::int64_t>(random() % 2000001) - 1000000);
    const Rational square = Rational(static_cast<std::int64_t>(random() % 1000000 + 1)) / 97;
    const Rounding how = Rounding::to_digits(static_cast<int>(random() % 9), RoundingMode::down);
    const Rational r = merit::round_root(0, a, square, how);
    const Rational next = size(r) + how.step, q = a * a / square;
    CHECK((r.is_zero() || (r < 0) == (a < 0)));
    CHECK((r * r <= q && q < next * next));
  }
}

}  // namespace

TEST_CASE("rounding: seven modes by number") {
  struct Row {
    const char* x;
    const char* how;
    const char* results;  // half_up half_even half_down up down ceiling floor
  };
  const Row rows[] = {
      {"2.5", "0", "3 2 2 3 2 3 2"},
      {"-2.5", "0", "-3 -2 -2 -3 -2 -2 -3"},
      {"3.5", "0", "4 4 3 4 3 4 3"},
      {"-3.5", "0", "-4 -4 -3 -4 -3 -3 -4"},
      {"2.4", "0", "2 2 2 3 2 3 2"},
      {"-2.6", "0", "-3 -3 -3 -3 -2 -2 -3"},
      {"0.5", "0", "1 0 0 1 0 1 0"},
      {"-0.5", "0", "-1 0 0 -1 0 0 -1"},
      {"-0.4", "0", "0 0 0 -1 0 0 -1"},
      {"-0.001", "2", "0.00 0.00 0.00 -0.01 0.00 0.00 -0.01"},
      {"0.05", "1", "0.1 0.0 0.0 0.1 0.0 0.1 0.0"},
      {"-0.05", "1", "-0.1 0.0 0.0 -0.1 0.0 0.0 -0.1"},
      {"0.15", "1", "0.2 0.2 0.1 0.2 0.1 0.2 0.1"},
      {"0.515", "2", "0.52 0.52 0.51 0.52 0.51 0.52 0.51"},
      {"1.005", "2", "1.01 1.00 1.00 1.01 1.00 1.01 1.00"},
      {"2", "0", "2 2 2 2 2 2 2"},
      {"2", "2", "2.00 2.00 2.00 2.00 2.00 2.00 2.00"},
      {"0", "2", "0.00 0.00 0.00 0.00 0.00 0.00 0.00"},
      {"1/3", "2", "0.33 0.33 0.33 0.34 0.33 0.34 0.33"},
      {"-2/3", "2", "-0.67 -0.67 -0.67 -0.67 -0.66 -0.66 -0.67"},
      {"12250", "to 100", "12300 12200 12200 12300 12200 12300 12200"},
      {"-12250", "to 100", "-12300 -12200 -12200 -12300 -12200 -12200 -12300"},
      {"12350", "to 100", "12400 12400 12300 12400 12300 12400 12300"},
      {"12249.99", "to 100", "12200 12200 12200 12300 12200 12300 12200"},
      {"50", "to 100", "100 0 0 100 0 100 0"},
      {"-50", "to 100", "-100 0 0 -100 0 0 -100"},
      {"1.025", "to 0.05", "1.05 1.00 1.00 1.05 1.00 1.05 1.00"},
      {"3", "to 2.5", "2.5 2.5 2.5 5.0 2.5 5.0 2.5"},
      {"3.75", "to 2.5", "5.0 5.0 2.5 5.0 2.5 5.0 2.5"},
  };
  for (const Row& row : rows) {
    INFO(row.x << " rounded " << row.how);
    CHECK(in_every_mode(row.x, row.how) == row.results);
  }
}

TEST_CASE("rounding: a tie beyond 38 digits is still a tie") {
  const Rational top = Rational(merit::power_of_ten(40));
  const Rational tie = top - Rational(1, 2);
  CHECK(merit::round_to(tie, Rounding::to_digits(0, RoundingMode::half_up)) == top);
  CHECK(merit::round_to(tie, Rounding::to_digits(0, RoundingMode::half_even)) == top);
  CHECK(merit::round_to(tie, Rounding::to_digits(0, RoundingMode::half_down)) == top - 1);
  CHECK(merit::round_to(-tie, Rounding::to_digits(0, RoundingMode::half_up)) == -top);
}

TEST_CASE("rounding: once is not twice") {
  const Rounding cents = merit::parse_rounding("2 half_up").value();
  const Rational part = number("1000.01") / 3;
  CHECK(merit::round_to(part * number("0.75"), cents) == number("250"));
  CHECK(merit::round_to(merit::round_to(part, cents) * number("0.75"), cents) == number("250.01"));
  CHECK(merit::round_to(merit::round_to(number("2.4445"), merit::parse_rounding("3 half_up").value()),
                        cents) == number("2.45"));
  CHECK(merit::round_to(number("2.4445"), cents) == number("2.44"));
}

TEST_CASE("rounding: every mode keeps its definition on random fractions") {
  std::mt19937_64 random(20260301);
  const auto below = [&](std::uint64_t n) { return static_cast<long long>(random() % n); };
  const Rational steps[] = {number("1"),    number("0.01"), number("100"),
                            number("0.05"), number("2.5"),  number("0.0001")};
  for (int i = 0; i < 4000; ++i) {
    const Rational step = steps[below(6)];
    const long long top = below(2'000'001) - 1'000'000;
    const Rational x = i % 10 < 3    ? Rational(step * (2 * top + 1) / 2)                // a tie
                       : i % 10 == 3 ? Rational(step * top)                              // on the grid
                                     : Rational(Rational(top, below(99'999) + 1) * 10);  // anywhere
    for (const RoundingMode mode : modes) {
      const Rounding how = Rounding::to_multiple(step, mode);
      const Rational r = merit::round_to(x, how);
      INFO(x << " " << merit::to_text(how) << " gave " << r);
      REQUIRE(keeps_definition(x, r, how));
      REQUIRE(merit::round_to(r, how) == r);
    }
  }
}

TEST_CASE("rounding text: what is read") {
  struct Row {
    const char* text;
    const char* printed;  // "" = refused
    int digits;
  };
  const Row rows[] = {
      {"2 half_up", "2 half_up", 2},
      {"0 floor", "0 floor", 0},
      {"30 half_even", "30 half_even", 30},
      {"02 down", "2 down", 2},
      {"  2   ceiling ", "2 ceiling", 2},
      {"to 100 half_up", "to 100 half_up", 0},
      {"to  0.05  half_down", "to 0.05 half_down", 2},
      {"to 10.0 up", "to 10 up", 0},
      {"to 1 up", "0 up", 0},
      {"to 0.01 up", "2 up", 2},
      {"31 half_up", "", 0},
      {"-1 half_up", "", 0},
      {"-0 half_up", "", 0},
      {"2.0 half_up", "", 0},
      {"2", "", 0},
      {"half_up", "", 0},
      {"2 half_up now", "", 0},
      {"2 halfup", "", 0},
      {"2 HALF_UP", "", 0},
      {"none", "", 0},
      {"", "", 0},
      {" ", "", 0},
      {"to", "", 0},
      {"to 100", "", 0},
      {"to half_up", "", 0},
      {"to 0 half_up", "", 0},
      {"to -100 half_up", "", 0},
      {"to 1/3 half_up", "", 0},
      {"to 1e2 half_up", "", 0},
      {"to 0.0000000000000000000000000000001 up", "", 0},
      {"99999999999999999999 up", "", 0},
  };
  for (const Row& row : rows) {
    INFO("'" << row.text << "'");
    const auto read = merit::parse_rounding(row.text);
    CHECK((read ? merit::to_text(*read) : "") == row.printed);
    CHECK((read ? read->digits : 0) == row.digits);
    if (read) CHECK(merit::parse_rounding(merit::to_text(*read)) == read);
  }
}

TEST_CASE("rounding modes: a name for each and back") {
  for (const RoundingMode mode : modes) CHECK(merit::rounding_mode_named(merit::name_of(mode)) == mode);
  CHECK_FALSE(merit::rounding_mode_named("half"));
  CHECK_FALSE(merit::rounding_mode_named(""));
}
