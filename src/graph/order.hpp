// Order: what has to be made before what. Floor 3.
#pragma once

#include <vector>

#include "graph/context.hpp"

namespace merit::graph {

/// Returns the entities so that each comes after all it reads, and notes in each what it reads. A circle is
/// reported with every step of it, and its members are left out, as is whatever reads them.
std::vector<std::uint32_t> order_of(Context& context);

}  // namespace merit::graph
