// Days and periods of the civil calendar. Floor 0. No clock, no time zone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace merit {

/// Days since 1970-01-01, proleptic Gregorian.
using DayNumber = std::int32_t;

struct CivilDate {
  int year = 1970;
  int month = 1;
  int day = 1;
};

DayNumber day_number(const CivilDate& date);
CivilDate civil_date(DayNumber day);

/// The days that there are: 0001-01-01 to 9999-12-31.
bool is_day(std::int64_t day);
bool is_real(const CivilDate& date);  ///< years 1 to 9999
int days_in_month(int year, int month);
/// Reads `2026-03-31`; nothing for any other form or a day that does not exist.
std::optional<DayNumber> parse_date(std::string_view text);
std::string format_date(DayNumber day);
/// The same day n months on, or the last day of that month where it has no such day.
std::optional<DayNumber> add_months(DayNumber day, int months);
/// Whole months from a to b: the largest n with add_months(a, n) <= b, for a <= b; negative the other way
/// round.
int months_between(DayNumber a, DayNumber b);

enum class PeriodStep : std::uint8_t {
  listed,  ///< a period of a calendar that a plan lists
  day,
  week,
  month,
  quarter,
  half,
  year
};
/// Of the civil calendar only.
std::optional<PeriodStep> period_step_named(std::string_view name);
std::string_view name_of(PeriodStep step);

/// What a period of a calendar that a plan lists has beside its days.
struct ListedPeriod {
  std::string name;
  std::int32_t place = 0;  ///< among all of the calendar
  int of_year = 1;         ///< how many its year has
  DayNumber year_start = 0, year_end = 0;
};

/// How many months, quarters ... a year has; 0 of what no year has a whole number of.
int parts_of_year(PeriodStep unit);

/// A period: its first and last day and its place in the year (a week belongs to the ISO year).
struct Period {
  PeriodStep step = PeriodStep::month;
  DayNumber start = 0;
  DayNumber end = 0;
  int year = 1970;
  int number = 1;
  const ListedPeriod* listed = nullptr;  ///< of a calendar that a plan lists, and lives as long as that

  int days() const { return end - start + 1; }
  int year_days() const;      ///< days of the year it belongs to (weeks: of the ISO year)
  int elapsed_days() const;   ///< from the year's first day to the period's last
  bool ends_quarter() const;  ///< holds the last day of a quarter; listed: is its last period
  bool ends_half() const;
  bool ends_year() const;
  /// The number of the month, quarter ... that the period belongs to; neighbours differ by 1. A week belongs
  /// where its Thursday does, as ISO years have it. Listed periods are dealt out to the parts of their year,
  /// as many to each.
  std::int32_t index_of(PeriodStep unit) const;
  /// Whether the next period is of the next unit.
  bool closes(PeriodStep unit) const;
  friend bool operator==(const Period&, const Period&) = default;
  friend bool operator<(const Period& a, const Period& b) { return a.start < b.start; }
};

/// Reads `2026-03-31`, `2026-W05`, `2026-03`, `2026Q1`, `2026H1`, `2026`, as `step` asks.
std::optional<Period> parse_period(std::string_view text, PeriodStep step);
std::string format_period(const Period& period);
/// How a period of this step is written, for messages: "2026-03".
std::string_view period_example(PeriodStep step);

}  // namespace merit
