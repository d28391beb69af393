#include "eval/row/cells.hpp"

#include <algorithm>

#include "base/calendar.hpp"
#include "base/limits.hpp"
#include "base/number_text.hpp"
#include "table/spreadsheet.hpp"

namespace merit::eval {

using graph::Cell;
using graph::Graph;
using graph::Input;

namespace {

void read_number(const Input& input, const table::CellForms& forms, std::string_view text, Cell& out) {
  const auto plain = table::plain_number(text, forms);
  if (plain) text = *plain;
  Rational scale = input.scale;
  const bool is_percent = input.type.unit.tag == Unit::Tag::percent;
  if (is_percent && !text.empty() && text.back() == '%') {
    text.remove_suffix(1);
    scale = Rational(1, 100);
  } else if (input.needs_sign) {
    out = Cell::failed(input.form_site);
    return;
  }
  const DecimalResult read = parse_decimal(text);
  if (!read.number) {
    out = Cell::failed(read.error == NumberError::too_many_digits ? input.digits_site : input.form_site);
    return;
  }
  const Rational value = scale == 1 ? read.number->value : Rational(read.number->value * scale);
  const int decimals = std::max(0, read.number->decimals + (scale == 1 ? 0 : decimals_moved(scale)));
  if (significant_digits(value, std::max(decimals, input.type.digits)) > limits::number_digits)
    out = Cell::failed(input.digits_site);
  else if (decimals > input.type.digits) out = Cell::failed(input.decimals_site);
  else if (!input.range.contains(value)) out = Cell::failed(input.range_site);
  else out = Cell::of(value);
}

bool is_refused_formula(const table::CellForms& forms, std::string_view text) {
  return !forms.formulas && table::is_formula(text);
}

bool is_refused_key(const Input& input, const table::CellForms& forms, std::string_view text) {
  return input.is_ref() && !forms.scientific_keys && table::is_scientific(text);
}

void read_text(const Input& input, const table::CellForms& forms, std::string_view text, Cell& out) {
  if (is_refused_formula(forms, text)) out = Cell::failed(input.formula_site);
  else if (is_refused_key(input, forms, text)) out = Cell::failed(input.scientific_site);
  else out = Cell::of_text(std::string(text));
}

std::optional<DayNumber> day_of(const table::CellForms& forms, std::string_view text) {
  const auto plain = table::plain_date(text, forms);
  return parse_date(plain ? std::string_view(*plain) : text);
}

void read_as(const Graph& graph, const Input& input, const table::CellForms& forms, std::string_view text,
             Cell& out) {
  if (text.empty()) {
    if (input.missing == graph::Missing::error) out = Cell::failed(input.missing_site);
    else if (input.missing == graph::Missing::skip) out = Cell::absent();
    else out = input.missing_value;
    return;
  }
  switch (input.type.kind) {
    case ValueKind::number: return read_number(input, forms, text, out);
    case ValueKind::text: return read_text(input, forms, text, out);
    case ValueKind::boolean: {
      const bool yes = text == "yes" || text == "true" || text == "是";
      const bool no = text == "no" || text == "false" || text == "否";
      out = yes || no ? Cell::of(yes) : Cell::failed(input.form_site);
      return;
    }
    case ValueKind::date: {
      const auto day = day_of(forms, text);
      out = day ? Cell::of(Rational(*day)) : Cell::failed(input.form_site);
      return;
    }
    case ValueKind::member: {
      const auto& members = graph.lists[input.type.list].members;
      const auto it = std::find(members.begin(), members.end(), text);
      out = it == members.end() ? Cell::failed(input.member_site) : Cell::of(Rational(it - members.begin()));
      return;
    }
  }
}

}  // namespace

int decimals_moved(const Rational& scale) {
  if (scale < 1) return decimals_of(scale);
  int moved = 0;
  for (Integer n = numerator_of(scale); n > 1; n /= 10) --moved;
  return moved;
}

bool is_sound_text(const Graph& graph, const Input& input, std::string_view text) {
  return !is_refused_formula(graph.forms, text) && !is_refused_key(input, graph.forms, text);
}

std::optional<DayNumber> read_day(const Graph& graph, std::string_view text) {
  return day_of(graph.forms, text);
}

void read_cell(const Graph& graph, const Input& input, std::string_view text, Cell& out) {
  read_as(graph, input, graph.forms, text, out);
}

table::CellForms forms_needed(const Graph& graph, const Input& input, std::string_view text) {
  const std::string plain = table::narrow(text);
  table::CellForms needed;
  needed.full_width_digits = plain != text;
  needed.thousands_marks = input.type.is_number() && plain.find(',') != std::string::npos;
  Cell cell;
  read_as(graph, input, table::both(needed, graph.forms), text, cell);
  const bool is_read = !cell.is_failed() || cell.site != input.form_site;
  return is_read ? needed : table::CellForms{};
}

}  // namespace merit::eval
