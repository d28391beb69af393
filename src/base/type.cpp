#include "base/type.hpp"

namespace merit {

namespace {

// Exponents beyond one (money x money) have no meaning in a pay plan, so they are refused where they arise.
std::optional<Unit> combine(const Unit& a, const Unit& b, int sign) {
  const int money = a.money + sign * b.money;
  const int days = a.days + sign * b.days;
  if (money > 1 || money < -1 || days > 1 || days < -1) return std::nullopt;
  Unit unit;
  unit.money = static_cast<std::int8_t>(money);
  unit.days = static_cast<std::int8_t>(days);
  const bool both_literal = a.tag == Unit::Tag::literal && b.tag == Unit::Tag::literal;
  if (both_literal) unit.tag = Unit::Tag::literal;
  return unit;
}

}  // namespace

std::optional<Unit> meet(const Unit& a, const Unit& b) {
  if (a.tag == Unit::Tag::literal) return b;
  if (b.tag == Unit::Tag::literal) return a;
  if (a.money != b.money || a.days != b.days) return std::nullopt;
  if (a == b) return a;
  if (a.has_dimension()) return a;
  if (a.tag == Unit::Tag::plain) return b;
  if (b.tag == Unit::Tag::plain) return a;
  return std::nullopt;
}

std::optional<Unit> product(const Unit& a, const Unit& b) { return combine(a, b, 1); }

std::optional<Unit> quotient(const Unit& a, const Unit& b) { return combine(a, b, -1); }

std::string to_text(const Unit& unit) {
  if (unit.money == 1 && unit.days == 0) return "money";
  if (unit.money == 0 && unit.days == 1) return "days";
  if (unit.has_dimension()) {
    std::string text;
    if (unit.money != 0) text += unit.money > 0 ? "money" : "1/money";
    if (unit.days != 0)
      text += text.empty() ? (unit.days > 0 ? "days" : "1/days") : (unit.days > 0 ? "·days" : "/days");
    return text;
  }
  switch (unit.tag) {
    case Unit::Tag::plain: return "number";
    case Unit::Tag::literal: return "number";
    case Unit::Tag::points: return "points";
    case Unit::Tag::percent: return "percent";
    case Unit::Tag::count: return "count";
    case Unit::Tag::free: return unit.name;
  }
  return "number";
}

}  // namespace merit
