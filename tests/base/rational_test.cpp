#include "base/rational.hpp"

#include <string>

#include "support/catch.hpp"

namespace {

using merit::Integer;
using merit::Rational;

Integer power(int base, unsigned n) { return boost::multiprecision::pow(Integer(base), n); }

}  // namespace

TEST_CASE("power of ten: inside and beyond the table") {
  CHECK(merit::power_of_ten(0) == 1);
  CHECK(merit::power_of_ten(1) == 10);
  CHECK(merit::power_of_ten(38).str() == "1" + std::string(38, '0'));
  CHECK(merit::power_of_ten(76).str() == "1" + std::string(76, '0'));
  CHECK(merit::power_of_ten(77).str() == "1" + std::string(77, '0'));
  CHECK(merit::power_of_ten(500).str() == "1" + std::string(500, '0'));
}

TEST_CASE("decimals of a fraction: the number it ends with, or -1") {
  struct Row {
    Rational x;
    int decimals;
  };
  const Row rows[] = {
      {Rational(0), 0},
      {Rational(7), 0},
      {Rational(100), 0},
      {Rational(-100), 0},
      {Rational(1, 8), 3},
      {Rational(-1, 8), 3},
      {Rational(1, 5), 1},
      {Rational(1, 25), 2},
      {Rational(1, 20), 2},
      {Rational(3, 3), 0},
      {Rational(3, 6), 1},
      {Rational(1, 3), -1},
      {Rational(-2, 3), -1},
      {Rational(1, 7), -1},
      {Rational(1, 30), -1},
      {Rational(3, 30), 1},
      {Rational(Integer(1), power(2, 100)), 100},
      {Rational(Integer(1), power(5, 100)), 100},
      {Rational(Integer(1), Integer(power(10, 40) * 3)), -1},
  };
  for (const Row& row : rows) {
    INFO(row.x);
    CHECK(merit::decimals_of(row.x) == row.decimals);
  }
}

TEST_CASE("significant digits: integer part and decimals together") {
  struct Row {
    Rational x;
    int digits;
    int significant;
  };
  const Row rows[] = {
      {Rational(0), 0, 1},
      {Rational(0), 5, 1},
      {Rational(9), 0, 1},
      {Rational(10), 0, 2},
      {Rational(-10), 0, 2},
      {Rational(1), 2, 3},
      {Rational(1, 20), 2, 1},
      {Rational(99), 0, 2},
      {Rational(1, 3), 2, 2},
      {Rational(Integer(power(10, 38) - 1)), 0, 38},
      {Rational(power(10, 38)), 0, 39},
      {Rational(power(10, 36)), 2, 39},
      {Rational(Integer(power(10, 36) - 1)), 2, 38},
      {Rational(Integer(power(10, 5000) - 1)), 0, 5000},
      {Rational(power(10, 5000)), 0, 5001},
  };
  for (const Row& row : rows) {
    INFO(row.x << " with " << row.digits);
    CHECK(merit::significant_digits(row.x, row.digits) == row.significant);
  }
}

TEST_CASE("rational: auto of an arithmetic result is a number") {
  const auto third = Rational(1) / 3;
  CHECK(third * 3 == 1);
  CHECK(merit::numerator_of(Rational(-4, 6)) == -2);
  CHECK(merit::denominator_of(Rational(-4, 6)) == 3);
}
