// Types of values: kind, unit, digits. Floor 0.
//
// Money and days are dimensions (they multiply, divide and may not be mixed); points, percent, count and free
// units are tags (checked where values meet, dropped by * and /); a literal takes the unit it meets. See
// docs/language.md, "Types and units".
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/rational.hpp"

namespace merit {

enum class ValueKind : std::uint8_t { number, boolean, text, date, member };

struct Unit {
  enum class Tag : std::uint8_t { plain, literal, points, percent, count, free };
  Tag tag = Tag::plain;
  std::int8_t money = 0;  ///< exponent of money
  std::int8_t days = 0;   ///< exponent of days
  std::string name;       ///< free units: 箱, minutes

  bool has_dimension() const { return money != 0 || days != 0; }
  friend bool operator==(const Unit&, const Unit&) = default;

  static Unit plain() { return {}; }
  static Unit literal() { return {Tag::literal, 0, 0, {}}; }
  static Unit points() { return {Tag::points, 0, 0, {}}; }
  static Unit percent() { return {Tag::percent, 0, 0, {}}; }
  static Unit count() { return {Tag::count, 0, 0, {}}; }
  static Unit of_money() { return {Tag::plain, 1, 0, {}}; }
  static Unit of_days() { return {Tag::plain, 0, 1, {}}; }
  static Unit free(std::string name) { return {Tag::free, 0, 0, std::move(name)}; }
};

/// The unit of a value that may be either of the two (`+`, `if`, `<`, a border), or nothing when they clash.
std::optional<Unit> meet(const Unit& a, const Unit& b);
/// The unit of a product or quotient, or nothing when it has no meaning (money x money).
std::optional<Unit> product(const Unit& a, const Unit& b);
std::optional<Unit> quotient(const Unit& a, const Unit& b);
/// "money", "points", "a plain number", "箱" ... for messages.
std::string to_text(const Unit& unit);

inline constexpr int exact_digits = -1;  ///< digits of a number that may be any fraction

struct Type {
  ValueKind kind = ValueKind::number;
  Unit unit;                  ///< numbers
  int digits = 0;             ///< numbers: decimals, or exact_digits
  std::uint32_t list = 0;     ///< members: which list of the plan
  bool maybe_absent = false;  ///< as far as an engine must provide for it

  static Type number(Unit unit, int digits) { return {ValueKind::number, std::move(unit), digits, 0, false}; }
  static Type boolean() { return {ValueKind::boolean, {}, 0, 0, false}; }
  static Type text() { return {ValueKind::text, {}, 0, 0, false}; }
  static Type date() { return {ValueKind::date, {}, 0, 0, false}; }
  static Type member(std::uint32_t list) { return {ValueKind::member, {}, 0, list, false}; }
  bool is_number() const { return kind == ValueKind::number; }
  bool is_fixed() const { return digits != exact_digits; }
};

/// Where a number lies; an empty side is open. Both ends belong to it.
struct Range {
  std::optional<Rational> low;
  std::optional<Rational> high;
  bool contains(const Rational& x) const { return (!low || *low <= x) && (!high || x <= *high); }
  bool is_above(const Rational& x) const { return low && *low > x; }
  bool is_at_least(const Rational& x) const { return low && *low >= x; }
};

}  // namespace merit
