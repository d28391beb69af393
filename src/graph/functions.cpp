#include "graph/functions.hpp"

#include <algorithm>

#include "graph/codes.hpp"

namespace merit::graph {

using formula::Kind;

const std::vector<FunctionInfo>& functions() {
  constexpr std::size_t many = 1000;
  static const std::vector<FunctionInfo> table = {
      {"min", "min(a, b, ...)", 2, many, "the smallest", "最小者"},
      {"max", "max(a, b, ...)", 2, many, "the largest", "最大者"},
      {"clamp", "clamp(x, low, high)", 3, 3, "x held between low and high", "限制在上下限之间"},
      {"abs", "abs(x)", 1, 1, "without its sign", "绝对值"},
      {"floor", "floor(x)", 1, 1, "the whole number below", "向下取整"},
      {"ceil", "ceil(x)", 1, 1, "the whole number above", "向上取整"},
      {"round", "round(x, digits, mode)", 1, 3, "rounded; digits 0 and the plan's mode if not said", "舍入"},
      {"sum", "sum(a, b, ...)", 2, many, "the sum", "求和"},
      {"mean", "mean(a, b, ...)", 2, many, "the mean", "平均"},
      {"count_true", "count_true(a, b, ...)", 1, many, "how many hold", "成立的个数"},
      {"has", "has(x)", 1, 1, "whether there is a value", "是否有值"},
      {"up", "up(x, n)", 1, 2, "n members further up its list (1 if not said)", "在清单中上移"},
      {"down", "down(x, n)", 1, 2, "n members further down its list (1 if not said)", "在清单中下移"},
      {"part", "part(amount, k, s1, s2, ...)", 3, many, "the k-th part of an amount in shares",
       "按份额拆分的第 k 份"},
      {"date", "date(y, m, d)", 3, 3, "a day", "日期"},
      {"days", "days(a, b)", 2, 2, "days from a to b", "相隔天数"},
      {"months", "months(a, b)", 2, 2, "whole months from a to b", "相隔整月数"},
      {"add_months", "add_months(d, n)", 2, 2, "the day n months on", "推后 n 个月"},
      {"month_start", "month_start(d)", 1, 1, "the first day of its month", "当月第一天"}};
  return table;
}

const std::vector<FunctionInfo>& aggregates() {
  static const std::vector<FunctionInfo> table = {
      {"sum", "sum(rows.x where condition)", 1, 1, "the sum over rows; 0 over none", "各行之和;没有行则为 0"},
      {"count", "count(rows where condition)", 1, 1, "how many rows", "行数"},
      {"mean", "mean(rows.x where condition)", 1, 1, "the mean over rows; absent over none",
       "各行平均;没有行则缺失"},
      {"min", "min(rows.x where condition)", 1, 1, "the smallest over rows; absent over none",
       "各行最小;没有行则缺失"},
      {"max", "max(rows.x where condition)", 1, 1, "the largest over rows; absent over none",
       "各行最大;没有行则缺失"},
      {"any", "any(rows.c where condition)", 1, 1, "whether it holds for one of the rows", "是否有一行成立"}};
  return table;
}

const std::vector<FunctionInfo>& history_functions() {
  static const std::vector<FunctionInfo> table = {
      {"carried", "carried(name, first)", 2, 2, "its last value before this period, or `first`",
       "本期之前最近一次的值；没有则为 first"},
      {"prev", "prev(name, n, first)", 3, 3, "its value n periods ago, or `first`",
       "n 期之前的值；没有则为 first"},
      {"streak", "streak(name)", 1, 1, "in how many periods in a row it held, up to this one",
       "截至本期连续成立的期数"}};
  return table;
}

const std::vector<FunctionInfo>& group_functions() {
  static const std::vector<FunctionInfo> table = {
      {"sum", "sum(x where condition by keys)", 1, 1, "the sum over the group; 0 over nobody",
       "组内之和；无人则为 0"},
      {"count", "count(where condition by keys)", 0, 0, "how many there are in the group", "组内行数"},
      {"mean", "mean(x where condition by keys)", 1, 1, "the mean over the group; absent over nobody",
       "组内平均；无人则缺失"},
      {"min", "min(x where condition by keys)", 1, 1, "the smallest in the group; absent over nobody",
       "组内最小；无人则缺失"},
      {"max", "max(x where condition by keys)", 1, 1, "the largest in the group; absent over nobody",
       "组内最大；无人则缺失"},
      {"any", "any(c where condition by keys)", 1, 1, "whether it holds for somebody in the group",
       "组内是否有人成立"}};
  return table;
}

const std::vector<PeriodField>& period_fields() {
  using enum CalendarFunction;
  const Type day = Type::date(), truth = Type::boolean();
  const Type whole = Type::number(Unit::plain(), 0), days = Type::number(Unit::of_days(), 0);
  static const std::vector<PeriodField> table = {
      {"start", period_start, day, "its first day", "周期的第一天"},
      {"end", period_end, day, "its last day", "周期的最后一天"},
      {"number", period_number, whole, "its number within its year", "在一年中的序号"},
      {"year", period_year, whole, "its year; of a week the ISO year", "所在年份；周按 ISO 年计"},
      {"days", period_days, days, "how many days it has", "周期的天数"},
      {"year_days", period_year_days, days, "how many days its year has", "所在年份的天数"},
      {"elapsed_days", period_elapsed_days, days, "the days of its year up to its end",
       "从年初到周期末的天数"},
      {"ends_quarter", period_ends_quarter, truth, "whether it contains the last day of a quarter",
       "是否包含季度的最后一天"},
      {"ends_half", period_ends_half, truth, "whether it contains the last day of a half-year",
       "是否包含半年的最后一天"},
      {"ends_year", period_ends_year, truth, "whether it contains the last day of a year",
       "是否包含一年的最后一天"}};
  return table;
}

std::optional<Value> Functions::call(const formula::Node& node) {
  const auto& table = functions();
  const auto it =
      std::find_if(table.begin(), table.end(), [&](const FunctionInfo& f) { return f.name == node.text; });
  if (it == table.end()) return unknown(node);
  const std::size_t count = node.children.size();
  if (count < it->fewest || count > it->most)
    return l_.error(codes::wrong_form, node, {Text::same(node.text), Text::same(std::string(it->form))});
  if (node.text == "has") return has(node);
  if (node.text == "round") return round(node);
  Args args;
  bool is_good = true;
  for (formula::NodeIndex child : node.children) {
    auto v = l_.lower(child);
    if (v) args.push_back(*v);
    else is_good = false;
  }
  if (!is_good) return std::nullopt;
  return apply(node.text, node, std::move(args));
}

std::nullopt_t Functions::unknown(const formula::Node& node) {
  const std::string& name = node.text;
  if (l_.context_.scope.may_be_broken(name)) return std::nullopt;
  std::vector<std::string> known = {"if", "match"};
  for (const FunctionInfo& f : functions()) known.emplace_back(f.name);
  for (const FunctionInfo& f : history_functions()) known.emplace_back(f.name);
  for (const std::string& declared : l_.context_.scope.names()) known.push_back(declared);
  Diagnostic& d = l_.context_.report(codes::unknown_function, l_.name_span(node), {Text::same(name)});
  d.suggestion = did_you_mean(name, known);
  return std::nullopt;
}

bool Functions::is_whole(const formula::Node& node, const Args& args, std::size_t i) {
  if (b_.type(args[i].node).digits == 0) return true;
  l_.error(codes::needs_whole, (*l_.tree_)[node.children[i]]);
  return false;
}

Value Functions::made(NodeId node, Type type, const Args& args) {
  const bool absent = std::any_of(args.begin(), args.end(), [](const Value& v) { return v.maybe_absent; });
  if (type.is_number()) type.digits = b_.type(node).digits;
  return {node, std::move(type), absent};
}

bool Functions::all_of(const formula::Node& node, const Args& args, ValueKind kind, std::size_t from,
                       std::size_t to) {
  bool is_good = true;
  for (std::size_t i = from; i < std::min(to, args.size()); ++i) {
    if (args[i].type.kind == kind) continue;
    const CodeInfo& code = kind == ValueKind::number    ? codes::needs_number
                           : kind == ValueKind::boolean ? codes::needs_condition
                                                        : codes::needs_date;
    l_.error(code, (*l_.tree_)[node.children[i]], {Text::same(type_text(l_.context_.graph, args[i].type))});
    is_good = false;
  }
  return is_good;
}

std::optional<Type> Functions::common(const formula::Node& node, const Args& args) {
  std::optional<Type> type = args[0].type;
  for (std::size_t i = 1; i < args.size() && type; ++i)
    type = l_.unify(*type, l_.span(node.children[0]), args[i].type, l_.span(node.children[i]));
  return type;
}

std::optional<Value> Functions::apply(std::string_view name, const formula::Node& node, Args args) {
  if (name == "min" || name == "max") return extreme(node, args, name == "max");
  if (name == "clamp") return clamp(node, args);
  if (name == "sum" || name == "mean") return total(node, args, name == "mean");
  if (name == "count_true") return count_true(node, args);
  if (name == "up" || name == "down") return along(node, args, name == "up" ? 1 : -1);
  if (name == "part") return part(node, args);
  if (name == "abs" || name == "floor" || name == "ceil") {
    if (!all_of(node, args, ValueKind::number, 0, 1)) return std::nullopt;
    const Value& x = args[0];
    if (name == "abs") {
      const Curve v{{{0, 0, 0, 0}}, -1, 1};
      return made(b_.curve(x.node, v, x.type.unit), x.type, args);
    }
    return rounded(node, x,
                   Rounding::to_digits(0, name == "floor" ? RoundingMode::floor : RoundingMode::ceiling));
  }
  return date_function(name, node, args);
}

std::optional<Value> Functions::extreme(const formula::Node& node, const Args& args, bool largest) {
  const auto type = common(node, args);
  if (!type) return std::nullopt;
  if (type->kind == ValueKind::text || type->kind == ValueKind::boolean)
    return l_.error(codes::not_ordered, node, {Text::same(type_text(l_.context_.graph, *type))});
  std::vector<NodeId> nodes;
  for (const Value& v : args) nodes.push_back(v.node);
  return made(largest ? b_.max(nodes, type->unit) : b_.min(nodes, type->unit), *type, args);
}

std::optional<Value> Functions::clamp(const formula::Node& node, const Args& args) {
  const auto type = common(node, args);
  if (!type) return std::nullopt;
  if (type->kind == ValueKind::text || type->kind == ValueKind::boolean)
    return l_.error(codes::not_ordered, node, {Text::same(type_text(l_.context_.graph, *type))});
  const NodeId low = args[1].node, high = args[2].node;
  const Cell* constant_low = b_.constant_of(low);
  const Cell* constant_high = b_.constant_of(high);
  const NodeId held = b_.max({b_.min({args[0].node, high}, type->unit), low}, type->unit);
  if (constant_low && constant_high) {
    if (constant_high->number < constant_low->number) return l_.error(codes::clamp_crossed, node);
    return made(held, *type, args);
  }
  const NodeId fails = b_.fail(l_.site(codes::clamp_crossed_in_row, node), *type);
  return made(b_.choose({{b_.less(high, low), fails}}, held, type->unit), *type, args);
}

std::optional<Value> Functions::rounded(const formula::Node& node, const Value& x, const Rounding& how) {
  const NodeId id = b_.round(x.node, how, l_.site(codes::too_many_digits, node, {written(node)}));
  return made(id, x.type, {x});
}

std::optional<Value> Functions::round(const formula::Node& node) {
  auto x = l_.lower_number(node.children[0]);
  int digits = 0;
  const Rules& rules = l_.context_.rounding;
  const auto& plan_rule = rules.item ? rules.item : rules.score ? rules.score : rules.pay;
  std::optional<RoundingMode> mode;
  if (plan_rule) mode = plan_rule->mode;
  if (node.children.size() >= 2) {
    const formula::Node& written = (*l_.tree_)[node.children[1]];
    const bool is_whole =
        written.kind == Kind::number && decimals_of(written.value) == 0 && written.value <= 30;
    if (!is_whole) return l_.error(codes::round_digits, written);
    digits = static_cast<int>(numerator_of(written.value));
  }
  if (node.children.size() == 3) {
    const formula::Node& written = (*l_.tree_)[node.children[2]];
    mode = written.kind == Kind::name ? rounding_mode_named(written.text) : std::nullopt;
    if (!mode) return unknown_mode(written);
  }
  if (!mode) return l_.error(codes::round_needs_mode, node);
  if (!x) return std::nullopt;
  return rounded(node, *x, Rounding::to_digits(digits, *mode));
}

Text Functions::written(const formula::Node& node) const {
  return Text::same(in_short(std::string_view(l_.tree_->text).substr(node.begin, node.end - node.begin)));
}

std::nullopt_t Functions::unknown_mode(const formula::Node& node) {
  const Text shown = written(node);
  std::vector<std::string> known;
  for (const RoundingMode mode :
       {RoundingMode::half_up, RoundingMode::half_even, RoundingMode::half_down, RoundingMode::up,
        RoundingMode::down, RoundingMode::ceiling, RoundingMode::floor})
    known.emplace_back(name_of(mode));
  l_.context_.report(codes::round_mode, l_.span(node), {shown}).suggestion = did_you_mean(shown.en, known);
  return std::nullopt;
}

std::optional<Value> Functions::total(const formula::Node& node, const Args& args, bool mean) {
  if (!all_of(node, args, ValueKind::number, 0, args.size())) return std::nullopt;
  const auto type = common(node, args);
  if (!type) return std::nullopt;
  const Rational each = mean ? Rational(1, static_cast<unsigned>(args.size())) : Rational(1);
  std::vector<std::pair<Rational, NodeId>> terms;
  for (const Value& v : args) terms.push_back({each, v.node});
  return made(b_.sum(0, terms, type->unit), *type, args);
}

std::optional<Value> Functions::count_true(const formula::Node& node, const Args& args) {
  if (!all_of(node, args, ValueKind::boolean, 0, args.size())) return std::nullopt;
  std::vector<std::pair<Rational, NodeId>> terms;
  for (const Value& v : args)
    terms.push_back({1, b_.choose({{v.node, b_.number(1)}}, b_.number(0), Unit::count())});
  return made(b_.sum(0, terms, Unit::count()), Type::number(Unit::count(), 0), args);
}

std::optional<Value> Functions::has(const formula::Node& node) {
  const formula::Node& name = (*l_.tree_)[node.children[0]];
  if (name.kind != Kind::name) return l_.error(codes::has_needs_name, name);
  auto v = l_.resolve(name, true, {});
  if (!v) return std::nullopt;
  return Value{b_.present(v->node), Type::boolean(), false};
}

std::optional<Value> Functions::along(const formula::Node& node, const Args& args, int direction) {
  if (args[0].type.kind != ValueKind::member)
    return l_.error(codes::needs_member, (*l_.tree_)[node.children[0]],
                    {Text::same(type_text(l_.context_.graph, args[0].type))});
  if (args.size() == 2 && !all_of(node, args, ValueKind::number, 1, 2)) return std::nullopt;
  if (args.size() == 2 && !is_whole(node, args, 1)) return std::nullopt;
  // The way along the list is a plain number: only what stops at the ends is a member again.
  const Type type = args[0].type;
  const Unit places = Unit::plain();
  const NodeId moved = args.size() == 2 ? b_.sum(0, {{1, args[0].node}, {direction, args[1].node}}, places)
                                        : b_.sum(direction, {{1, args[0].node}}, places);
  const Rational last = l_.context_.graph.lists[type.list].members.size() - 1;
  Curve ends{{{0, 0, 0, 0}}, 0, 0};
  if (last > 0) ends.knots.push_back({last, last, last, last});
  return made(b_.curve(moved, std::move(ends), places, type.list), type, args);
}

std::optional<Value> Functions::part(const formula::Node& node, const Args& args) {
  if (!all_of(node, args, ValueKind::number, 0, args.size())) return std::nullopt;
  const Cell* k = b_.constant_of(args[1].node);
  const std::size_t shares = args.size() - 2;
  const bool is_place = k && decimals_of(k->number) == 0 && k->number >= 1 && k->number <= shares;
  if (!is_place)
    return l_.error(codes::part_place, (*l_.tree_)[node.children[1]], {Text::same(std::to_string(shares))});
  const auto& pay = l_.context_.rounding.pay;
  if (!pay) return l_.error(codes::part_needs_pay, node, {Text::same(node.text)});
  Rational total = 0;
  for (std::size_t i = 2; i < args.size(); ++i) {
    const Cell* share = b_.constant_of(args[i].node);
    if (!share || share->number < 0) return l_.error(codes::part_shares, node);
    total += share->number;
  }
  if (total != 1) return l_.error(codes::part_shares, node);
  const Rounding toward_zero{RoundingMode::down, pay->step, pay->digits};
  const Unit unit = args[0].type.unit;
  const auto rounded_part = [&](std::size_t i) {
    return b_.round(b_.scaled(args[0].node, b_.constant_of(args[i].node)->number, unit), toward_zero,
                    l_.site(codes::too_many_digits, node, {written(node)}));
  };
  const auto place = static_cast<std::size_t>(numerator_of(k->number));
  if (place < shares) return made(rounded_part(place + 1), args[0].type, args);
  std::vector<std::pair<Rational, NodeId>> terms = {{1, args[0].node}};
  for (std::size_t i = 2; i + 1 < args.size(); ++i) terms.push_back({-1, rounded_part(i)});
  return made(b_.sum(0, terms, unit), args[0].type, args);
}

std::optional<Value> Functions::date_function(std::string_view name, const formula::Node& node,
                                              const Args& args) {
  std::vector<NodeId> nodes;
  for (const Value& v : args) nodes.push_back(v.node);
  const auto day_of = [&](CalendarFunction function) {
    return b_.day_or_fail(function, nodes, l_.site(codes::no_such_date, node));
  };
  if (name == "date") {
    if (!all_of(node, args, ValueKind::number, 0, 3)) return std::nullopt;
    const bool year = is_whole(node, args, 0), month = is_whole(node, args, 1), day = is_whole(node, args, 2);
    if (!year || !month || !day) return std::nullopt;
    return made(day_of(CalendarFunction::make_date), Type::date(), args);
  }
  if (!all_of(node, args, ValueKind::date, 0, name == "add_months" ? 1 : 2)) return std::nullopt;
  if (name == "days") {
    const Type days = Type::number(Unit::of_days(), 0);
    return made(b_.sum(0, {{1, nodes[1]}, {-1, nodes[0]}}, days), days, args);
  }
  if (name == "months") {
    const Type count = Type::number(Unit::count(), 0);
    return made(b_.calendar(CalendarFunction::months, nodes, count), count, args);
  }
  if (name == "month_start")
    return made(b_.calendar(CalendarFunction::month_start, nodes, Type::date()), Type::date(), args);
  if (!all_of(node, args, ValueKind::number, 1, 2) || !is_whole(node, args, 1)) return std::nullopt;
  return made(day_of(CalendarFunction::add_months), Type::date(), args);
}

// What `period.ends_quarter` and its like ask for; of listed periods only, days know all of them.
static std::optional<PeriodStep> ended_by(CalendarFunction function) {
  switch (function) {
    case CalendarFunction::period_ends_quarter: return PeriodStep::quarter;
    case CalendarFunction::period_ends_half: return PeriodStep::half;
    default: return std::nullopt;
  }
}

std::optional<Value> Functions::period(const formula::Node& node) {
  if (l_.context_.graph.period.empty()) return l_.error(codes::no_period, node, {Text::same(node.text)});
  const std::string_view name = std::string_view(node.text).substr(7);
  std::vector<std::string> known;
  for (const PeriodField& f : period_fields()) {
    if (f.name == name) {
      const PlanCalendar& calendar = *l_.context_.graph.calendar;
      const auto unit = calendar.step() == PeriodStep::listed ? ended_by(f.function) : std::nullopt;
      if (unit && !calendar.has(*unit))
        return l_.error(codes::calendar_unit, node,
                        {Text::same(l_.context_.graph.period), units_text(*unit)});
      const NodeId id = b_.of_period(f.function, f.type);
      return Value{id, f.type, false};
    }
    known.push_back("period." + std::string(f.name));
  }
  Diagnostic& d = l_.context_.report(codes::unknown_name, l_.span(node), {Text::same(node.text)});
  d.suggestion = did_you_mean(node.text, known);
  return std::nullopt;
}

}  // namespace merit::graph
