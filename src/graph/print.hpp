// Graphs as text: one s-expression for each node, for tests and people. Floor 3.
//
//   (choose (less revenue 100) 0 (round "2 half_up" (sum 5 0.1*revenue)))
//
// Not for explanations (src/report) and not for results.
#pragma once

#include <string>

#include "graph/graph.hpp"

namespace merit::graph {

/// Returns the expression of a node. A number is printed exactly, an input by its name, a member of a list by
/// its own, a failure by the code of its site. A curve lists its end slopes and its knots `x: left at right`
/// (`x: y` where all three are one). Cost: shared operands are printed each time, so print small graphs.
std::string print(const Graph& graph, NodeId id);

/// Returns a line `name = expression` for each output.
std::string print(const Graph& graph);

}  // namespace merit::graph
