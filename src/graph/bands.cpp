#include <algorithm>

#include "base/utf8.hpp"
#include "graph/codes.hpp"
#include "graph/forks.hpp"
#include "graph/word.hpp"

namespace merit::graph {

namespace {

/// Whether `x` has reached the band that begins at `from`.
NodeId reached(Builder& b, Side side, NodeId x, NodeId from) {
  switch (side) {
    case Side::at_or_above: return b.logical_not(b.less(x, from));
    case Side::above: return b.less(from, x);
    case Side::at_or_below: return b.logical_not(b.less(from, x));
    case Side::below: return b.less(x, from);
  }
  return no_node;
}

}  // namespace

std::vector<plan::Field> band_fields(const char* cells_en, const char* cells_zh) {
  using Form = plan::FieldForm;
  return {{"of", Form::formula, true, {}, "what is looked at", "依据", "score"},
          {"at_or_above", Form::cells, false, {}, cells_en, cells_zh, "{else: D, 60: C, 80: B}"},
          {"above",
           Form::cells,
           false,
           {},
           "the same, a breakpoint belonging to the band below",
           "同上，分界点归下档",
           ""},
          {"at_or_below", Form::cells, false, {}, "the same, counted from below", "同上，自下而上计", ""},
          {"below",
           Form::cells,
           false,
           {},
           "the same, a breakpoint belonging to the band above",
           "同上，分界点归上档",
           ""}};
}

std::optional<Bands> WordContext::bands() {
  std::vector<SideName> written;
  for (const SideName& s : sides)
    if (says(s.name)) written.push_back(s);
  if (written.size() != 1) {
    context().report(written.empty() ? codes::bands_need_side : codes::bands_two_sides, span(),
                     {Text::same(use_.entry->key.text)});
    return std::nullopt;
  }
  return read_bands(*field(written[0].name), written[0].side);
}

std::optional<Bands> WordContext::read_bands(const plan::DocNode& cells, Side side) {
  Bands result;
  result.side = side;
  result.constant_breaks = result.constant_cells = true;
  if (!cells.is_map() || cells.map.empty() || cells.map.front().key.text != "else") return std::nullopt;
  bool is_good = true, bare = false;
  std::optional<Type> type;
  Span type_span;
  const auto of = number("of");
  for (const plan::Entry& entry : cells.map) {
    Band band;
    band.span = entry.key.span;
    const bool is_else = &entry == &cells.map.front();
    if (!is_else) {
      auto from = lowering_.number(entry.key);
      if (from && of && !lowering_.unify(of->type, field("of")->span, from->type, entry.key.span))
        from.reset();
      if (!from) {
        is_good = false;
        continue;
      }
      if (of) warn_unreachable(*of, from->node, entry.key);
      if (!b.constant_of(from->node) && std::exchange(result.constant_breaks, false))
        result.varying_break = entry.key.span;
      band.from = from;
    }
    const std::optional<std::uint32_t> list =
        type && type->kind == ValueKind::member ? std::optional(type->list) : std::nullopt;
    auto cell = entry.value.is_scalar() ? lowering_.formula(entry.value, list) : std::nullopt;
    if (!cell) {
      is_good = false;
      continue;
    }
    const auto met =
        type ? lowering_.unify(*type, type_span, cell->type, entry.value.span) : std::optional(cell->type);
    if (!met) {
      is_good = false;
      continue;
    }
    if (!type) type_span = entry.value.span;
    type = met;
    const CellForm form = form_of_cell(*context().formulas.parse(entry.value));
    result.is_percent |= form == CellForm::percent;
    bare |= form == CellForm::bare;
    result.constant_cells &= b.constant_of(cell->node) != nullptr;
    band.cell = *cell;
    band.cell_span = entry.value.span;
    result.bands.push_back(std::move(band));
  }
  if (!is_good || !of) return std::nullopt;
  result.is_mixed = result.is_percent && bare;
  result.span = cells.span;
  result.type = *type;
  if (result.constant_breaks) {
    for (std::size_t i = 2; i < result.bands.size(); ++i) {
      if (b.constant_of(result.bands[i - 1].from->node)->number <
          b.constant_of(result.bands[i].from->node)->number)
        continue;
      context().report(codes::breakpoints_order, result.bands[i].span);
      return std::nullopt;
    }
  }
  return result;
}

NodeId check_ascending(WordContext& word, const std::vector<NodeId>& breakpoints, NodeId value,
                       const Unit& unit) {
  Builder& b = word.b;
  std::vector<std::pair<NodeId, NodeId>> cases;
  for (std::size_t i = 1; i < breakpoints.size(); ++i) {
    if (b.constant_of(breakpoints[i - 1]) && b.constant_of(breakpoints[i])) continue;
    cases.push_back({b.logical_not(b.less(breakpoints[i - 1], breakpoints[i])),
                     word.fail(codes::breakpoints_order_in_row, b.type(value))});
  }
  return cases.empty() ? value : b.choose(cases, value, unit);
}

NodeId choose_band(WordContext& word, const Value& of, const Bands& bands, const std::vector<NodeId>& cells,
                   const Type& type) {
  Builder& b = word.b;
  std::vector<std::pair<NodeId, NodeId>> cases;
  std::vector<NodeId> breakpoints;
  for (std::size_t i = 1; i < bands.bands.size(); ++i) {
    breakpoints.push_back(bands.bands[i].from->node);
    cases.push_back({reached(b, bands.side, of.node, bands.bands[i].from->node), cells[i]});
  }
  // The band reached last counts: from above with the highest breakpoint first, from below with the lowest.
  if (is_upward(bands.side)) std::reverse(cases.begin(), cases.end());
  const NodeId chosen = b.choose(cases, cells[0], type.unit);
  note_bands(word, ForkKind::bands, bands, {chosen, of.node});
  return check_ascending(word, breakpoints, chosen, type.unit);
}

Curve step_curve(const Builder& builder, const Bands& bands) {
  Curve curve;
  const auto number = [&](const Value& v) { return builder.constant_of(v.node)->number; };
  const bool upward = is_upward(bands.side);
  const bool at_is_right = is_in_band_above(bands.side);
  for (std::size_t i = 1; i < bands.bands.size(); ++i) {
    // From below, the band of a breakpoint lies to its left: `at_or_below {else: D, 3: A, 5: B}` is A, B, D.
    const Rational left = number(upward ? bands.bands[i - 1].cell : bands.bands[i].cell);
    const Rational right = upward                       ? number(bands.bands[i].cell)
                           : i + 1 < bands.bands.size() ? number(bands.bands[i + 1].cell)
                                                        : number(bands.bands[0].cell);
    curve.knots.push_back({number(*bands.bands[i].from), left, at_is_right ? right : left, right});
  }
  if (curve.knots.empty()) {
    const Rational only = number(bands.bands[0].cell);
    curve.knots.push_back({0, only, only, only});
  }
  return curve;
}

namespace {

const SideName* side_of(const Story& story) {
  const auto side = std::find_if(sides.begin(), sides.end(), [&](const SideName& s) {
    return !story.written(std::string(s.name) + " 1").empty();
  });
  return side == sides.end() ? nullptr : &*side;
}

}  // namespace

std::string breakpoint_written(const Story& story, int i) {
  const SideName* side = side_of(story);
  return side ? story.written(std::string(side->name) + " " + std::to_string(i)) : "";
}

Text borders_of(const Story& story) {
  const Cell* of = story.cell("of");
  const SideName* side = side_of(story);
  if (!of || !of->is_value() || !side) return {};
  // The breakpoints on either side of the value: at_or_above and below put a breakpoint into the band above.
  const bool is_low_in = is_in_band_above(side->side);
  std::string low, high;
  for (int i = 1; high.empty() && story.has("breakpoint", i); ++i) {
    const Rational& at = story.cell("breakpoint", i)->number;
    const std::string text = breakpoint_written(story, i);
    if (at < of->number || (is_low_in && at == of->number)) low = text;
    else high = text;
  }
  if (low.empty() && high.empty()) return {};
  const std::string name = story.written("of");
  const bool is_short = utf8::count(name) <= 24 && name.find('\n') == std::string::npos;
  const auto borders = [&](const std::string& it) {
    return (low.empty() ? "" : low + (is_low_in ? " <= " : " < ")) + it +
           (high.empty() ? "" : (is_low_in ? " < " : " <= ") + high);
  };
  return {" (" + borders(is_short ? name : "it") + ")", "（" + borders(is_short ? name : "它") + "）"};
}

Value band_of(WordContext& word, const Value& of, const Bands& bands) {
  Builder& b = word.b;
  for (std::size_t i = 1; i < bands.bands.size(); ++i)
    b.role(bands.bands[i].from->node, "breakpoint", static_cast<int>(i));
  const bool is_numeric = bands.type.is_number() || bands.type.kind == ValueKind::member;
  Type type = bands.type;
  NodeId node;
  if (bands.constant_breaks && bands.constant_cells && is_numeric) {
    const auto list = type.kind == ValueKind::member ? std::optional(type.list) : std::nullopt;
    node = b.curve(of.node, step_curve(b, bands), type.unit, list);
    note_bands(word, ForkKind::bands, bands, {node, of.node});
  } else {
    std::vector<NodeId> cells;
    for (const Band& band : bands.bands) cells.push_back(band.cell.node);
    node = choose_band(word, of, bands, cells, type);
  }
  if (type.is_number()) type.digits = b.type(node).digits;
  bool absent = of.maybe_absent;
  for (const Band& band : bands.bands)
    absent |= band.cell.maybe_absent || (band.from && band.from->maybe_absent);
  return {node, type, absent};
}

void report_rates(WordContext& word, const Value& of, const Bands& bands) {
  Context& c = word.context();
  c.report(
      codes::rates_are_numbers, bands.bands.front().cell_span,
      {word.name(), Text::same(type_text(c.graph, of.type)), Text::same(type_text(c.graph, bands.type))});
}

}  // namespace merit::graph
