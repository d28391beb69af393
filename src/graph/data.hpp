// What the plan says of its data files. Floor 3.
#pragma once

#include "graph/context.hpp"

namespace merit::graph {

/// Reads `data:` into the graph.
void declare_data(Context& context);

}  // namespace merit::graph
