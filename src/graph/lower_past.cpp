// Formulas to nodes: earlier periods. `carried(balance, 0)`, `prev(sold, 1, 0)`, `sum(sold over ytd)`.
//
// A window is what earlier periods give, together with what this one does: only the former is history.
#include <algorithm>

#include "graph/codes.hpp"
#include "graph/functions.hpp"
#include "graph/inputs.hpp"
#include "graph/lower.hpp"
#include "graph/paths.hpp"

namespace merit::graph {

using formula::Kind;

bool is_history(const formula::Node& call) {
  const auto& known = history_functions();
  return call.kind == Kind::call &&
         std::any_of(known.begin(), known.end(), [&](const FunctionInfo& f) { return f.name == call.text; });
}

namespace {

Window window_of(const formula::Node& call, PeriodStep step) {
  switch (call.over) {
    case formula::Window::ytd: return {PeriodStep::year, 0};
    case formula::Window::htd: return {PeriodStep::half, 0};
    case formula::Window::qtd: return {PeriodStep::quarter, 0};
    case formula::Window::last: return {step, call.window_length - 1};
    case formula::Window::last_quarters: return {PeriodStep::quarter, call.window_length - 1};
    case formula::Window::last_year: return {PeriodStep::year, 1, true};
    case formula::Window::all:
    case formula::Window::none: break;
  }
  return {step, Window::always};
}

}  // namespace

// Whether earlier periods of the rows can be known here: there are periods, and rows have a key.
bool Lowering::has_history(const formula::Node& call) {
  const auto refuse = [&](const CodeInfo& code, Text what) {
    context_.report(code, span(call), {std::move(what)});
    return false;
  };
  const Text name = Text::same(call.text);
  if (setting_.constants_only) return refuse(codes::needs_constant, name);
  if (setting_.closed_reads) {
    context_.report(codes::weight_reads, span(call), {name, {"of earlier periods", "以前各期的数据"}});
    return false;
  }
  if (setting_.frames.size() > 1 || setting_.is_of_peers) return refuse(codes::group_inside, name);
  if (!context_.graph.calendar) return refuse(codes::no_period, name);
  const Table& table = context_.graph.tables[setting_.frames.front().table];
  if (!table.has_key && !table.is_single) return refuse(codes::history_without_key, Text::same(table.name));
  return true;
}

// ---- names

namespace {

/// What is known of a name before its node is made: the type it will have.
struct Known {
  std::optional<std::uint32_t> entity;
  std::optional<Value> value;  ///< when it is made
  std::optional<Type> type;    ///< as `type:` declares it
  std::optional<int> digits;   ///< as `round:` or its class says
};

Known known_of(Context& c, const Symbol& symbol) {
  if (symbol.kind == SymbolKind::input) {
    return {{}, c.value_of_input(symbol.index), {}, {}};
  }
  Known known{symbol.index, c.results[symbol.index], {}, {}};
  const plan::NodeText* text = c.parts[symbol.index].text;
  if (!text) return known;
  const Entity& entity = c.graph.entities[symbol.index];
  if (const plan::DocNode* type = text->fields["type"]) known.type = type_named(c, type->text);
  std::optional<Rounding> how;
  if (entity.is_of_score) how = entity.kind == EntityKind::section ? c.rounding.score : c.rounding.item;
  else if (entity.is_of_pay) how = c.rounding.pay;
  if (const plan::DocNode* round = text->fields["round"]) how = parse_rounding(round->text);
  const auto found = c.kept_digits.find(symbol.index);
  if (how) known.digits = how->digits;
  else if (found != c.kept_digits.end()) known.digits = found->second;
  return known;
}

}  // namespace

// The slot of a name of this table that is kept, whether its node is made or not.
std::optional<std::uint32_t> Lowering::kept_name(const formula::Node& call) {
  const formula::Node& name = (*tree_)[call.children[0]];
  const std::uint32_t table = setting_.frames.front().table;
  const auto path = name.kind == Kind::name ? path_of(context_, table, name.text) : std::nullopt;
  const Symbol* symbol = path && !path->has_steps() && path->rows.empty() ? path->symbol : nullptr;
  const bool is_plain = symbol && !setting_.locals.contains(name.text) &&
                        (symbol->kind == SymbolKind::input || symbol->kind == SymbolKind::entity);
  if (!is_plain) {
    if (name.kind == Kind::name && !path && !setting_.locals.contains(name.text)) report_unknown(name);
    else context_.report(codes::history_of_name, span(name), {Text::same(call.text)});
    return std::nullopt;
  }
  const Known known = known_of(context_, *symbol);
  return context_.keep(table, name.text, known.entity, known.value);
}

std::optional<Value> Lowering::lower_history(const formula::Node& call) {
  if (!has_history(call)) return std::nullopt;
  const auto& infos = history_functions();
  const auto info =
      std::find_if(infos.begin(), infos.end(), [&](const FunctionInfo& f) { return f.name == call.text; });
  if (call.is_group() || call.children.size() != info->most)
    return error(codes::wrong_form, call, {Text::same(call.text), Text::same(std::string(info->form))});
  const auto slot = kept_name(call);
  if (!slot) return std::nullopt;
  return call.text == "streak" ? lower_streak(call, *slot) : lower_earlier(call, *slot);
}

// carried and prev: the value then, or `first`.
std::optional<Value> Lowering::lower_earlier(const formula::Node& call, std::uint32_t slot) {
  const formula::Node& name = (*tree_)[call.children[0]];
  const Symbol* symbol = path_of(context_, setting_.frames.front().table, name.text)->symbol;
  const Known known = known_of(context_, *symbol);
  Window window{context_.graph.calendar->step(), Window::always};
  if (call.text == "prev") {
    const auto periods = periods_back((*tree_)[call.children[1]]);
    if (!periods) return std::nullopt;
    window.back = *periods;
    window.is_exact = true;
    if (const auto every = every_of(context_, *symbol)) window.unit = *every;
  }
  const auto list = known.value && known.value->type.kind == ValueKind::member
                        ? std::optional(known.value->type.list)
                        : std::nullopt;
  const auto first = lower(call.children.back(), list);
  if (!first) return std::nullopt;
  Type type = first->type;
  const auto expected = known.value ? std::optional(known.value->type) : known.type;
  if (expected) {
    const auto both = unify(*expected, symbol->span, first->type, span(call.children.back()));
    if (!both) return std::nullopt;
    type = *both;
  }
  if (type.is_number()) {
    const Type& of_name = known.value ? builder_.type(known.value->node) : builder_.type(first->node);
    type.digits = known.digits ? *known.digits : of_name.digits;
    if (!type.is_fixed()) return error(codes::exact_crosses, name, {Text::same(name.text)});
  }
  type.maybe_absent = true;
  const Range range = known.value ? range_earlier(context_.graph, known.value->node) : Range{};
  const NodeId then = past(call, {PastFunction::last, slot, window, {}, {}}, type, range);
  const NodeId made = builder_.otherwise(then, first->node);
  Type result = builder_.type(made);
  result.unit = type.unit;
  return value(made, result, first->maybe_absent);
}

std::optional<std::int32_t> Lowering::periods_back(const formula::Node& node) {
  const bool is_count =
      node.kind == Kind::number && decimals_of(node.value) == 0 && node.value >= 1 && node.value <= 10000;
  if (!is_count) return error(codes::periods_back, node);
  return static_cast<std::int32_t>(numerator_of(node.value));
}

std::optional<Value> Lowering::lower_streak(const formula::Node& call, std::uint32_t slot) {
  const formula::Node& name = (*tree_)[call.children[0]];
  const auto holds = resolve(name, true, {});
  if (!holds) return std::nullopt;
  if (holds->type.kind != ValueKind::boolean)
    return error(codes::needs_condition, name, {Text::same(type_text(context_.graph, holds->type))});
  const Window window{context_.graph.calendar->step(), Window::always};
  const Type type = Type::number(Unit::count(), 0);
  const NodeId before =
      past(call, {PastFunction::streak, slot, window, {}, {}}, type, {Rational(0), std::nullopt});
  const NodeId longer = builder_.sum(1, {{1, before}}, Unit::count());
  NodeId made = builder_.choose({{holds->node, longer}}, builder_.number(0), Unit::count());
  if (builder_.type(holds->node).maybe_absent)
    made = builder_.choose({{builder_.present(holds->node), made}}, before, Unit::count());
  return value(made, type);
}

NodeId Lowering::past(const formula::Node& call, PastData data, const Type& type, const Range& range) {
  data.failed = site(codes::earlier_failed, call, {written(call)});
  data.too_long = site(codes::too_many_digits, call, {written(call)});
  return builder_.past(data, type, range, setting_.frames.front().table);
}

// ---- windows

std::optional<Value> Lowering::lower_window(const formula::Node& call) {
  if (!has_history(call)) return std::nullopt;
  if (!call.by.empty() || call.by_all) return error(codes::by_and_over, call, {Text::same(call.text)});
  if (call.children.size() != (call.text == "count" ? 0u : 1u))
    return error(codes::wrong_form, call,
                 {Text::same(call.text),
                  Text::same(call.text == "count" ? "count(where condition over window)"
                                                  : call.text + "(x where condition over window)")});
  Lowering peer(context_, peers());
  peer.scalar_ = scalar_;
  peer.tree_ = tree_;
  const auto x = peer.lower_peer(call);
  if (!x) return std::nullopt;
  const PlanCalendar& calendar = *context_.graph.calendar;
  const Window window = window_of(call, calendar.step());
  if (!calendar.has(window.unit))
    return error(codes::calendar_unit, call, {Text::same(context_.graph.period), units_text(window.unit)});
  const Over over{call, *x, window, keep_expression(call, *x)};
  const bool is_mean = call.text == "mean";
  const NodeId made = is_mean ? builder_.ratio(over_window(over, FoldFunction::sum),
                                               over_window(over, FoldFunction::count), x->type.unit)
                              : over_window(over, *fold_named(call.text));
  Type type = builder_.type(made);
  type.maybe_absent = false;
  const bool needs_values = is_mean || call.text == "min" || call.text == "max";
  const bool may_be_empty = call.where || x->maybe_absent || over.window.is_exact;
  return alone(value(made, type, needs_values && may_be_empty), call);
}

// Without arguments of a definition, what is written alike is the same.
std::optional<std::uint32_t> Lowering::kept_formula(const std::string& name) const {
  const auto& kept = context_.graph.kept;
  for (std::uint32_t slot = 0; slot < kept.size(); ++slot)
    if (kept[slot].table == setting_.frames.front().table && kept[slot].name == name &&
        !context_.kept_entities[slot])
      return slot;
  return std::nullopt;
}

// The slot of what a window runs over: that of a name, or one of its own.
std::uint32_t Lowering::keep_expression(const formula::Node& call, const Value& x) {
  const std::uint32_t table = setting_.frames.front().table;
  // No name of the plan has a blank.
  std::string name = call.children.empty() ? "each row" : print(*tree_, call.children[0]);
  if (call.where) name += " where " + print(*tree_, *call.where);
  // What the arguments of a definition stand for is told by who calls it.
  const std::uint32_t entity = builder_.origin().entity;
  if (!setting_.locals.empty() && entity < context_.graph.entities.size())
    name = context_.graph.entities[entity].path + ": " + name;
  const bool is_formula =
      call.where || call.children.empty() || (*tree_)[call.children.front()].kind != Kind::name;
  if (setting_.locals.empty() && is_formula)
    if (const auto known = kept_formula(name)) return *known;
  const std::uint32_t slot = context_.keep(table, name, {}, x);
  // An input may be kept as it is and as it is read.
  const bool is_taken = context_.graph.kept[slot].name != name;
  if (is_taken && (is_formula || !setting_.locals.empty()))
    context_.report(codes::kept_ambiguous, span(call), {Text::same(name)});
  return slot;
}

// What earlier periods of the window give and this one.
NodeId Lowering::over_window(const Over& over, FoldFunction function) {
  Builder& b = builder_;
  const NodeId x = over.x.node;
  const bool has_now = !over.window.is_exact, may_be_absent = b.type(x).maybe_absent;
  const Unit& unit = over.x.type.unit;
  const auto earlier = [&](PastFunction f, const Type& type, const Range& range) {
    return past(over.call, {f, over.kept, over.window, {}, {}}, type, range);
  };
  const Range from_0 = {Rational(0), std::nullopt};
  Type type = b.type(x);
  type.maybe_absent = false;
  switch (function) {
    case FoldFunction::sum: {
      const NodeId before = earlier(PastFunction::sum, type, b.range(x).is_at_least(0) ? from_0 : Range{});
      const NodeId now = may_be_absent ? b.otherwise(x, b.number(0)) : x;
      return has_now ? b.sum(0, {{1, before}, {1, now}}, unit) : before;
    }
    case FoldFunction::count: {
      const NodeId before = earlier(PastFunction::count, Type::number(Unit::count(), 0), from_0);
      const NodeId now =
          may_be_absent ? b.choose({{b.present(x), b.number(1)}}, b.number(0), Unit::count()) : b.number(1);
      return has_now ? b.sum(0, {{1, before}, {1, now}}, Unit::count()) : before;
    }
    case FoldFunction::any: {
      const NodeId before = earlier(PastFunction::any, Type::boolean(), {});
      if (!has_now) return before;
      const NodeId now = may_be_absent ? b.choose({{b.present(x), x}}, b.boolean(false), {}) : x;
      // Both are looked at: a failure in either is one of the whole.
      const auto as_number = [&](NodeId c) {
        return b.choose({{c, b.number(1)}}, b.number(0), Unit::plain());
      };
      return b.less(b.number(0), b.sum(0, {{1, as_number(before)}, {1, as_number(now)}}, Unit::plain()));
    }
    case FoldFunction::min:
    case FoldFunction::max: break;
  }
  type.maybe_absent = true;
  const bool is_min = function == FoldFunction::min;
  const NodeId before =
      earlier(is_min ? PastFunction::min : PastFunction::max, type, range_earlier(context_.graph, x));
  if (!has_now) return before;
  // The better of both, in which a failure of either is one of the whole; else the one that is there.
  const NodeId better = is_min ? b.min({before, x}, unit) : b.max({before, x}, unit);
  return b.otherwise(better, may_be_absent ? b.otherwise(before, x) : x);
}

}  // namespace merit::graph
