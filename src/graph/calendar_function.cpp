#include "graph/calendar_function.hpp"

#include <algorithm>

namespace merit::graph {

namespace {

// Beyond every calendar, and far from the ends of an int.
int small(std::int64_t x, std::int64_t most = 1'000'000'000) {
  return static_cast<int>(std::clamp(x, -most, most));
}

}  // namespace

std::optional<std::int64_t> calendar_number(CalendarFunction function, const Period* period,
                                            std::span<const std::int64_t> arguments) {
  switch (function) {
    case CalendarFunction::make_date: {
      const CivilDate day{small(arguments[0]), small(arguments[1]), small(arguments[2])};
      return is_real(day) ? std::optional<std::int64_t>(day_number(day)) : std::nullopt;
    }
    case CalendarFunction::months: return months_between(small(arguments[0]), small(arguments[1]));
    case CalendarFunction::add_months: return add_months(small(arguments[0]), small(arguments[1], 200'000));
    case CalendarFunction::month_start: {
      const CivilDate day = civil_date(small(arguments[0]));
      return day_number({day.year, day.month, 1});
    }
    case CalendarFunction::real_day: return is_day(arguments[0]) ? std::optional(arguments[0]) : std::nullopt;
    case CalendarFunction::period_start: return period->start;
    case CalendarFunction::period_end: return period->end;
    case CalendarFunction::period_number: return period->number;
    case CalendarFunction::period_year: return period->year;
    case CalendarFunction::period_days: return period->days();
    case CalendarFunction::period_year_days: return period->year_days();
    case CalendarFunction::period_elapsed_days: return period->elapsed_days();
    case CalendarFunction::period_ends_quarter: return period->ends_quarter();
    case CalendarFunction::period_ends_half: return period->ends_half();
    case CalendarFunction::period_ends_year: return period->ends_year();
    case CalendarFunction::period_closes_month: return period->closes(PeriodStep::month);
    case CalendarFunction::period_closes_quarter: return period->closes(PeriodStep::quarter);
    case CalendarFunction::period_closes_half: return period->closes(PeriodStep::half);
    case CalendarFunction::period_closes_year: return period->closes(PeriodStep::year);
  }
  return std::nullopt;
}

}  // namespace merit::graph
