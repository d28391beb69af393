// What the rows of a group add up to. Floor 4.
//
// A group's state is integers, scaled by the digits of what is folded, so that rows may come in any order and
// in any number of parts: `add` makes a part, `merge` joins two (associative, commutative), `decide` tells
// the value, and applying it is reading the group's cell.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "base/machine_words.hpp"
#include "eval/stage/cell_column.hpp"
#include "graph/graph.hpp"

namespace merit::eval {

/// A member that failed: of several, that of the first place in the plan, then of the first row.
struct FailedMember {
  graph::SiteId site;
  static constexpr std::uint32_t no_row = 0xFFFFFFFFu;
  std::uint32_t row = 0;    ///< of the table's file; no_row: of nobody in particular
  std::uint32_t count = 0;  ///< how many failed; 0: none
};

/// Counts `member`, and keeps the one that is told.
void add_failure(FailedMember& to, const FailedMember& member);

class Fold {
 public:
  Fold(const graph::Graph& graph, graph::NodeId fold, std::size_t groups);

  /// The cell at `position` of a column, of a row that belongs to `group`. Absent ones count for nothing.
  void add(std::size_t group, std::uint32_t row, const CellColumn& column, std::size_t position) {
    if (!column.is_value(position) || !column.is_narrow()) return add_cell(group, row, column[position]);
    Group& g = groups_[group];
    ++g.count;
    if (is_counted_) g.any |= is_boolean_ && column.number(position) != 0;
    else take(group, column.number(position));
  }
  /// A row that failed.
  void add_failed(std::size_t group, std::uint32_t row, graph::SiteId site) {
    add_failure(groups_[group].failed, {site, row, 1});
  }
  void merge(const Fold& other);
  /// Adds the value of a group to a column of the node's type.
  void decide(std::size_t group, CellColumn& column) const;
  const FailedMember& failed(std::size_t group) const { return groups_[group].failed; }

 private:
  struct Group {
    Int128 value = 0;  ///< the sum, or the smallest or largest so far; of a group in `large_` nothing
    std::uint64_t count = 0;
    bool any = false;
    FailedMember failed;
  };
  void add_cell(std::size_t group, std::uint32_t row, const graph::Cell& cell);
  bool is_better(const auto& value, const auto& than) const {
    return function_ == graph::FoldFunction::min ? value < than : value > than;
  }
  /// `count` was raised before. Sums of all rows there can be fit: 2^32 times 64 bits.
  void take(std::size_t group, std::int64_t value) {
    if (!large_.empty() && large_.contains(group)) return take_large(group, Integer(value));
    Group& g = groups_[group];
    if (function_ == graph::FoldFunction::sum) g.value += value;
    else if (g.count == 1 || is_better(Int128(value), g.value)) g.value = value;
  }
  void take_large(std::size_t group, const Integer& value);

  graph::FoldFunction function_;
  graph::SiteId too_long_;
  bool is_boolean_, is_counted_;
  int digits_ = 0;
  Integer scale_ = 1;
  std::vector<Group> groups_;
  std::map<std::size_t, Integer> large_;  ///< by group: values of one that met a cell of more than 64 bits
};

}  // namespace merit::eval
