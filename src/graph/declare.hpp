// Declarations: lists, inputs, parameters, definitions, rounding, named nodes. Floor 3.
//
// After this pass every name of the plan is in the scope and every entity exists, though nothing is computed
// yet.
#pragma once

#include "graph/context.hpp"

namespace merit::graph {

void declare(Context& context);
/// Refuses a name that formulas read otherwise. `is_called`: a parameter or a definition, which a formula
/// reads like a function.
void check_name(Context& context, const std::string& name, Span span, bool is_called);
/// Reads the cells of parameters in the order given, in which each comes after those it reads.
void read_params(Context& context, const std::vector<std::uint32_t>& order);

}  // namespace merit::graph
