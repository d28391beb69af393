// Formulas to nodes: sums and products, dates among them.
#include <algorithm>

#include "graph/codes.hpp"
#include "graph/lower.hpp"

namespace merit::graph {

using formula::Kind;

// A chain a + b - c becomes one sum. Dates count: date - date is days, date + days is a date.
std::optional<Value> Lowering::lower_sum(Index index) {
  std::vector<std::pair<Index, int>> chain;
  for (Index i = index;;) {
    const formula::Node& node = (*tree_)[i];
    if (node.kind != Kind::add && node.kind != Kind::subtract) {
      chain.push_back({i, 1});
      break;
    }
    chain.push_back({node.children[1], node.kind == Kind::add ? 1 : -1});
    i = node.children[0];
  }
  std::reverse(chain.begin(), chain.end());
  std::vector<std::pair<Rational, NodeId>> terms;
  std::optional<Type> type;
  Span type_span;
  int dates = 0;
  std::optional<Index> fraction;  // a term that is not a whole number
  bool is_good = true, maybe_absent = false;
  for (const auto& [term, sign] : chain) {
    auto v = lower(term);
    if (!v) {
      is_good = false;
      continue;
    }
    maybe_absent |= v->maybe_absent;
    terms.push_back({sign, v->node});
    if (v->type.kind == ValueKind::date) {
      dates += sign;
      continue;
    }
    if (!v->type.is_number()) {
      error(codes::needs_number, (*tree_)[term], {Text::same(type_text(context_.graph, v->type))});
      is_good = false;
      continue;
    }
    if (builder_.type(v->node).digits != 0 && !fraction) fraction = term;
    const auto met = type ? unify(*type, type_span, v->type, span(term)) : std::optional(v->type);
    if (!met) {
      is_good = false;
      continue;
    }
    if (!type || type->unit.tag == Unit::Tag::literal) type_span = span(term);
    type = met;
  }
  if (!is_good) return std::nullopt;
  const bool has_dates = std::any_of(terms.begin(), terms.end(), [&](const auto& t) {
    return builder_.type(t.second).kind == ValueKind::date;
  });
  if (has_dates) {
    const bool days_only = !type || meet(type->unit, Unit::of_days()) || type->unit.tag == Unit::Tag::count ||
                           type->unit == Unit::plain();
    if (dates < 0 || dates > 1 || !days_only) return error(codes::date_arithmetic, (*tree_)[index]);
    if (dates == 1 && fraction) return error(codes::needs_whole, (*tree_)[*fraction]);
    if (dates == 0) {
      const NodeId days = builder_.sum(0, terms, Type::number(Unit::of_days(), 0));
      Type result = builder_.type(days);
      result.maybe_absent = false;
      return value(days, result, maybe_absent);
    }
    const NodeId sum = builder_.sum(0, terms, Type::date());
    const NodeId day =
        builder_.day_or_fail(CalendarFunction::real_day, {sum}, site(codes::no_such_date, (*tree_)[index]));
    return value(day, Type::date(), maybe_absent);
  }
  const NodeId sum = builder_.sum(0, terms, type->unit);
  type->digits = builder_.type(sum).digits;
  return value(sum, *type, maybe_absent);
}

std::optional<Value> Lowering::lower_product(Index index) {
  // Left-deep chains are walked, not recursed into: a * b / c * d.
  std::vector<Index> chain;
  Index leftmost = index;
  while ((*tree_)[leftmost].kind == Kind::multiply || (*tree_)[leftmost].kind == Kind::divide) {
    chain.push_back(leftmost);
    leftmost = (*tree_)[leftmost].children[0];
  }
  auto result = lower_number(leftmost);
  for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
    const formula::Node& node = (*tree_)[*it];
    auto right = lower_number(node.children[1]);
    if (!result || !right) {
      result.reset();
      continue;
    }
    const bool divides = node.kind == Kind::divide;
    const auto unit = divides ? quotient(result->type.unit, right->type.unit)
                              : product(result->type.unit, right->type.unit);
    if (!unit) {
      error(divides ? codes::units_quotient : codes::units_product, node,
            {Text::same(type_text(context_.graph, result->type)),
             Text::same(type_text(context_.graph, right->type))});
      result.reset();
      continue;
    }
    const NodeId id =
        divides ? builder_.divided(result->node, right->node, *unit, site(codes::division_by_zero, node))
                : builder_.mul({result->node, right->node}, *unit);
    Type type = builder_.type(id);
    type.unit = *unit;
    result = value(id, type, result->maybe_absent || right->maybe_absent);
  }
  return result;
}

}  // namespace merit::graph
