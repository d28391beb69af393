#include "eval/stage/fold.hpp"

#include <cassert>
#include <limits>

#include "base/limits.hpp"

namespace merit::eval {

using graph::Cell;
using graph::FoldFunction;

namespace {

bool fits_in_64_bits(const Integer& x) {
  using Limits = std::numeric_limits<std::int64_t>;
  return Limits::min() <= x && x <= Limits::max();
}

}  // namespace

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
  is_counted_ = function_ == FoldFunction::count || function_ == FoldFunction::any;
  if (!type.is_number() || is_counted_) return;
  digits_ = type.digits;
  scale_ = power_of_ten(digits_);
}

void Fold::add_cell(std::size_t group, std::uint32_t row, const Cell& cell) {
  Group& g = groups_[group];
  if (cell.is_failed()) return add_failed(group, row, cell.site);
  if (!cell.is_value()) return;
  ++g.count;
  g.any |= is_boolean_ && cell.flag;
  if (is_counted_) return;
  assert(scale_ % denominator_of(cell.number) == 0);  // a value is no finer than its type
  const Integer value = numerator_of(cell.number) * (scale_ / denominator_of(cell.number));
  if (fits_in_64_bits(value)) take(group, static_cast<std::int64_t>(value));
  else take_large(group, value);
}

void Fold::take_large(std::size_t group, const Integer& value) {
  Group& g = groups_[group];
  const auto [large, is_new] = large_.try_emplace(group, g.value);
  Integer& so_far = large->second;
  if (function_ == FoldFunction::sum) so_far += value;
  else if (g.count == 1 || is_better(value, so_far)) so_far = value;
}

void Fold::merge(const Fold& other) {
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    Group& g = groups_[i];
    const Group& from = other.groups_[i];
    if (from.failed.count > 0) add_failure(g.failed, from.failed);
    g.any |= from.any;
    if (from.count == 0) continue;
    const auto large = other.large_.find(i);
    if (large == other.large_.end() && !large_.contains(i)) {
      if (function_ == FoldFunction::sum) g.value += from.value;
      else if (g.count == 0 || is_better(from.value, g.value)) g.value = from.value;
      g.count += from.count;
      continue;
    }
    const bool was_empty = g.count == 0;
    g.count = was_empty ? 1 : g.count + from.count;
    take_large(i, large == other.large_.end() ? Integer(from.value) : large->second);
    if (was_empty) g.count = from.count;
  }
}

void Fold::decide(std::size_t group, CellColumn& column) const {
  const Group& g = groups_[group];
  if (g.failed.count > 0) return column.push_failed(g.failed.site);
  if (function_ == FoldFunction::count && column.type().digits == 0)
    return column.push_number(static_cast<std::int64_t>(g.count));
  if (function_ == FoldFunction::count) return column.push(Cell::of(Rational(g.count)));
  if (function_ == FoldFunction::any) return column.push(Cell::of(g.any));
  const bool is_sum = function_ == FoldFunction::sum;
  if (!is_sum && g.count == 0) return column.push_absent();
  const auto large = large_.find(group);
  const bool is_of_scale = !column.type().is_number() || column.type().digits == digits_;
  if (large == large_.end() && is_of_scale && fits_word(g.value))
    return column.push_number(static_cast<std::int64_t>(g.value));
  const Integer value = large == large_.end() ? Integer(g.value) : large->second;
  static const Integer too_long = power_of_ten(limits::number_digits);
  if (is_sum && abs(value) >= too_long) column.push_failed(too_long_);
  else column.push(Cell::of(Rational(value, scale_)));
}

}  // namespace merit::eval
