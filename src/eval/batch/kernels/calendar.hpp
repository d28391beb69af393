// The calendar in a batch: one function of whole numbers, asked row by row. Floor 4.
#pragma once

#include "eval/batch/lane.hpp"

namespace merit::eval {

/// Writes a number, and a state where the function may have no value; reads the arguments; all in the fast
/// lane. `count` is the function (graph::CalendarFunction), `column` 1 where it writes a state. Broken
/// without a period that is asked for.
void calendar_kernel(const Step& step, Frame& frame);

}  // namespace merit::eval
