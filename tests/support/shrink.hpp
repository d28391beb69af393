// What is left of a plan and a row over which two engines differ: the first node that differs when it alone
// leaves, and the row with everything at 0 that can be.
#pragma once

#include <string>
#include <vector>

#include "graph/print.hpp"

#include "support/agree.hpp"

namespace merit::agree {

/// One row as cells, in the order of the inputs.
using Cells = std::vector<graph::Cell>;

inline Cells cells_of(const graph::Graph& graph, const eval::Batch& batch, std::size_t row) {
  Cells cells;
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) cells.push_back(batch.cell(graph, row, i));
  for (const eval::BadCell& bad : batch.bad_cells)
    if (bad.row == row) cells[bad.input] = graph::Cell::failed(bad.site);
  return cells;
}

/// Whether the row engine, over `by_row`, and the batch engine, over `in_batch`, differ in a row; else empty.
/// The two graphs are the same, but for tests of this file.
inline std::string difference(const graph::Graph& by_row, const graph::Graph& in_batch,
                              const eval::BatchOptions& options, const Cells& cells, const Period* period) {
  eval::BatchEngine engine(in_batch, options);
  const auto read = [&](std::size_t, std::size_t input, graph::Cell& out) { out = cells[input]; };
  eval::OwnedBatch batch = eval::make_batch(in_batch, 1, read, engine.texts());
  if (period != nullptr) batch.batch.periods = {*period};
  eval::BatchResults results;
  engine.run(batch.batch, results);
  eval::RowEngine rows(by_row);
  Seen seen;
  compare(by_row, batch, results, engine.texts(), rows, seen);
  return seen.first_wrong;
}

/// The graph with one node that leaves, exact to ten digits.
inline graph::Graph part_of(graph::Graph graph, graph::NodeId id) {
  Type type = graph[id].type;
  if (type.is_number()) type.digits = 10;
  graph.outputs = {{"it", id, type, {}}};
  graph.checks.clear();
  graph.roots = {id};
  return graph;
}

/// Operands come before what reads them, so the first node that differs is computed from what does not.
/// Nothing where only the whole differs.
inline std::string shrunk(const graph::Graph& by_row, const graph::Graph& in_batch,
                          const eval::BatchOptions& options, Cells cells, const Period* period) {
  for (std::uint32_t i = 0; i < by_row.nodes.size(); ++i) {
    const graph::NodeId id{i};
    const graph::Graph expected = part_of(by_row, id), computed = part_of(in_batch, id);
    if (difference(expected, computed, options, cells, period).empty()) continue;
    for (std::size_t input = 1; input < cells.size(); ++input) {
      Cells simpler = cells;
      const bool is_number = by_row.inputs[input].type.is_number();
      const bool has_zero = is_number && by_row.inputs[input].range.contains(0);
      if (!has_zero) continue;
      simpler[input] = graph::Cell::of(Rational(0));
      if (!difference(expected, computed, options, simpler, period).empty()) cells = simpler;
    }
    return graph::print(expected, id) + "\n" + difference(expected, computed, options, cells, period);
  }
  return {};
}

}  // namespace merit::agree
