// Order: what has to be made before what. Floor 3.
#pragma once

#include <vector>

#include "graph/context.hpp"

namespace merit::graph {

/// Parameters and entities by index, each after all it reads. A circle is reported with every step of it; its
/// members stand somewhere in the order, and its definitions are not good any more.
struct ReadingOrder {
  std::vector<std::uint32_t> params;
  std::vector<std::uint32_t> entities;
};
ReadingOrder order_of(Context& context);

}  // namespace merit::graph
