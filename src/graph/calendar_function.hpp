// What the calendar says of days and of a period, in whole numbers: what the operator `calendar` computes.
// Floor 3.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/calendar.hpp"
#include "graph/graph.hpp"

namespace merit::graph {

inline bool asks_period(CalendarFunction function) { return function >= CalendarFunction::period_start; }

/// Days are told by their numbers, conditions by 0 and 1. Nothing where there is no such day. `arguments`: as
/// many as the function has. `period`: not null where the function asks for it.
std::optional<std::int64_t> calendar_number(CalendarFunction function, const Period* period,
                                            std::span<const std::int64_t> arguments);

}  // namespace merit::graph
