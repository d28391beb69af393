// How a plan cuts time: by a step of the civil calendar, or into periods that it lists. Floor 0.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.hpp"

namespace merit {

/// A year of a plan's own: its number, and its periods with the last day of each.
struct ListedYear {
  int year = 1970;
  std::vector<std::pair<std::string, DayNumber>> periods;
};

/// Immutable; periods that it read point into it and must not outlive it.
class PlanCalendar {
 public:
  explicit PlanCalendar(PeriodStep step) : step_(step) {}
  /// Periods one behind the other, the first from `begins` on. Years follow each other and are not empty,
  /// every period ends after it begins, no name stands twice.
  PlanCalendar(DayNumber begins, const std::vector<ListedYear>& years);
  PlanCalendar(const PlanCalendar&) = delete;
  PlanCalendar& operator=(const PlanCalendar&) = delete;

  PeriodStep step() const { return step_; }
  /// The period that is called so; nothing where none is.
  std::optional<Period> parse(std::string_view text) const;
  /// How a period is written, for messages: "2026-03".
  std::string example() const;
  /// Whether each period belongs to one month, quarter ...: whether the periods of every year can be dealt
  /// out to them alike.
  bool has(PeriodStep unit) const;
  /// Whether such a unit has more than one period.
  bool has_longer(PeriodStep unit) const;
  /// The periods that the plan lists, in their order.
  const std::vector<Period>& listed() const { return periods_; }

 private:
  PeriodStep step_;
  std::vector<ListedPeriod> names_;  ///< of periods_
  std::vector<Period> periods_;
  std::map<std::string_view, std::size_t> by_name_;
  std::vector<int> lengths_;  ///< how many periods each year has
};

}  // namespace merit
