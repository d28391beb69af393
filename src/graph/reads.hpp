// Who reads whom in a compiled plan: the arrows of pictures and proofs. Floor 3.
//
// Found by walking the nodes, not the formulas' text: what the compiler folded away (a constant under a name)
// is not read, and a name that only renames another thing does not come between it and its readers.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/graph.hpp"

namespace merit::graph {

/// What one entity reads, each once, in ascending order.
struct Reads {
  std::vector<std::uint32_t> inputs;    ///< places in graph.inputs
  std::vector<std::uint32_t> entities;  ///< places in graph.entities; of a section its items too
  friend bool operator==(const Reads&, const Reads&) = default;
};

/// Returns the reads of each entity, parallel to graph.entities. Cost: nodes and arguments, each once.
std::vector<Reads> reads_of(const Graph& graph);

}  // namespace merit::graph
