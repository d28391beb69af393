// What each operator does to cells: the meaning of the graph, once. Floor 3.
//
// Used by constant folding and by the row engine. Scheduling (which arguments are looked at) is the caller's:
// a lazy operator gets unset cells for what was not needed and never reads them.
#pragma once

#include <optional>

#include "base/calendar.hpp"
#include "graph/graph.hpp"

namespace merit::graph {

/// What a row brings besides its cells.
struct RowContext {
  const Period* period = nullptr;  ///< set when the plan has periods
};

/// Arguments of one application; read through a pointer to the first cell of the row by node id.
class Arguments {
 public:
  Arguments(const Cell* cells, std::span<const NodeId> ids) : cells_(cells), ids_(ids) {}
  const Cell& operator[](std::size_t i) const { return cells_[ids_[i].value]; }
  std::size_t size() const { return ids_.size(); }

 private:
  const Cell* cells_;
  std::span<const NodeId> ids_;
};

/// Computes node `id` from its arguments into `out`. Not for `input` (its cell is data).
/// Strict operators: an operand failed -> failed with the smallest site; else an operand absent -> absent.
void apply(const Graph& graph, NodeId id, const Arguments& args, const RowContext& row, Cell& out);

/// For choose: index of the next argument to look at given what is set, or size() when the result can be
/// told. For otherwise likewise.
std::size_t next_needed(const Graph& graph, NodeId id, const Arguments& args);

/// The value of `id`, or nothing when it needs a row. `first`: no node before it needs to be worked out,
/// because all it reads was made from there on. Cost: linear in the nodes from `first` on.
std::optional<Cell> constant_value(const Graph& graph, NodeId id, std::size_t first);

}  // namespace merit::graph
