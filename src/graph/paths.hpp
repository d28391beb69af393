// Names that lead to other tables: `team.leader.sales`, `clients.orders.amount`. Floor 3.
//
// A way goes up over refs, each to one row, and down over backs, each to the rows that name one. It is read
// from left to right, from a table, and ends in a name of the table that it comes to.
#pragma once

#include <optional>
#include <string_view>

#include "graph/context.hpp"

namespace merit::graph {

struct Path {
  RefPath up;                  ///< from the table where it begins
  RefPath down;                ///< then over backs: refs in the order in which they are followed backwards
  RefPath further;             ///< and up again
  std::uint32_t top = people;  ///< the table before the way goes down
  std::uint32_t rows_table = people;  ///< the table after
  std::string_view rows;              ///< the part of the name that leads to these rows; "" without `down`
  std::uint32_t table = people;       ///< where it ends
  const Symbol* symbol = nullptr;     ///< what it ends with; nullptr: the rows themselves
  bool is_single = false;             ///< read of a table with a single row, without any step
  bool has_steps() const { return is_single || !up.empty() || !down.empty(); }
};

/// What `name` stands for among the rows of `table`. A symbol of the plan (`score.service` too) comes before
/// a way that could be read from the same name. Nothing when there is no such thing. `name` must outlive it.
std::optional<Path> path_of(Context& context, std::uint32_t table, std::string_view name);

/// The step of a name that leads nowhere, and the table in which it was looked for.
struct LostStep {
  std::uint32_t table = people;
  std::string_view name;
};
LostStep lost_step(Context& context, std::uint32_t table, std::string_view name);

}  // namespace merit::graph
