#include "graph/calendars.hpp"

#include <map>
#include <memory>
#include <set>

#include "graph/codes.hpp"

namespace merit::graph {

namespace {

/// Reads one calendar: years, their periods, the last day of each.
class CalendarReader {
 public:
  CalendarReader(Context& context, const plan::NamedFields& written) : c_(context), written_(written) {}

  /// Null after a reported mistake.
  std::shared_ptr<const PlanCalendar> read() {
    const plan::DocNode* begins = written_.fields["begins"];
    const plan::DocNode* years = written_.fields["years"];
    if (!begins || !begins->is_scalar() || !years || !years->is_map()) return nullptr;  // reported
    const auto first = day_of(*begins);
    if (years->map.empty()) c_.report(codes::calendar_years, years->span, {Text::same(written_.name)});
    last_ = first ? *first - 1 : 0;
    for (const plan::Entry& year : years->map) read_year(year);
    if (!is_good_ || years->map.empty()) return nullptr;
    return std::make_shared<const PlanCalendar>(*first, years_);
  }

 private:
  std::optional<DayNumber> day_of(const plan::DocNode& written) {
    const auto day = written.is_scalar() ? parse_date(written.text) : std::nullopt;
    if (!day) report(codes::calendar_day, written.span, {Text::same(written.text)});
    return day;
  }

  void read_year(const plan::Entry& entry) {
    const std::string& text = entry.key.text;
    const auto starts = parse_period(text, PeriodStep::year);
    const bool follows = starts && (years_.empty() || years_.back().year + 1 == starts->year);
    if (!follows || !entry.value.is_map() || entry.value.map.empty())
      return report(codes::calendar_years, entry.key.span, {Text::same(written_.name)});
    years_.push_back({starts->year, {}});
    for (const plan::Entry& period : entry.value.map) read_period(period);
  }

  void read_period(const plan::Entry& entry) {
    const std::string& name = entry.key.text;
    const auto end = day_of(entry.value);
    if (!names_.insert(name).second) report(codes::calendar_twice, entry.key.span, {Text::same(name)});
    if (!end) return;
    if (*end <= last_)
      report(codes::calendar_order, entry.value.span, {Text::same(name), Text::same(format_date(last_))});
    last_ = *end;
    years_.back().periods.emplace_back(name, *end);
  }

  void report(const CodeInfo& code, Span at, std::vector<Text> args) {
    is_good_ = false;
    c_.report(code, at, std::move(args));
  }

  Context& c_;
  const plan::NamedFields& written_;
  std::vector<ListedYear> years_;
  std::set<std::string> names_;
  DayNumber last_ = 0;
  bool is_good_ = true;
};

}  // namespace

void declare_calendar(Context& c) {
  std::map<std::string, std::shared_ptr<const PlanCalendar>> calendars;
  std::vector<std::string> known = {"day", "week", "month", "quarter", "half", "year"};
  for (const plan::NamedFields& written : c.plan.calendars) {
    const bool is_new = !calendars.contains(written.name) && !period_step_named(written.name);
    if (!is_new) c.report(codes::calendar_twice, written.name_span, {Text::same(written.name)});
    else known.push_back(written.name);
    calendars.emplace(written.name, CalendarReader(c, written).read());
  }
  const plan::DocNode* period = c.plan.top["period"];
  if (!period || !period->is_scalar()) return;
  if (const auto step = period_step_named(period->text)) {
    c.graph.period = period->text;
    c.graph.calendar = std::make_shared<const PlanCalendar>(*step);
  } else if (const auto it = calendars.find(period->text); it != calendars.end()) {
    // A calendar that could not be read stands for months: what else is wrong is found all the same.
    c.graph.period = period->text;
    c.graph.calendar = it->second ? it->second : std::make_shared<const PlanCalendar>(PeriodStep::month);
  } else {
    c.graph.period = "month";
    c.graph.calendar = std::make_shared<const PlanCalendar>(PeriodStep::month);
    Diagnostic& d = c.report(codes::period_unknown, period->span, {Text::same(period->text)});
    d.suggestion = did_you_mean(period->text, known);
  }
}

}  // namespace merit::graph
