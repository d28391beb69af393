// Makes nodes: the one place where a node's type, digits, range and domain are derived. Floor 3.
//
// Both the rewrite of words and the normal form build through it. Constants fold at once where an operand is
// constant and nothing is lost for the explanation (0 + x, 1 * x are kept out); everything cleverer is the
// normal form's.
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "graph/graph.hpp"

namespace merit::graph {

class Builder {
 public:
  explicit Builder(Graph& graph) : graph_(graph) {}

  NodeId constant(Cell cell, Type type);
  NodeId number(const Rational& value);  ///< a literal
  NodeId boolean(bool value);
  NodeId none(Type type);
  NodeId fail(SiteId site, Type type);
  NodeId input(InputId input);
  /// Terms with coefficient 0 are dropped, constant numbers added up. The result is of `type` (a number, date
  /// or member); digits of numbers are derived.
  NodeId sum(const Rational& constant, const std::vector<std::pair<Rational, NodeId>>& terms, Type type);
  NodeId sum(const Rational& constant, const std::vector<std::pair<Rational, NodeId>>& terms,
             const Unit& unit) {
    return sum(constant, terms, Type::number(unit, 0));
  }
  NodeId mul(const std::vector<NodeId>& factors, const Unit& unit);
  NodeId ratio(NodeId p, NodeId q, const Unit& unit);
  NodeId min(const std::vector<NodeId>& args, const Unit& unit);
  NodeId max(const std::vector<NodeId>& args, const Unit& unit);
  NodeId round(NodeId x, const Rounding& how, SiteId too_long);
  /// A curve's results are numbers of `unit`, or members of `list` when given.
  NodeId curve(NodeId x, Curve curve, const Unit& unit, std::optional<std::uint32_t> list = {});
  NodeId less(NodeId a, NodeId b);
  NodeId same(NodeId a, NodeId b);
  /// pairs of (condition, value), then `otherwise`. The result has the type `like`, digits of the branches.
  NodeId choose(const std::vector<std::pair<NodeId, NodeId>>& cases, NodeId otherwise, const Unit& unit);
  NodeId present(NodeId x);
  NodeId otherwise(NodeId x, NodeId instead);
  NodeId table(TableData table, std::vector<NodeId> keys, Type type);
  NodeId calendar(CalendarFunction function, std::vector<NodeId> args, Type type);
  /// The day that a function gives; fails where there is none.
  NodeId day_or_fail(CalendarFunction function, std::vector<NodeId> args, SiteId if_none);
  /// What a function of the period alone gives; for the rows of a table always the same node.
  NodeId of_period(CalendarFunction function, const Type& type);
  /// What the rows of another table give to a row of `table`; `x` is of those rows. Without a ref: what the
  /// rows of `table` that have the same keys give.
  NodeId fold(NodeId x, FoldData data, std::uint32_t table, const std::vector<NodeId>& keys = {});
  /// `x`, which is of a row of another table, for the row of `table` that names it.
  NodeId fetch(NodeId x, FetchData data, std::uint32_t table);

  /// What a row of `table` is among its group. Arguments as AmongData says; the words know type and range.
  NodeId among(AmongData data, const std::vector<NodeId>& args, Type type, Range range, std::uint32_t table);

  /// What a row of `table` was before this period.
  NodeId past(const PastData& data, Type type, Range range, std::uint32_t table);

  // Made of the above.
  NodeId logical_not(NodeId x);
  NodeId logical_and(NodeId a, NodeId b);
  NodeId logical_or(NodeId a, NodeId b);
  NodeId negated(NodeId x);
  NodeId scaled(NodeId x, const Rational& by, const Unit& unit);
  /// p / q with failure where q is 0.
  NodeId divided(NodeId p, NodeId q, const Unit& unit, SiteId if_zero);

  /// Says what the node is to the entity that is being made. Returns the node.
  NodeId role(NodeId node, std::string_view name, int index = 0);
  /// Notes how the entity that is being made calls a value of another row, or a cell of a parameter.
  void note_reading(const std::string& name, NodeId node);
  /// Who nodes are made for from now on.
  void set_origin(Origin origin) { origin_ = origin; }
  const Origin& origin() const { return origin_; }
  /// The table for whose rows formulas are read from now on. Returns the one before.
  std::uint32_t set_table(std::uint32_t table) { return std::exchange(table_, table); }

  /// A new place where a row can fail.
  SiteId site(const CodeInfo& info, Span span, std::vector<Text> args = {});

  const Graph& graph() const { return graph_; }
  const Node& operator[](NodeId id) const { return graph_[id]; }
  const Type& type(NodeId id) const { return graph_[id].type; }
  const Range& range(NodeId id) const { return graph_[id].range; }
  /// The value of a constant node, or nullptr.
  const Cell* constant_of(NodeId id) const;

 private:
  NodeId extreme(Op op, const std::vector<NodeId>& args, const Unit& unit);
  const Cell* constant_cell(const TableData& table, const std::vector<NodeId>& keys) const;
  NodeId add(Op op, std::span<const NodeId> args, Payload payload, Type type, Range range);
  NodeId crossing(Op op, std::span<const NodeId> args, Payload payload, Type type, Range range,
                  std::uint32_t table);

  Graph& graph_;
  Origin origin_;
  std::uint32_t table_ = people;
  std::map<std::pair<CalendarFunction, std::uint32_t>, NodeId> of_period_;  ///< by table
};

}  // namespace merit::graph
