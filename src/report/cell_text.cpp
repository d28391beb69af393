#include "report/cell_text.hpp"

#include <algorithm>

#include "base/calendar.hpp"
#include "base/number_text.hpp"

namespace merit::report {

namespace {

constexpr int shown_decimals = 6;

std::string member_text(const graph::Graph& graph, const graph::Cell& cell, const Type& type) {
  return graph.lists[type.list].members[static_cast<std::size_t>(numerator_of(cell.number))];
}

// Everything but numbers looks the same everywhere.
std::string plain_text(const graph::Graph& graph, const graph::Cell& cell, const Type& type) {
  switch (type.kind) {
    case ValueKind::boolean: return cell.flag ? "true" : "false";
    case ValueKind::text: return cell.text;
    case ValueKind::date: return format_date(static_cast<DayNumber>(numerator_of(cell.number)));
    case ValueKind::member: return member_text(graph, cell, type);
    case ValueKind::number: break;
  }
  return "";
}

// A fraction that does not end: rounded for the eye, and marked so that nobody takes it for the value.
std::string about(const Rational& x, bool percent) {
  const Rational shown = round_to(percent ? Rational(x * 100) : x,
                                  Rounding::to_digits(percent ? 4 : shown_decimals, RoundingMode::half_up));
  const std::string decimal = "≈ " + format_for_people(shown, -1) + (percent ? "%" : "");
  return denominator_of(x) < 1000 && !percent ? format_exact(x) + " " + decimal : decimal;
}

}  // namespace

std::string file_text(const graph::Graph& graph, const graph::Cell& cell, const Type& type) {
  if (!cell.is_value()) return "";
  if (!type.is_number()) return plain_text(graph, cell, type);
  return type.is_fixed() ? format_fixed(cell.number, type.digits) : format_exact(cell.number);
}

std::string exact_text(const graph::Graph& graph, const graph::Cell& cell, const Type& type) {
  if (!cell.is_value()) return "";
  return type.is_number() ? format_exact(cell.number) : plain_text(graph, cell, type);
}

std::string people_text(const graph::Graph& graph, const graph::Cell& cell, const Type& type) {
  if (cell.is_absent()) return "–";
  if (!cell.is_value()) return "";
  if (!type.is_number()) return plain_text(graph, cell, type);
  if (type.unit.tag == Unit::Tag::percent) return people_percent(cell);
  if (decimals_of(cell.number) < 0) return about(cell.number, false);
  // Money keeps its cents, also where a step on the way has more decimals.
  const bool is_money = type.unit.money == 1 && type.is_fixed();
  return format_for_people(cell.number,
                           is_money ? std::min(type.digits, std::max(2, decimals_of(cell.number))) : -1);
}

std::string table_text(const graph::Graph& graph, const graph::Cell& cell, const Type& type) {
  const bool is_plain = type.is_number() && type.is_fixed() && type.unit.tag != Unit::Tag::percent;
  if (!cell.is_value() || !is_plain) return people_text(graph, cell, type);
  return format_for_people(cell.number, type.digits);
}

std::string told_text(const graph::Graph& graph, const graph::Cell& cell, const Type& type,
                      Language language) {
  const bool is_zh = language == Language::zh;
  if (cell.is_failed())
    return (is_zh ? "失败 " : "failed ") + std::string(graph.sites[cell.site.value].info->code);
  if (!cell.is_set()) return is_zh ? "未涉及" : "not looked at";
  return people_text(graph, cell, type);
}

std::string people_percent(const graph::Cell& cell) {
  if (cell.is_absent()) return "–";
  if (!cell.is_value()) return "";
  return decimals_of(cell.number) < 0 ? about(cell.number, true) : format_percent(cell.number, -1);
}

}  // namespace merit::report
