// The normal form of a graph: equal meaning, equal nodes. Floor 3.
//
// Batch engines and proofs read the graph after it, so that a plan costs what it means and not how it is
// spelled: `if(x >= 90, 1.2, if(x >= 80, 1, 0))` is the step curve that `step` makes. The row engine and the
// explanation read the graph before it. docs/architecture.md lists what normal means; the rules live in
// normal_sum.cpp, normal_curve.cpp and normal_choose.cpp, one small function each.
#pragma once

#include "graph/graph.hpp"

namespace merit::graph {

/// Returns a graph of the same inputs, lists, sites, entities, outputs and roots in which every output and
/// root has, for every row, the same cell: value, absent, or failed at the same site. Only nodes that roots
/// and outputs need are kept, and the nodes of the inputs, which come first; entities keep `result` where it
/// still exists and have no steps. Types of entities stay; types of nodes carry no unit. Cost: near linear.
Graph normalise(Graph graph);

/// Tells whether the nodes that outputs and roots need are the same in both, whatever their numbers: equal
/// operators, arguments and data in equal places. Units, digits, roles and origins are not looked at.
bool same_structure(const Graph& a, const Graph& b);

/// Tells whether normalising changes nothing. Cost: that of normalising.
bool is_normal(const Graph& graph);

}  // namespace merit::graph
