#include <algorithm>

#include "graph/codes.hpp"
#include "graph/forks.hpp"
#include "graph/word.hpp"

// Each slice of an amount at its own rate.

namespace merit::graph {

namespace {

struct SliceTable {
  std::vector<Rational> from;  ///< 0, then the breakpoints
  std::vector<Value> rate;
  Type rate_type;
  bool constant_rates = false;
  Bands written;
  bool may_be_absent() const {
    return std::any_of(rate.begin(), rate.end(), [](const Value& r) { return r.maybe_absent; });
  }
};

std::optional<SliceTable> read_slices(WordContext& word, const Value& of) {
  const auto bands = word.bands();
  if (!bands) return std::nullopt;
  const auto wrong = [&](const CodeInfo& code, Span at) {
    word.context().report(code, at, {Text::same("slices")});
    return std::nullopt;
  };
  if (!bands->type.is_number()) {
    report_rates(word, of, *bands);
    return std::nullopt;
  }
  if (!bands->constant_breaks) return wrong(codes::slices_are_constant, bands->varying_break);
  SliceTable table;
  table.rate_type = bands->type;
  table.constant_rates = bands->constant_cells;
  if (!product(of.type.unit, table.rate_type.unit)) {
    report_rates(word, of, *bands);
    return std::nullopt;
  }
  for (const Band& band : bands->bands) {
    const Rational from = band.from ? word.b.constant_of(band.from->node)->number : Rational(0);
    if (band.from && from <= 0) return wrong(codes::slices_from_zero, band.span);
    table.from.push_back(from);
    table.rate.push_back(band.cell);
  }
  // Counted from below, a rate stands at the end of its slice, and `else` is the last one.
  if (!is_upward(bands->side)) std::rotate(table.rate.begin(), table.rate.begin() + 1, table.rate.end());
  table.written = *bands;
  return table;
}

// What the slices of x come to at these rates. Below zero as the policy says; `error` is checked by the
// caller.
Curve total_curve(const std::vector<Rational>& from, const std::vector<Rational>& rate,
                  std::string_view negative) {
  Curve curve;
  Rational sum = 0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (i > 0) sum += rate[i - 1] * (from[i] - from[i - 1]);
    curve.knots.push_back({from[i], sum, sum, sum});
  }
  curve.right_slope = rate.back();
  curve.left_slope = negative == "flat" ? rate.front() : Rational(0);
  if (negative != "mirror") return curve;
  Curve mirrored;
  for (auto it = curve.knots.rbegin(); it != curve.knots.rend(); ++it)
    if (!it->x.is_zero()) mirrored.knots.push_back({-it->x, -it->at, -it->at, -it->at});
  mirrored.knots.insert(mirrored.knots.end(), curve.knots.begin(), curve.knots.end());
  mirrored.left_slope = mirrored.right_slope = rate.back();
  return mirrored;
}

// What lies in slice i of x, times `rate`.
Curve slice_curve(const SliceTable& table, std::size_t i, const Rational& rate, std::string_view negative) {
  std::vector<Rational> one(table.from.size(), 0);
  one[i] = rate;
  return tidy(total_curve(table.from, one, negative));
}

std::optional<WordValue> rewrite(WordContext& word) {
  Builder& b = word.b;
  const auto of = word.number("of");
  const auto start = word.number("start");
  const auto table = of ? read_slices(word, *of) : std::nullopt;
  if (!of || !table || (word.says("start") && !start)) return std::nullopt;
  if (start &&
      !word.lowering().unify(of->type, word.field("of")->span, start->type, word.field("start")->span))
    return std::nullopt;
  const NodeId end = start ? b.sum(0, {{1, start->node}, {1, of->node}}, of->type.unit) : of->node;
  const bool starts_below = start && !b.range(start->node).is_at_least(0);
  const bool can_be_negative = starts_below || !b.range(end).is_at_least(0);
  if (can_be_negative && !word.says("negative"))
    word.must_say("negative", codes::must_say_negative, starts_below ? "start" : "of");
  const bool each = word.choice("round") == "each";
  if (each && !word.round()) {
    word.context().report(codes::each_needs_round, word.field("round")->span, {Text::same("slices")});
    return std::nullopt;
  }
  const std::string_view negative = word.choice("negative");
  const Unit unit = *product(of->type.unit, table->rate_type.unit);
  b.role(of->node, "of");
  if (start) b.role(start->node, "start");
  const auto between = [&](const Curve& curve, const Unit& of_unit) {
    const NodeId whole = b.curve(end, curve, of_unit);
    return start ? b.sum(0, {{1, whole}, {-1, b.curve(start->node, curve, of_unit)}}, of_unit) : whole;
  };
  // The slices one by one are for the explanation; they are the result only where each is rounded.
  std::vector<std::pair<Rational, NodeId>> parts;
  std::vector<Rational> rates;
  for (std::size_t i = 0; i < table->rate.size(); ++i) {
    const int number = static_cast<int>(i + 1);
    const NodeId rate = table->rate[i].node;
    const NodeId within = between(slice_curve(*table, i, 1, negative), of->type.unit);
    b.role(within, "within", number);
    NodeId part;
    if (table->constant_rates) {
      rates.push_back(b.constant_of(rate)->number);
      part = between(slice_curve(*table, i, rates.back(), negative), unit);
    } else {
      part = b.mul({within, rate}, unit);
    }
    if (each) part = b.round(part, *word.round(), word.site(codes::too_many_digits, {word.name()}));
    parts.push_back({1, b.role(part, "slice", number)});
    b.role(rate, "rate", number);
  }
  NodeId total = each || !table->constant_rates ? b.sum(0, parts, unit)
                                                : between(total_curve(table->from, rates, negative), unit);
  if (can_be_negative && negative == "error") {
    const NodeId fails = word.fail(codes::negative_amount, b.type(total), {word.written("of")});
    std::vector<std::pair<NodeId, NodeId>> cases = {{b.less(end, b.number(0)), fails}};
    if (start) cases.push_back({b.less(start->node, b.number(0)), fails});
    total = b.choose(cases, total, unit);
  }
  b.role(total, "amount");
  note_bands(word, ForkKind::slices, table->written, {total, end, start ? start->node : no_node});
  const bool may_be_absent = of->maybe_absent || (start && start->maybe_absent) || table->may_be_absent();
  return WordValue{{total, b.type(total), may_be_absent}, false};
}

// "slice 2 (50000 to 150000)".
Text slice_named(const Story& s, int i) {
  const std::string n = std::to_string(i);
  const std::string low = i == 1 ? "0" : breakpoint_written(s, i - 1), high = breakpoint_written(s, i);
  if (high.empty()) return {"slice " + n + " (above " + low + ")", "第 " + n + " 段（" + low + " 以上）"};
  return {"slice " + n + " (" + low + " to " + high + ")", "第 " + n + " 段（" + low + " 至 " + high + "）"};
}

std::vector<Text> sentence(const Story& s) {
  std::vector<Text> lines;
  if (s.has("start")) lines.push_back(fill(s, "{start} were counted before", "此前已计 {start}"));
  for (int i = 1; s.cell("rate", i); ++i) {
    if (!s.has("slice", i) || s.cell("slice", i)->number.is_zero()) continue;
    const std::string sum =
        s.value("within", i).en + " × " + s.percent("rate", i).en + " = " + s.value("slice", i).en;
    const Text slice = slice_named(s, i);
    lines.push_back({slice.en + ": " + sum, slice.zh + "：" + sum});
  }
  if (lines.empty()) lines.push_back(fill(s, "{of}: no slice was reached", "{of}：未进入任何一段"));
  return lines;
}

std::vector<plan::Field> fields() {
  using Form = plan::FieldForm;
  auto fields = band_fields("the rate of each slice: `else` from 0, then breakpoints ascending",
                            "各段费率：else 自 0 起，再由低到高写分界点");
  fields.push_back(
      {"start", Form::formula, false, {}, "what was already counted before", "此前已计的数额", ""});
  fields.push_back({"negative",
                    Form::choice,
                    false,
                    {"mirror", "zero", "flat", "error"},
                    "what to do below zero",
                    "负数如何处理",
                    "mirror"});
  fields.push_back({"round",
                    Form::choice,
                    false,
                    {"total", "each"},
                    "what the node's rounding rounds, `total` if not said",
                    "舍入总额还是每段",
                    "each"});
  return fields;
}

}  // namespace

const Word& slices_word() {
  static const Word word = {{"slices", "each slice of an amount at its own rate", "分段计提", fields()},
                            "分段",
                            "",
                            rewrite,
                            sentence};
  return word;
}

}  // namespace merit::graph
