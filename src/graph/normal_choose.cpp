// Choices: conditions that are known, negations, branches that are one curve, chains.
#include <algorithm>

#include "graph/normal_maker.hpp"

namespace merit::graph {

namespace {

// 1 where x < at, or where at < x, else 0.
Curve below(const Rational& at) { return {{{at, 1, 0, 0}}, 0, 0}; }
Curve above(const Rational& at) { return {{{at, 0, 0, 1}}, 0, 0}; }
Curve exactly(const Rational& at) { return {{{at, 0, 1, 0}}, 0, 0}; }

bool is_numeric(ValueKind kind) { return kind != ValueKind::boolean && kind != ValueKind::text; }

}  // namespace

// ---- comparisons

// Of a line and a constant, the line's base is compared: 2 * x + 10 < 30 is x < 10.
NodeId NormalMaker::less(NodeId a, NodeId b) {
  if (a == b && is_sure(a)) return boolean(false);
  const Cell *x = constant_of(a), *y = constant_of(b);
  const Line of = line_of(x ? b : a);
  if (!x == !y || of.base == (x ? b : a)) return finish(builder_.less(a, b));
  const Rational at = ((x ? *x : *y).number - of.offset) / of.scale;
  const NodeId bound = constant(Cell::of(at), type(of.base));
  const bool base_first = !x == (of.scale > 0);
  return base_first ? less(of.base, bound) : less(bound, of.base);
}

NodeId NormalMaker::same(NodeId a, NodeId b) {
  if (a == b && is_sure(a)) return boolean(true);
  if (constant_of(b) || (!constant_of(a) && stands_before(b, a))) std::swap(a, b);
  const Cell* c = constant_of(a);
  const Type boolean_type = Type::boolean();
  if (c && type(a).kind == ValueKind::boolean)
    return c->flag ? b : choose(b, boolean(false), boolean(true), boolean_type);
  const Line of = line_of(b);
  if (!c || of.base == b) return finish(builder_.same(a, b));
  return same(constant(Cell::of((c->number - of.offset) / of.scale), type(of.base)), of.base);
}

// ---- conditions as step curves

std::optional<NormalMaker::View> NormalMaker::condition(NodeId id) const {
  if (const Cell* c = constant_of(id); c && type(id).kind == ValueKind::boolean) {
    const Rational holds = c->flag ? 1 : 0;
    return View{no_node, {{{0, holds, holds, holds}}, 0, 0}};
  }
  const auto it = conditions_.find(id.value);
  return it == conditions_.end() ? std::nullopt : std::optional(it->second);
}

// Keeps what a new comparison is of the one number it depends on, if it does.
void NormalMaker::remember_comparison(NodeId id) {
  const auto args = graph_.arguments(id);
  const auto keep = [&](NodeId x, const Curve& test) {
    const auto of = view(x);
    if (!of || of->base.is_none()) return;
    if (auto whole = merged(test, of->curve)) conditions_[id.value] = {of->base, std::move(*whole)};
  };
  if (op(id) == Op::less) {
    if (const Cell* b = constant_of(args[1])) keep(args[0], below(b->number));
    else if (const Cell* a = constant_of(args[0])) keep(args[1], above(a->number));
  } else if (op(id) == Op::same && is_numeric(type(args[0]).kind)) {
    if (const Cell* a = constant_of(args[0])) keep(args[1], exactly(a->number));
  }
}

// Likewise for a choice between conditions.
void NormalMaker::remember_choice(NodeId id, NodeId given, NodeId yes, NodeId no) {
  if (type(id).kind != ValueKind::boolean || conditions_.contains(id.value)) return;
  const auto c = condition(given), y = condition(yes), n = condition(no);
  if (!c || !y || !n) return;
  const auto is_of = [&](const View& v) { return v.base.is_none() || v.base == c->base; };
  const std::size_t knots = c->curve.knots.size() + y->curve.knots.size() + n->curve.knots.size();
  if (is_of(*y) && is_of(*n) && knots <= merged_knots)
    conditions_[id.value] = {c->base, curve_where(c->curve, y->curve, n->curve)};
}

// ---- choose

// y when the condition is spelled `not y`, else none.
NodeId NormalMaker::negated(NodeId condition) const {
  if (op(condition) != Op::choose) return no_node;
  const auto args = graph_.arguments(condition);
  const bool is_not = args.size() == 3 && is_boolean(args[1], false) && is_boolean(args[2], true);
  return is_not ? args[0] : no_node;
}

// What is left of a branch that is reached only when the condition holds (or does not).
NodeId NormalMaker::assuming(NodeId condition, bool holds, NodeId branch, const Type& kind) {
  if (branch == condition) return boolean(holds);
  if (op(branch) != Op::choose) return branch;
  const std::vector<NodeId> args = arguments(branch);
  if (args[0] != condition) return branch;
  if (holds) return args[1];
  Cases rest;
  for (std::size_t i = 2; i + 1 < args.size(); i += 2) rest.push_back({args[i], args[i + 1]});
  return choose(rest, args.back(), kind);
}

// The choice as one curve, when condition and branches are curves of one number.
std::optional<NodeId> NormalMaker::one_curve(NodeId given, NodeId yes, NodeId no, const Type& kind) {
  if (kind.kind != ValueKind::number && kind.kind != ValueKind::member) return std::nullopt;
  const auto c = condition(given);
  if (!c) return std::nullopt;
  const auto y = view(yes), n = view(no);
  const auto is_of = [&](const std::optional<View>& v) {
    return v && (v->base.is_none() || v->base == c->base) && is_short(v->curve);
  };
  if (!is_of(y) || !is_of(n)) return std::nullopt;
  if (c->curve.knots.size() + y->curve.knots.size() + n->curve.knots.size() > merged_knots)
    return std::nullopt;
  return curve(c->base, curve_where(c->curve, y->curve, n->curve), kind);
}

// A chain of choices is one node with many cases.
NodeId NormalMaker::chain(NodeId condition, NodeId yes, NodeId no) {
  Cases cases = {{condition, yes}};
  NodeId last = no;
  if (const std::vector<NodeId> args = arguments(no);
      op(no) == Op::choose && args.size() <= 2 * merged_operands) {
    for (std::size_t i = 0; i + 1 < args.size(); i += 2) cases.push_back({args[i], args[i + 1]});
    last = args.back();
  }
  const NodeId result = finish(builder_.choose(cases, last, {}));
  remember_choice(result, condition, yes, no);
  return result;
}

NodeId NormalMaker::choose(NodeId condition, NodeId yes, NodeId no, const Type& kind) {
  if (const Cell* c = constant_of(condition)) return c->flag ? yes : no;
  if (op(condition) == Op::none) return none(kind);
  if (op(condition) == Op::fail) return fail(graph_.payload<SiteId>(condition), kind);
  if (const NodeId positive = negated(condition); !positive.is_none()) return choose(positive, no, yes, kind);
  yes = assuming(condition, true, yes, kind);
  no = assuming(condition, false, no, kind);
  if (yes == no && is_sure(condition)) return yes;
  if (is_boolean(yes, true) && is_boolean(no, false)) return condition;
  if (const auto merged = one_curve(condition, yes, no, kind)) return *merged;
  return chain(condition, yes, no);
}

NodeId NormalMaker::choose(const Cases& cases, NodeId otherwise, const Type& kind) {
  NodeId result = otherwise;
  for (std::size_t i = cases.size(); i-- > 0;) result = choose(cases[i].first, cases[i].second, result, kind);
  return result;
}

// ---- absence

NodeId NormalMaker::present(NodeId x) {
  // A curve or a line of something is there when that is.
  while (op(x) == Op::curve || line_of(x).base != x) x = graph_.arguments(x)[0];
  if (op(x) == Op::fail) return fail(graph_.payload<SiteId>(x), Type::boolean());
  if (op(x) == Op::none) return boolean(false);
  if (is_sure(x)) return boolean(true);
  return finish(builder_.present(x));
}

NodeId NormalMaker::otherwise(NodeId x, NodeId instead) {
  if (op(x) == Op::none) return instead;
  if (!can_be_absent(x) || op(instead) == Op::none || x == instead) return x;
  // Where there is no other value, what is made of x is made of what is left of it.
  if (op(instead) == Op::fail) {
    const Type kind = type(x);
    if (op(x) == Op::curve) {
      Curve shape = graph_.payload<Curve>(x);
      return curve(otherwise(graph_.arguments(x)[0], instead), std::move(shape), kind);
    }
    if (const Line of = line_of(x); of.base != x)
      return sum(of.offset, {{of.scale, otherwise(of.base, instead)}}, kind);
  }
  return finish(builder_.otherwise(x, instead));
}

}  // namespace merit::graph
