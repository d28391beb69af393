#include "base/calendar.hpp"

#include <algorithm>
#include <array>

namespace merit {

namespace {

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

// Reads exactly `length` ASCII digits at `at`.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t length) {
  if (at + length > text.size()) return std::nullopt;
  int value = 0;
  for (char c : text.substr(at, length)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::string padded(int value, std::size_t width) {
  std::string text = std::to_string(value);
  return std::string(text.size() < width ? width - text.size() : 0, '0') + text;
}

// Monday of ISO week 1: the week that holds 4 January.
DayNumber iso_year_start(int year) {
  const DayNumber fourth = day_number({year, 1, 4});
  const int weekday = ((fourth + 3) % 7 + 7) % 7;  // 1970-01-01 was a Thursday; Monday is 0
  return fourth - weekday;
}

Period months_of(PeriodStep step, int year, int number, int months) {
  const int last_month = number * months;
  return {step, day_number({year, last_month - months + 1, 1}),
          day_number({year, last_month, days_in_month(year, last_month)}), year, number};
}

}  // namespace

DayNumber day_number(const CivilDate& date) {
  // Years run from March here, so that the leap day is the last of its year.
  const int y = date.month <= 2 ? date.year - 1 : date.year;
  const int era = (y >= 0 ? y : y - 399) / 400;
  const int year_of_era = y - era * 400;
  const int day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

CivilDate civil_date(DayNumber day) {
  const std::int64_t shifted = std::int64_t{day} + 719468;
  const int era = static_cast<int>((shifted >= 0 ? shifted : shifted - 146096) / 146097);
  const int day_of_era = static_cast<int>(shifted - std::int64_t{era} * 146097);
  const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int shifted_month = (5 * day_of_year + 2) / 153;
  const int month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month,
          day_of_year - (153 * shifted_month + 2) / 5 + 1};
}

bool is_day(std::int64_t day) {
  static const DayNumber first = day_number({1, 1, 1}), last = day_number({9999, 12, 31});
  return first <= day && day <= last;
}

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : lengths[static_cast<std::size_t>(month - 1)];
}

bool is_real(const CivilDate& d) {
  return d.year >= 1 && d.year <= 9999 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
         d.day <= days_in_month(d.year, d.month);
}

std::optional<DayNumber> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  bool are_digits = true;  // asked of all at once: files have many dates
  const auto digit = [&](std::size_t at) {
    const int value = text[at] - '0';
    are_digits &= 0 <= value && value <= 9;
    return value;
  };
  const CivilDate date{digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3), digit(5) * 10 + digit(6),
                       digit(8) * 10 + digit(9)};
  if (!are_digits || !is_real(date)) return std::nullopt;
  return day_number(date);
}

std::string format_date(DayNumber day) {
  const CivilDate d = civil_date(day);
  return padded(d.year, 4) + '-' + padded(d.month, 2) + '-' + padded(d.day, 2);
}

std::optional<DayNumber> add_months(DayNumber day, int months) {
  const CivilDate d = civil_date(day);
  const int total = d.year * 12 + (d.month - 1) + months;
  CivilDate result{total / 12, total % 12 + 1, d.day};
  if (total < 12 || result.year > 9999) return std::nullopt;
  result.day = std::min(result.day, days_in_month(result.year, result.month));
  return day_number(result);
}

int months_between(DayNumber a, DayNumber b) {
  if (b < a) return -months_between(b, a);
  const CivilDate from = civil_date(a), to = civil_date(b);
  int months = (to.year - from.year) * 12 + (to.month - from.month);
  if (const auto reached = add_months(a, months); !reached || *reached > b) --months;
  return months;
}

namespace {
constexpr std::array<std::string_view, 7> step_names = {"period",  "day",  "week", "month",
                                                        "quarter", "half", "year"};
}

std::optional<PeriodStep> period_step_named(std::string_view name) {
  for (std::size_t i = 1; i < step_names.size(); ++i)
    if (step_names[i] == name) return static_cast<PeriodStep>(i);
  return std::nullopt;
}

std::string_view name_of(PeriodStep step) { return step_names[static_cast<std::size_t>(step)]; }

int parts_of_year(PeriodStep unit) {
  switch (unit) {
    case PeriodStep::month: return 12;
    case PeriodStep::quarter: return 4;
    case PeriodStep::half: return 2;
    case PeriodStep::year: return 1;
    default: return 0;
  }
}

int Period::year_days() const {
  if (listed) return listed->year_end - listed->year_start + 1;
  if (step == PeriodStep::week) return iso_year_start(year + 1) - iso_year_start(year);
  return is_leap(year) ? 366 : 365;
}

int Period::elapsed_days() const {
  if (listed) return end - listed->year_start + 1;
  return end - (step == PeriodStep::week ? iso_year_start(year) : day_number({year, 1, 1})) + 1;
}

namespace {

// Whether one of the period's days is the last of a block of `months` months.
bool holds_end_of(const Period& p, int months) {
  for (DayNumber day = p.start; day <= p.end;) {
    const CivilDate d = civil_date(day);
    const DayNumber last = day_number({d.year, d.month, days_in_month(d.year, d.month)});
    if (d.month % months == 0 && last <= p.end) return true;
    day = last + 1;
  }
  return false;
}

}  // namespace

bool Period::ends_quarter() const { return listed ? closes(PeriodStep::quarter) : holds_end_of(*this, 3); }
bool Period::ends_half() const { return listed ? closes(PeriodStep::half) : holds_end_of(*this, 6); }
bool Period::ends_year() const { return listed ? closes(PeriodStep::year) : holds_end_of(*this, 12); }

namespace {

std::int32_t unit_of(DayNumber day, PeriodStep unit) {
  if (unit == PeriodStep::day) return day;
  // 1 January 1970 was a Thursday.
  if (unit == PeriodStep::week) return (day + 3 >= 0 ? day + 3 : day - 3) / 7;
  const CivilDate d = civil_date(day);
  const int months = d.year * 12 + d.month - 1;
  switch (unit) {
    case PeriodStep::quarter: return months / 3;
    case PeriodStep::half: return months / 6;
    case PeriodStep::year: return months / 12;
    default: return months;
  }
}

constexpr DayNumber to_thursday = 3;

}  // namespace

std::int32_t Period::index_of(PeriodStep unit) const {
  if (listed && unit == PeriodStep::listed) return listed->place;
  if (listed) return year * parts_of_year(unit) + (number - 1) * parts_of_year(unit) / listed->of_year;
  return unit_of(step == PeriodStep::week ? start + to_thursday : start, unit);
}

bool Period::closes(PeriodStep unit) const {
  if (listed) return number * parts_of_year(unit) % listed->of_year == 0;
  const DayNumber next = end + 1;
  return unit_of(step == PeriodStep::week ? next + to_thursday : next, unit) != index_of(unit);
}

std::optional<Period> parse_period(std::string_view text, PeriodStep step) {
  const auto year = digits(text, 0, 4);
  if (!year || *year < 1) return std::nullopt;
  const std::string_view rest = text.substr(4);
  const auto numbered = [&](std::string_view prefix, std::size_t width, int most) -> std::optional<int> {
    if (!rest.starts_with(prefix) || rest.size() != prefix.size() + width) return std::nullopt;
    const auto number = digits(rest, prefix.size(), width);
    return number && *number >= 1 && *number <= most ? number : std::nullopt;
  };
  switch (step) {
    case PeriodStep::listed: return std::nullopt;  // its calendar knows it
    case PeriodStep::day:
      if (const auto day = parse_date(text))
        return Period{step, *day, *day, *year, *day - day_number({*year, 1, 1}) + 1};
      return std::nullopt;
    case PeriodStep::week:
      if (const auto n = numbered("-W", 2, 53)) {
        const DayNumber start = iso_year_start(*year) + (*n - 1) * 7;
        if (start < iso_year_start(*year + 1)) return Period{step, start, start + 6, *year, *n};
      }
      return std::nullopt;
    case PeriodStep::month:
      if (const auto n = numbered("-", 2, 12)) return months_of(step, *year, *n, 1);
      return std::nullopt;
    case PeriodStep::quarter:
      if (const auto n = numbered("Q", 1, 4)) return months_of(step, *year, *n, 3);
      return std::nullopt;
    case PeriodStep::half:
      if (const auto n = numbered("H", 1, 2)) return months_of(step, *year, *n, 6);
      return std::nullopt;
    case PeriodStep::year:
      if (rest.empty()) return months_of(step, *year, 1, 12);
      return std::nullopt;
  }
  return std::nullopt;
}

std::string format_period(const Period& p) {
  const std::string year = padded(p.year, 4);
  switch (p.step) {
    case PeriodStep::listed: return p.listed->name;
    case PeriodStep::day: return format_date(p.start);
    case PeriodStep::week: return year + "-W" + padded(p.number, 2);
    case PeriodStep::month: return year + "-" + padded(p.number, 2);
    case PeriodStep::quarter: return year + "Q" + std::to_string(p.number);
    case PeriodStep::half: return year + "H" + std::to_string(p.number);
    case PeriodStep::year: return year;
  }
  return year;
}

std::string_view period_example(PeriodStep step) {
  switch (step) {
    case PeriodStep::listed: return "";  // its calendar knows one
    case PeriodStep::day: return "2026-03-31";
    case PeriodStep::week: return "2026-W05";
    case PeriodStep::month: return "2026-03";
    case PeriodStep::quarter: return "2026Q1";
    case PeriodStep::half: return "2026H1";
    case PeriodStep::year: return "2026";
  }
  return "";
}

}  // namespace merit
