#include "base/plan_calendar.hpp"

#include <algorithm>

namespace merit {

PlanCalendar::PlanCalendar(DayNumber begins, const std::vector<ListedYear>& years)
    : step_(PeriodStep::listed) {
  std::size_t count = 0;
  for (const ListedYear& year : years) count += year.periods.size();
  names_.reserve(count);  // periods point to them
  for (const ListedYear& year : years) {
    const auto length = static_cast<int>(year.periods.size());
    const DayNumber year_begins = begins, year_ends = year.periods.back().second;
    lengths_.push_back(length);
    int number = 0;
    for (const auto& [name, end] : year.periods) {
      names_.push_back({name, static_cast<std::int32_t>(names_.size()), length, year_begins, year_ends});
      periods_.push_back({step_, begins, end, year.year, ++number, &names_.back()});
      by_name_.emplace(names_.back().name, periods_.size() - 1);
      begins = end + 1;
    }
  }
}

std::optional<Period> PlanCalendar::parse(std::string_view text) const {
  if (step_ != PeriodStep::listed) return parse_period(text, step_);
  const auto known = by_name_.find(text);
  return known == by_name_.end() ? std::nullopt : std::optional(periods_[known->second]);
}

std::string PlanCalendar::example() const {
  return step_ == PeriodStep::listed ? names_.front().name : std::string(period_example(step_));
}

bool PlanCalendar::has(PeriodStep unit) const {
  if (step_ != PeriodStep::listed) return unit >= step_;
  if (unit == PeriodStep::listed) return true;
  const int parts = parts_of_year(unit);
  return parts > 0 && std::all_of(lengths_.begin(), lengths_.end(), [&](int n) { return n % parts == 0; });
}

bool PlanCalendar::has_longer(PeriodStep unit) const {
  if (step_ != PeriodStep::listed) return unit > step_;
  return unit != step_ && has(unit) &&
         std::any_of(lengths_.begin(), lengths_.end(), [&](int n) { return n > parts_of_year(unit); });
}

}  // namespace merit
