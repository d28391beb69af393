// What of the plan each node is computed for. Floor 4; for the author of a plan, who knows its names and no
// nodes.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/graph.hpp"

namespace merit::eval {

/// A node that no entity needs.
inline constexpr std::uint32_t no_entity = 0xFFFFFFFFu;

/// For each node the smallest entity that needs it, as its place in `Graph::entities`.
std::vector<std::uint32_t> owners_of(const graph::Graph& graph);

}  // namespace merit::eval
