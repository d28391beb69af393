// The row engine: one row, exactly, every step kept. Floor 4.
//
// Evaluates the graph before normal form in exact rationals. After `run`, the cell of every node that was
// looked at is there to read: the explanation is made from these cells, and there is no second, traced
// interpreter. An engine is for one thread; make one for each.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "graph/apply.hpp"
#include "graph/graph.hpp"

namespace merit::eval {

class RowEngine {
 public:
  /// Keeps a reference to `graph`, which must outlive the engine.
  explicit RowEngine(const graph::Graph& graph);

  /// The cell of an input of the next row; to be filled before `run`.
  graph::Cell& input(std::size_t index) { return cells_[graph_.inputs[index].node.value]; }

  /// Evaluates what the plan's roots need. Returns the site at which the row fails: the first in the plan's
  /// text.
  std::optional<graph::SiteId> run(const graph::RowContext& row);

  /// The cell of a node; unset when the row did not need it.
  const graph::Cell& operator[](graph::NodeId id) const { return cells_[id.value]; }

  /// Evaluates a node that the row did not need (for explanations). To be called after `run`.
  const graph::Cell& demand(graph::NodeId id);

 private:
  void evaluate(graph::NodeId id);
  void compute(graph::NodeId id);

  struct Frame {
    graph::NodeId node;
    std::uint32_t next = 0;
  };

  const graph::Graph& graph_;
  graph::RowContext row_;
  std::vector<graph::Cell> cells_;
  std::vector<graph::NodeId> always_;   ///< needed by every row, arguments first
  std::vector<graph::NodeId> touched_;  ///< set by this row beyond `always_`
  std::vector<Frame> stack_;
};

}  // namespace merit::eval
