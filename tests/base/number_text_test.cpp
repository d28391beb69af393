#include "base/number_text.hpp"

#include <string>

#include "support/catch.hpp"

namespace {

using merit::DecimalResult;
using merit::NumberError;
using merit::Rational;

/// What reading the text gives, in a line: "5/2 with 2 decimals", or the error.
std::string reading_of(const std::string& text) {
  const DecimalResult result = merit::parse_decimal(text);
  if (result.number) return result.number->value.str() + " with " + std::to_string(result.number->decimals);
  return result.error == NumberError::too_many_digits ? "too many digits" : "not a number";
}

const std::string nines38(38, '9');

}  // namespace

TEST_CASE("number text: what is read and what is refused") {
  struct Row {
    std::string text;
    std::string reading;
  };
  const Row rows[] = {
      {"0", "0 with 0"},
      {"7", "7 with 0"},
      {"010", "10 with 0"},
      {"08", "8 with 0"},
      {"000", "0 with 0"},
      {"-7", "-7 with 0"},
      {"-0", "0 with 0"},
      {"-0.00", "0 with 2"},
      {"2.50", "5/2 with 2"},
      {"-2.50", "-5/2 with 2"},
      {"0.05", "1/20 with 2"},
      {"00.5", "1/2 with 1"},
      {"100.000", "100 with 3"},
      {"123456789012345678901234567890", "123456789012345678901234567890 with 0"},
      {nines38, nines38 + " with 0"},
      {"-" + nines38, "-" + nines38 + " with 0"},
      {std::string(100, '0') + nines38, nines38 + " with 0"},
      {"1" + std::string(37, '0'), "1" + std::string(37, '0') + " with 0"},
      {"0." + std::string(37, '0') + "1", "1/1" + std::string(38, '0') + " with 38"},
      {"9" + nines38, "too many digits"},
      {"-9" + nines38, "too many digits"},
      {nines38 + ".0", "too many digits"},
      {"0." + std::string(38, '0') + "1", "too many digits"},
      {"0." + std::string(39, '0'), "too many digits"},
      {std::string(10'000, '9'), "too many digits"},
      {"-" + std::string(10'000, '9'), "too many digits"},
      {std::string(10'000, '0'), "too many digits"},
      {std::string(10'000, 'a'), "not a number"},
      {"", "not a number"},
      {"-", "not a number"},
      {"+1", "not a number"},
      {"--1", "not a number"},
      {"1-", "not a number"},
      {".5", "not a number"},
      {"-.5", "not a number"},
      {"1.", "not a number"},
      {".", "not a number"},
      {"1.2.3", "not a number"},
      {"1e5", "not a number"},
      {"1E5", "not a number"},
      {"1.2E+11", "not a number"},
      {"1,234", "not a number"},
      {"1,5", "not a number"},
      {"1_000", "not a number"},
      {"1'000", "not a number"},
      {"0x1F", "not a number"},
      {"1/3", "not a number"},
      {"5%", "not a number"},
      {"3万", "not a number"},
      {" 1", "not a number"},
      {"1 ", "not a number"},
      {"1\n", "not a number"},
      {"1 000", "not a number"},
      {std::string("1\0", 2), "not a number"},
      {"１２", "not a number"},
      {"1．5", "not a number"},
      {"−1", "not a number"},
      {"٣", "not a number"},
      {"nan", "not a number"},
      {"inf", "not a number"},
      {"yes", "not a number"},
  };
  for (const Row& row : rows) {
    INFO("'" << row.text.substr(0, 60) << "'");
    CHECK(reading_of(row.text) == row.reading);
  }
}

TEST_CASE("number text: suffixes that scale") {
  CHECK(merit::scale_of_suffix("%") == Rational(1, 100));
  CHECK(merit::scale_of_suffix("‰") == Rational(1, 1000));
  CHECK(merit::scale_of_suffix("万") == Rational(10000));
  CHECK(merit::scale_of_suffix("亿") == Rational(100000000));
  for (const char* other : {"", "％", "%%", "k", "萬", "億", " %", "万亿"}) {
    INFO(other);
    CHECK_FALSE(merit::scale_of_suffix(other));
  }
}

TEST_CASE("number text: a node's digits are printed, all of them") {
  struct Row {
    Rational x;
    int digits;
    const char* text;
  };
  const Row rows[] = {
      {Rational(0), 0, "0"},
      {Rational(0), 2, "0.00"},
      {Rational(-0), 2, "0.00"},
      {Rational(5, 2), 2, "2.50"},
      {Rational(-5, 2), 1, "-2.5"},
      {Rational(1, 20), 2, "0.05"},
      {Rational(-1, 20), 2, "-0.05"},
      {Rational(1, 20), 4, "0.0500"},
      {Rational(1234567), 2, "1234567.00"},
      {Rational(1234567), 0, "1234567"},
      {Rational(100), 0, "100"},
      {Rational(-1), 0, "-1"},
  };
  for (const Row& row : rows) CHECK(merit::format_fixed(row.x, row.digits) == row.text);
}

TEST_CASE("number text: an exact value is a decimal if it ends, else a fraction") {
  struct Row {
    Rational x;
    const char* text;
  };
  const Row rows[] = {
      {Rational(0), "0"},          {Rational(7), "7"},
      {Rational(-7), "-7"},        {Rational(1, 8), "0.125"},
      {Rational(-1, 8), "-0.125"}, {Rational(200, 2), "100"},
      {Rational(2, 3), "2/3"},     {Rational(-2, 3), "-2/3"},
      {Rational(-4, 6), "-2/3"},   {Rational(1000, 3), "1000/3"},
      {Rational(1, 5), "0.2"},     {Rational(22, 7), "22/7"},
  };
  for (const Row& row : rows) CHECK(merit::format_exact(row.x) == row.text);
}

TEST_CASE("number text: for people, thousands are marked and nothing is rounded") {
  struct Row {
    Rational x;
    int digits;
    const char* text;
  };
  const Row rows[] = {
      {Rational(0), 2, "0.00"},
      {Rational(0), -1, "0"},
      {Rational(999), 0, "999"},
      {Rational(1000), 0, "1,000"},
      {Rational(-999), 0, "-999"},
      {Rational(-1000), 0, "-1,000"},
      {Rational(2469, 2), 2, "1,234.50"},
      {Rational(2469, 2), -1, "1,234.5"},
      {Rational(2469, 2), 0, "1,234.5"},
      {Rational(-123456789), 2, "-123,456,789.00"},
      {Rational(123456), -1, "123,456"},
      {Rational(1, 8), 2, "0.125"},
      {Rational(10000, 3), 2, "10000/3"},
      {Rational(-10000, 3), -1, "-10000/3"},
      {Rational(1234567, 1000000), -1, "1.234567"},
  };
  for (const Row& row : rows) CHECK(merit::format_for_people(row.x, row.digits) == row.text);
}

TEST_CASE("number text: percentages") {
  struct Row {
    Rational x;
    int digits;
    const char* text;
  };
  const Row rows[] = {
      {Rational(9896, 10000), 2, "98.96%"},
      {Rational(1), 2, "100.00%"},
      {Rational(1), -1, "100%"},
      {Rational(0), -1, "0%"},
      {Rational(-1, 20), 0, "-5%"},
      {Rational(1, 8), -1, "12.5%"},
      {Rational(1, 8), 0, "12.5%"},
      {Rational(1, 100000), 2, "0.001%"},
      {Rational(2, 3), 2, "2/3"},
      {Rational(12), 0, "1200%"},
  };
  for (const Row& row : rows) CHECK(merit::format_percent(row.x, row.digits) == row.text);
}

TEST_CASE("number text: printing what was read gives the text back") {
  for (const std::string text : {"0", "7", "-7", "2.50", "-2.50", "0.05", "-0.05", "100.000",
                                 "12345678901234567890.12", "0.00000000000000000000000000000000000001"}) {
    const auto read = merit::parse_decimal(text).number.value();
    CHECK(merit::format_fixed(read.value, read.decimals) == text);
  }
  const auto longest = merit::parse_decimal(nines38).number.value();
  CHECK(merit::format_exact(longest.value) == nines38);
}

TEST_CASE("an integer over a power of ten is written like the fraction that it is") {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  for (const std::int64_t number :
       {std::int64_t{0}, std::int64_t{5}, std::int64_t{10}, std::int64_t{99}, std::int64_t{100},
        std::int64_t{123456789}, most, -most, std::numeric_limits<std::int64_t>::min()})
    for (const std::int64_t near : {number, -(number / 7), number / 3 + 1})
      for (const int digits : {0, 1, 2, 3, 18, 19, 20, 38}) {
        std::string text = "x";
        merit::append_fixed(text, near, digits);
        REQUIRE(text ==
                "x" + merit::format_fixed(merit::Rational(near) / merit::power_of_ten(digits), digits));
      }
}
