#include "eval/batch/kernels/calendar.hpp"

#include <algorithm>
#include <array>

#include "eval/batch/kernels/kernels.hpp"
#include "graph/calendar_function.hpp"

namespace merit::eval {

namespace {

constexpr std::size_t most_arguments = 3;

std::size_t arguments_of(graph::CalendarFunction function) {
  switch (function) {
    case graph::CalendarFunction::make_date: return most_arguments;
    case graph::CalendarFunction::months:
    case graph::CalendarFunction::add_months: return 2;
    case graph::CalendarFunction::month_start:
    case graph::CalendarFunction::real_day: return 1;
    default: return 0;
  }
}

}  // namespace

void calendar_kernel(const Step& step, Frame& frame) {
  const auto function = static_cast<graph::CalendarFunction>(step.count);
  const bool is_of_period = graph::asks_period(function);
  if (is_of_period && frame.periods == nullptr) {
    frame.is_broken = true;
    return;
  }
  const auto plane = [&](std::size_t i) { return reinterpret_cast<double*>(frame.arena + step.planes[i]); };
  double* const numbers = plane(0);
  double* const states = step.column == 1 ? plane(1) : nullptr;
  const std::size_t count = arguments_of(function), first = states ? 2 : 1;
  std::array<std::int64_t, most_arguments> arguments{};
  for (std::size_t row = 0; row < strip_rows; ++row) {
    if (is_of_period && row > 0 && frame.is_of_one_period) {
      numbers[row] = numbers[0];
      continue;
    }
    for (std::size_t i = 0; i < count; ++i) arguments[i] = static_cast<std::int64_t>(plane(first + i)[row]);
    const std::size_t at = frame.is_of_one_period ? 0 : frame.row + std::min(row, frame.rows - 1);
    const auto number = graph::calendar_number(function, is_of_period ? frame.periods + at : nullptr,
                                               {arguments.data(), count});
    numbers[row] = static_cast<double>(number.value_or(0));
    if (states) states[row] = number ? plane_value : plane_absent;
  }
}

}  // namespace merit::eval
