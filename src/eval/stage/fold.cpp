#include "eval/stage/fold.hpp"

#include "base/limits.hpp"

namespace merit::eval {

using graph::Cell;
using graph::FoldFunction;

void add_failure(FailedMember& to, const FailedMember& member) {
  const std::uint32_t count = to.count + member.count;
  const bool is_first =
      to.count == 0 || member.site < to.site || (member.site == to.site && member.row < to.row);
  if (is_first) to = member;
  to.count = count;
}

Fold::Fold(const graph::Graph& graph, graph::NodeId fold, std::size_t groups)
    : function_(graph.payload<graph::FoldData>(fold).function),
      too_long_(graph.payload<graph::FoldData>(fold).too_long),
      groups_(groups) {
  const Type& type = graph[graph.arguments(fold)[0]].type;
  is_boolean_ = type.kind == ValueKind::boolean;
  const bool is_counted = function_ == FoldFunction::count || function_ == FoldFunction::any;
  if (type.is_number() && !is_counted) scale_ = power_of_ten(type.digits);
}

void Fold::add(std::size_t group, std::uint32_t row, const Cell& cell) {
  Group& g = groups_[group];
  if (cell.is_failed()) return add_failure(g.failed, {cell.site, row, 1});
  if (!cell.is_value()) return;
  ++g.count;
  g.any |= is_boolean_ && cell.flag;
  if (function_ == FoldFunction::count || function_ == FoldFunction::any) return;
  take(g, numerator_of(cell.number) * (scale_ / denominator_of(cell.number)));
}

// `count` was raised before.
void Fold::take(Group& g, const Integer& value) {
  if (function_ == FoldFunction::sum) g.value += value;
  else if (g.count == 1 || (function_ == FoldFunction::min ? value < g.value : value > g.value))
    g.value = value;
}

void Fold::merge(const Fold& other) {
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    Group& g = groups_[i];
    const Group& from = other.groups_[i];
    if (from.failed.count > 0) add_failure(g.failed, from.failed);
    g.any |= from.any;
    if (from.count == 0) continue;
    const bool was_empty = g.count == 0;
    g.count += from.count;
    if (function_ == FoldFunction::sum) g.value += from.value;
    else if (was_empty || (function_ == FoldFunction::min ? from.value < g.value : from.value > g.value))
      g.value = from.value;
  }
}

Cell Fold::decide(std::size_t group) const {
  const Group& g = groups_[group];
  if (g.failed.count > 0) return Cell::failed(g.failed.site);
  static const Integer too_long = power_of_ten(limits::number_digits);
  switch (function_) {
    case FoldFunction::count: return Cell::of(Rational(g.count));
    case FoldFunction::any: return Cell::of(g.any);
    case FoldFunction::sum:
      if (abs(g.value) >= too_long) return Cell::failed(too_long_);
      return Cell::of(Rational(g.value, scale_));
    case FoldFunction::min:
    case FoldFunction::max: break;
  }
  return g.count == 0 ? Cell::absent() : Cell::of(Rational(g.value, scale_));
}

}  // namespace merit::eval
