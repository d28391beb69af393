// Which integers can come into a batch: from columns, and from the calendar. Floor 4.
#pragma once

#include "eval/batch/interval.hpp"
#include "graph/graph.hpp"

namespace merit::eval {

/// The integers of an input; of a number without a bound those of fewer than `digits` digits, and
/// `is_assumed` is set.
Interval range_of_input(const graph::Graph& graph, const graph::Input& input, int digits, bool& is_assumed);

/// The integers of a node of the operator `calendar`.
Interval range_of_calendar(const graph::Node& node);

}  // namespace merit::eval
