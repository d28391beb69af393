// What no case has reached, in the words of the plan. Floor 5.
#pragma once

#include <vector>

#include "graph/graph.hpp"

namespace merit::report {

struct MissedFork {
  Span span;
  Text text;
};

/// The forks of which a way was not taken, in the order of the plan. `taken`: by fork and way, as
/// eval::Reach. A fork that stands in a branch nobody came to is not told beside it.
std::vector<MissedFork> missed_forks(const graph::Graph& graph, const Sources& sources,
                                     const std::vector<std::vector<bool>>& taken);

}  // namespace merit::report
