// Sums, products, quotients: flat, like terms added, constant factors outside.
#include <algorithm>

#include "graph/normal_maker.hpp"

namespace merit::graph {

// ---- sums

// Adds scale * x, opening a sum that is not too long.
void NormalMaker::add_terms(const Rational& scale, NodeId x, bool is_only, Rational& constant,
                            Terms& terms) const {
  if (const Cell* c = constant_of(x)) {
    constant += scale * c->number;
    return;
  }
  const auto args = graph_.arguments(x);
  const auto can_open = [&] {
    if (op(x) != Op::sum || (!is_only && args.size() > merged_operands)) return false;
    const SumData& data = graph_.payload<SumData>(x);
    return is_short(scale) && is_short(data.constant) &&
           std::all_of(data.coefficients.begin(), data.coefficients.end(),
                       [](const Rational& c) { return is_short(c); });
  };
  if (!can_open()) {
    terms.push_back({scale, x});
    return;
  }
  const SumData& data = graph_.payload<SumData>(x);
  constant += scale * data.constant;
  for (std::size_t i = 0; i < args.size(); ++i) terms.push_back({scale * data.coefficients[i], args[i]});
}

// Like terms become one; the order is that of structure. A coefficient may come to 0.
void NormalMaker::combine(Terms& terms) const {
  std::sort(terms.begin(), terms.end(),
            [this](const auto& a, const auto& b) { return stands_before(a.second, b.second); });
  Terms result;
  for (auto& term : terms) {
    if (!result.empty() && result.back().second == term.second) result.back().first += term.first;
    else result.push_back(std::move(term));
  }
  terms = std::move(result);
}

// Merges the curves of one argument (and the argument itself) into one curve. A term that adds nothing but
// must be looked at, because it may fail or be absent, is a flat curve at 0. Returns whether a sum turned up
// that is to be opened.
bool NormalMaker::merge_curves(Rational& constant, Terms& terms) {
  const Type kind = Type::number({}, 0);
  struct Group {
    NodeId base;
    std::vector<std::size_t> terms;
    std::size_t knots = 0;
    bool has_curve = false, is_short = true, has_flat = false;
  };
  std::vector<Group> groups;
  std::unordered_map<std::uint32_t, std::size_t> group_of;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const auto& [scale, x] = terms[i];
    const bool is_curve = op(x) == Op::curve;
    const NodeId base = is_curve ? graph_.arguments(x)[0] : x;
    const auto [it, is_new] = group_of.try_emplace(base.value, groups.size());
    if (is_new) groups.push_back({base, {}});
    Group& group = groups[it->second];
    group.terms.push_back(i);
    group.has_curve |= is_curve;
    group.has_flat |= scale.is_zero() || (is_curve && flat_value(graph_.payload<Curve>(x)));
    group.is_short &= is_short(scale) && (!is_curve || is_short(graph_.payload<Curve>(x)));
    group.knots += is_curve ? graph_.payload<Curve>(x).knots.size() : 1;
  }
  Terms result;
  bool has_sum = false;
  for (const Group& group : groups) {
    const bool merges =
        group.has_curve && group.terms.size() > 1 && group.knots <= merged_knots && group.is_short;
    if (!merges && !group.has_flat) {
      for (std::size_t i : group.terms) result.push_back(terms[i]);
      continue;
    }
    Curve total{{{0, 0, 0, 0}}, 0, 0};
    for (std::size_t i : group.terms) {
      const auto& [scale, x] = terms[i];
      const Curve own = op(x) == Op::curve ? graph_.payload<Curve>(x) : Curve{{{0, 0, 0, 0}}, 1, 1};
      total = curve_sum(total, scaled(own, scale, 0));
    }
    const auto flat = flat_value(total);
    const bool is_line = is_straight(total);
    if (is_line) constant += total.knots[0].at;
    if (flat && is_sure(group.base)) continue;
    if (flat) result.push_back({1, curve(group.base, Curve{{{0, 0, 0, 0}}, 0, 0}, kind)});
    else if (is_line) result.push_back({total.left_slope, group.base});
    else result.push_back({1, curve(group.base, std::move(total), kind)});
    has_sum |= op(result.back().second) == Op::sum;
  }
  terms = std::move(result);
  return has_sum;
}

NodeId NormalMaker::sum(const Rational& given, Terms terms, const Type& kind) {
  Rational constant = given;
  for (bool again = true; again;) {
    combine(terms);
    Terms open;
    for (const auto& [scale, x] : terms) add_terms(scale, x, terms.size() == 1, constant, open);
    combine(open);
    again = merge_curves(constant, open);
    // What is left alone may be opened however long it is.
    again |= open.size() == 1 && terms.size() != 1 && op(open[0].second) == Op::sum;
    terms = std::move(open);
  }
  combine(terms);
  if (terms.empty()) return this->constant(Cell::of(constant), kind);
  if (terms.size() == 1) {
    const auto [scale, x] = terms[0];
    const bool is_same_kind = type(x).kind == kind.kind && type(x).list == kind.list;
    if (scale == 1 && constant.is_zero() && is_same_kind) return x;
    if (op(x) == Op::curve && kind.kind != ValueKind::date) {
      const Curve& own = graph_.payload<Curve>(x);
      if (is_short(own) && is_short(scale) && is_short(constant))
        return curve(graph_.arguments(x)[0], scaled(own, scale, constant), kind);
    }
  }
  Type type;
  type.kind = kind.kind;
  type.list = kind.list;
  return finish(builder_.sum(constant, terms, std::move(type)));
}

// ---- products

// The operands, with those of the same operator opened.
std::vector<NodeId> NormalMaker::flattened(Op outer, const std::vector<NodeId>& args) const {
  std::vector<NodeId> result;
  for (NodeId a : args) {
    const auto inner = graph_.arguments(a);
    if (op(a) == outer && inner.size() <= merged_operands)
      result.insert(result.end(), inner.begin(), inner.end());
    else result.push_back(a);
  }
  return result;
}

// x as a line of something else; of itself when it is not a sum of one term.
NormalMaker::Line NormalMaker::line_of(NodeId x) const {
  if (op(x) != Op::sum || graph_.arguments(x).size() != 1) return {1, 0, x};
  const SumData& data = graph_.payload<SumData>(x);
  return {data.coefficients[0], data.constant, graph_.arguments(x)[0]};
}

NodeId NormalMaker::mul(const std::vector<NodeId>& given) {
  Rational scale = 1;
  std::vector<NodeId> factors, flat;
  const auto add = [&](NodeId f) {
    const Line line = line_of(f);
    const auto value = op(f) == Op::curve ? flat_value(graph_.payload<Curve>(f)) : std::nullopt;
    if (const Cell* c = constant_of(f)) {
      scale *= c->number;
    } else if (value) {
      scale *= *value;
      flat.push_back(graph_.arguments(f)[0]);
    } else if (line.offset.is_zero() && is_short(line.scale)) {
      scale *= line.scale;
      factors.push_back(line.base);
    } else {
      factors.push_back(f);
    }
  };
  for (NodeId f : given) add(f);
  factors = flattened(Op::mul, factors);
  sort(factors);
  // What is multiplied by 0 may still fail: 0 * x is a term of its own.
  Terms terms;
  for (NodeId f : flat) terms.push_back({0, f});
  if (scale.is_zero() || factors.size() == 1)
    for (NodeId f : factors) terms.push_back({scale, f});
  else if (factors.size() > 1) terms.push_back({scale, finish(builder_.mul(factors, {}))});
  return sum(factors.empty() ? scale : Rational(0), std::move(terms), Type::number({}, 0));
}

// ---- quotients

NodeId NormalMaker::ratio(NodeId p, NodeId q) {
  const Type type = Type::number({}, exact_digits);
  const Cell* divisor = constant_of(q);
  if (divisor && !divisor->number.is_zero()) return sum(0, {{1 / divisor->number, p}}, type);
  if (divisor && !can_fail(p)) return none(type);
  Rational scale = 1;
  const Line above = line_of(p), below = line_of(q);
  if (above.offset.is_zero() && is_short(above.scale)) {
    scale *= above.scale;
    p = above.base;
  }
  if (below.offset.is_zero() && is_short(below.scale)) {
    scale /= below.scale;
    q = below.base;
  }
  if (const Cell* c = constant_of(p); c && !c->number.is_zero()) {
    scale *= c->number;
    p = number(1);
  }
  const NodeId quotient = finish(builder_.ratio(p, q, {}));
  return sum(0, {{scale, quotient}}, type);
}

}  // namespace merit::graph
