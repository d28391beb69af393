#include "graph/codes.hpp"
#include "graph/weights.hpp"
#include "graph/word.hpp"

// Points for each unit above or below a line: deductions, bonuses for each unit, plus above and minus below.

namespace merit::graph {

namespace {

// How many units `distance` is, as the plan counts them.
NodeId units_of(WordContext& word, NodeId distance, NodeId per, std::string_view how, const char* role) {
  Builder& b = word.b;
  const NodeId zero = b.number(0);
  NodeId units = b.max({distance, zero}, b.type(distance).unit);
  const Cell* size = b.constant_of(per);
  units = size ? b.scaled(units, 1 / size->number, Unit::plain())
               : b.divided(units, per, Unit::plain(), word.site(codes::division_by_zero));
  const auto whole = [&](RoundingMode mode) {
    const SiteId site = word.site(codes::too_many_digits, {word.name()});
    return b.round(units, Rounding::to_digits(0, mode), site);
  };
  if (how == "started") units = whole(RoundingMode::ceiling);
  if (how == "completed") units = whole(RoundingMode::floor);
  return b.role(units, role);
}

std::optional<WordValue> rewrite(WordContext& word) {
  Builder& b = word.b;
  auto of = word.number("of");
  auto from =
      word.says("from") ? word.number("from") : Value{b.number(0), Type::number(Unit::literal(), 0), false};
  auto per =
      word.says("per") ? word.number("per") : Value{b.number(1), Type::number(Unit::literal(), 0), false};
  if (!word.says("above") && !word.says("below")) word.must_say("above", codes::must_say_above);
  auto above = word.number("above"), below = word.number("below");
  const bool full = word.choice("base") == "full";
  auto base = full || !word.says("base") ? std::optional<Value>{} : word.number("base");
  if (!of || !from || !per || (!above && !below)) return std::nullopt;
  if (!word.lowering().unify(of->type, word.field("of")->span, from->type,
                             word.says("from") ? word.field("from")->span : word.span()) ||
      !word.lowering().unify(of->type, word.field("of")->span, per->type,
                             word.says("per") ? word.field("per")->span : word.span()))
    return std::nullopt;
  if (!b.range(per->node).is_above(0)) {
    word.context().report(codes::per_above_zero, word.says("per") ? word.field("per")->span : word.span());
    return std::nullopt;
  }
  const Cell* one = b.constant_of(per->node);
  const bool counts_whole =
      b.type(of->node).digits == 0 && b.type(from->node).digits == 0 && one && one->number == 1;
  if (!counts_whole && !word.says("units")) word.must_say("units", codes::must_say_units);
  if (full && !word.weight()) {
    word.context().report(codes::full_needs_weight, word.field("base")->span);
    return std::nullopt;
  }
  // Prices and the base are of one unit: points in an item, money in a component of pay.
  Type price = above ? above->type : below->type;
  for (const auto& [other, field] : {std::pair{below, "below"}, std::pair{base, "base"}}) {
    const auto met = other ? word.lowering().unify(price, word.span(), other->type, word.field(field)->span)
                           : std::optional(price);
    if (!met) return std::nullopt;
    price = *met;
  }
  std::vector<std::pair<Rational, NodeId>> terms;
  if (full) terms.push_back({1, b.role(points_of(b, *word.weight()), "base")});
  else if (base) terms.push_back({1, b.role(base->node, "base")});
  b.role(of->node, "of");
  const auto add = [&](const std::optional<Value>& each, int direction, const char* units_role,
                       const char* price_role) {
    if (!each) return;
    const NodeId distance = b.sum(0, {{direction, of->node}, {-direction, from->node}}, of->type.unit);
    const NodeId units = units_of(word, distance, per->node, word.choice("units"), units_role);
    b.role(each->node, price_role);
    terms.push_back({1, b.mul({each->node, units}, price.unit)});
  };
  add(above, 1, "units above", "above");
  add(below, -1, "units below", "below");
  const NodeId points = b.role(b.sum(0, terms, price.unit), "points");
  Type type = b.type(points);
  const auto absent = [](const std::optional<Value>& v) { return v && v->maybe_absent; };
  return WordValue{
      {points, type,
       absent(of) || absent(from) || absent(per) || absent(above) || absent(below) || absent(base)},
      false};
}

std::vector<Text> sentence(const Story& s) {
  std::vector<Text> lines;
  if (s.has("base")) lines.push_back(fill(s, "starts from {base}", "基础分 {base}"));
  const auto side = [&](const char* units, const char* price) {
    if (!s.has(units) || s.cell(units)->number.is_zero()) return;
    const std::string u = std::string("{") + units + "}", p = std::string("{") + price + "}";
    lines.push_back(fill(s, u + " × " + p, u + " × " + p));
  };
  side("units above", "above");
  side("units below", "below");
  if (lines.empty())
    lines.push_back(fill(s, "{field:of} = {of}: nothing to add or take off", "{field:of} = {of}：不加不减"));
  return lines;
}

}  // namespace

const Word& per_unit_word() {
  using Form = plan::FieldForm;
  static const Word word = {
      {"per_unit",
       "points for each unit above or below a line",
       "每单位加减分",
       {{"of", Form::formula, true, {}, "what is counted", "计数依据", "complaints"},
        {"from", Form::formula, false, {}, "the line, 0 if not said", "基准，缺省为 0", "0"},
        {"per",
         Form::formula,
         false,
         {},
         "the size of a unit, 1 if not said",
         "每单位的大小，缺省为 1",
         "1000"},
        {"above",
         Form::formula,
         false,
         {},
         "points for each unit above the line",
         "高于基准每单位的分值",
         "-2"},
        {"below",
         Form::formula,
         false,
         {},
         "points for each unit below the line",
         "低于基准每单位的分值",
         "-1"},
        {"base",
         Form::formula_or_choice,
         false,
         {"full"},
         "points to start with, 0 if not said",
         "基础分，缺省为 0",
         "full"},
        {"units",
         Form::choice,
         false,
         {"started", "completed", "proportional"},
         "how parts of a unit count",
         "不足一单位如何计",
         "completed"}}},
      "按单位",
      "",
      rewrite,
      sentence};
  return word;
}

}  // namespace merit::graph
