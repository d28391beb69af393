// When two nodes are the same node. Floor 3; a part of normal.hpp.
#pragma once

#include <cstdint>

#include "graph/graph.hpp"

namespace merit::graph {

bool same_payload(const Payload& a, const Payload& b);

/// Equal operator, kind and data; arguments are the caller's.
bool same_label(const Graph& a, NodeId x, const Graph& b, NodeId y);

/// A hash of operator, kind and data that is the same on every machine and in every run.
std::uint64_t hash_of_label(const Graph& graph, NodeId id);

/// Mixes `value` into `seed`; the order of calls counts.
std::uint64_t mixed(std::uint64_t seed, std::uint64_t value);

}  // namespace merit::graph
