// Declarations: lists, inputs, parameters, definitions, rounding, named nodes. Floor 3.
//
// After this pass every name of the plan is in the scope and every entity exists, though nothing is computed
// yet.
#pragma once

#include "graph/context.hpp"

namespace merit::graph {

void declare(Context& context);
/// Reads parameters' cells; after `declare`, because a cell may name members of lists.
void read_params(Context& context);

}  // namespace merit::graph
