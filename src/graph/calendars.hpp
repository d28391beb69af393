// Calendars that a plan lists, and the one by which it scores. Floor 3.
#pragma once

#include "graph/context.hpp"

namespace merit::graph {

/// Reads every calendar and chooses the plan's: a step of the civil calendar or a listed one. Sets `period`
/// and `calendar` of the graph, of a plan with a good `period`.
void declare_calendar(Context& context);

}  // namespace merit::graph
