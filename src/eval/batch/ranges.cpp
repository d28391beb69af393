#include "eval/batch/ranges.hpp"

namespace merit::eval {

namespace {

// Wider than the days of every calendar, and than what is told of them in numbers.
const Interval any_day{-1'000'000, 4'000'000};

}  // namespace

Interval range_of_input(const graph::Graph& graph, const graph::Input& input, int digits, bool& is_assumed) {
  switch (input.type.kind) {
    case ValueKind::boolean: return {0, 1};
    case ValueKind::text: return {0, Integer(1) << 31};
    case ValueKind::member: return {0, std::max<Integer>(1, graph.lists[input.type.list].members.size()) - 1};
    case ValueKind::date: return any_day;
    case ValueKind::number: break;
  }
  const Integer scale = power_of_ten(input.type.digits), end = power_of_ten(digits);
  is_assumed |= !input.range.low || !input.range.high;
  const Integer low = input.range.low ? ceiling_of(*input.range.low * scale) : Integer(-end);
  const Integer high = input.range.high ? floor_of(*input.range.high * scale) : end;
  return {low, std::max(low, high)};
}

Interval range_of_calendar(const graph::Node& node) {
  if (node.type.kind == ValueKind::boolean) return {0, 1};
  if (node.type.kind == ValueKind::number && node.range.low && node.range.high)
    return {ceiling_of(*node.range.low), floor_of(*node.range.high)};
  return any_day;
}

}  // namespace merit::eval
