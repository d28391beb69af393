// A digest of what a plan means. Floor 3.
#pragma once

#include <string>

#include "graph/graph.hpp"

namespace merit::graph {

/// Returns a SHA-256 in hexadecimal digits that is the same for plans that read the same columns, give the
/// same outputs and fail rows for the same reasons: comments, labels, the order of keys and names of values
/// that are no outputs do not matter; a number, a rounding, a policy or the order of outputs does. Cost:
/// linear.
std::string meaning_of(const Graph& graph);

}  // namespace merit::graph
