// What the rows of a group add up to. Floor 4.
//
// A group's state is integers, scaled by the digits of what is folded, so that rows may come in any order and
// in any number of parts: `add` makes a part, `merge` joins two (associative, commutative), `decide` tells
// the value, and applying it is reading the group's cell.
#pragma once

#include <cstdint>
#include <vector>

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

  /// A cell of a row that belongs to `group`. Absent ones count for nothing.
  void add(std::size_t group, std::uint32_t row, const graph::Cell& cell);
  void merge(const Fold& other);
  graph::Cell decide(std::size_t group) const;
  const FailedMember& failed(std::size_t group) const { return groups_[group].failed; }

 private:
  struct Group {
    Integer value = 0;  ///< the sum, or the smallest or largest so far
    std::uint64_t count = 0;
    bool any = false;
    FailedMember failed;
  };
  void take(Group& group, const Integer& value);

  graph::FoldFunction function_;
  graph::SiteId too_long_;
  bool is_boolean_;
  Integer scale_ = 1;
  std::vector<Group> groups_;
};

}  // namespace merit::eval
