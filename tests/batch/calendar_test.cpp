// The calendar in columns: the same days, months and periods as row by row, for every function.
#include <random>

#include "merit/merit.hpp"

#include "support/catch.hpp"

namespace {

using namespace merit;

const char* const plan_text = R"yaml(
merit: 1
plan: calendar
period: PERIOD
each: manager
rounding: {pay: 2 half_up}
inputs:
  joined: {type: date, missing: skip}
  year: {type: count, max: 12000}
  month: {type: count, max: 13}
  day: {type: count, max: 32}
  later: {type: count, max: 200000}
  sold: {type: money, min: 0, max: 1万}
values:
  service: if(has(joined), months(joined, period.end), 0)
  back: if(has(joined), add_months(joined, later), period.start)
  first: month_start(back)
  given: date(year, month, day)
  share: {formula: sold * period.days / period.year_days + sold * period.elapsed_days / (2 * period.days), round: 2 half_up}
  number: period.number + period.year
  closes: if(period.ends_quarter, 1, 0) + if(period.ends_half, 2, 0) + if(period.ends_year, 4, 0)
outputs: [service, back, first, given, share, number, closes]
)yaml";

std::string in_periods(const std::string& period) {
  std::string text = plan_text;
  return text.replace(text.find("PERIOD"), 6, period);
}

std::string data(const std::vector<std::string>& periods) {
  std::mt19937_64 random(20261123);
  const auto up_to = [&](int n) { return std::to_string(random() % static_cast<unsigned>(n + 1)); };
  std::string text = "manager,period,joined,year,month,day,later,sold\n";
  for (int i = 0; i < 3000; ++i) {
    const auto years = {"0001", "1999", "2024", "9999"};
    const bool is_absent = random() % 10 == 0;
    const std::string joined =
        std::string(*(years.begin() + random() % 4)) + "-02-" + (random() % 2 ? "28" : "01");
    text += "M-" + std::to_string(i) + "," + periods[random() % periods.size()] + "," +
            (is_absent ? "" : joined) + "," + (random() % 3 ? "202" + up_to(9) : up_to(12000)) + "," +
            up_to(13) + "," + up_to(32) + "," + (random() % 2 ? up_to(30) : up_to(200000)) + "," +
            up_to(1000000000 / 100000) + "\n";
  }
  return text;
}

std::string scored(const Data& data, Engine engine) {
  ScoreOptions options;
  options.engine = engine;
  options.all_periods = true;
  return score(data, options).value().to_csv();
}

}  // namespace

TEST_CASE("the calendar says the same in columns") {
  const std::vector<std::pair<std::string, std::vector<std::string>>> all = {
      {"month", {"2026-01", "2026-02", "2026-12"}},
      {"month", {"2024-02"}},
      {"week", {"2026-W01", "2026-W53"}},
      {"quarter", {"2026Q1", "2026Q4"}},
      {"day", {"2026-03-31"}}};
  for (const auto& [period, periods] : all) {
    const Plan plan = Plan::parse(in_periods(period)).value();
    const Data read = Data::parse(plan, data(periods)).value();
    const std::string by_row = scored(read, Engine::row);
    CHECK(by_row.find("2026") != std::string::npos);
    CHECK(scored(read, Engine::batch) == by_row);
  }
}

TEST_CASE("a plan with a calendar has a program") {
  const auto lanes_text = lanes(Plan::parse(in_periods("month")).value(), Language::en);
  CHECK(lanes_text.find("every step is in the fast lane") != std::string::npos);
}
