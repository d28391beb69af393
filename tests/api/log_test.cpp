// What a run tells while it goes on, and where it can be stopped.
#include <merit/merit.hpp>
#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace merit;

namespace {

const std::string plan_text = R"(merit: 1
plan: year
each: person
period: month
inputs: {target: count}
tables:
  sale:
    dated_by: day
    inputs: {person: {type: ref, to: person}, day: date, n: count}
values:
  sold: sum(sale.n)
  place: {rank: {of: sold, by: all, best: highest, ties: same_best}}
  all: sum(sold over ytd)
  share: round(target / sold, 2, half_up)
outputs: [sold, all, place, share]
)";

Data data_of(const Plan& plan) {
  const std::string people =
      "person,period,target\na,2026-01,1\nb,2026-01,2\na,2026-02,3\nb,2026-02,4\na,2026-03,5\nb,2026-03,6\n";
  const std::string sales = "person,day,n\na,2026-01-05,1\nb,2026-02-05,2\na,2026-03-05,3\nb,2026-03-06,4\n";
  return Data::parse(plan, {{"person", "people.csv", people}, {"sale", "sales.csv", sales}}).value();
}

Plan plan_of() { return Plan::parse(plan_text).value(); }

}  // namespace

TEST_CASE("log: each step of each period, in its order") {
  const Plan plan = plan_of();
  const Data data = data_of(plan);
  for (const Engine engine : {Engine::row, Engine::batch}) {
    std::vector<StepDone> steps;
    ScoreOptions options;
    options.all_periods = true;
    options.engine = engine;
    options.log = [&](const StepDone& step) { steps.push_back(step); };
    const Results results = score(data, options).value();
    CHECK_FALSE(results.is_stopped());
    REQUIRE(steps.size() % 3 == 0);
    const std::size_t of_period = steps.size() / 3;
    REQUIRE(of_period >= 3);
    std::size_t by_row = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const StepDone& step = steps[i];
      CHECK(step.step == i % of_period + 1);
      CHECK(step.steps == of_period);
      CHECK(step.period == "2026-0" + std::to_string(i / of_period + 1));
      CHECK(step.time.count() >= 0);
      if (step.table == "person") CHECK(step.rows == 2);
      else CHECK(step.rows == (step.period == "2026-03" ? 2 : 1));
      by_row += step.by_row;
    }
    CHECK(steps.back().table == "person");
    CHECK(results.failed() ==
          5);  // b sold nothing in January: who is ranked with him, or looks back, fails too
    CHECK((by_row > 0) == (engine == Engine::batch));
  }
}

TEST_CASE("progress: a run can be stopped behind each step, and leaves no state then") {
  const Plan plan = plan_of();
  const Data data = data_of(plan);
  ScoreOptions options;
  options.all_periods = true;
  for (const Engine engine : {Engine::row, Engine::batch}) {
    options.engine = engine;
    std::size_t calls = 0;
    options.progress = [&](std::size_t done, std::size_t all) { return ++calls, done <= all; };
    const Results whole = score(data, options).value();
    const std::size_t times = calls;
    REQUIRE(times >= 9);
    REQUIRE(whole.rows() == 6);
    CHECK_FALSE(whole.to_state().empty());
    for (std::size_t stop = 1; stop < times; ++stop) {
      calls = 0;
      options.progress = [&](std::size_t, std::size_t) { return ++calls < stop; };
      const Results part = score(data, options).value();
      CHECK(calls == stop);
      CHECK(part.is_stopped());
      CHECK(part.to_state().empty());
      REQUIRE(part.rows() <= whole.rows());
      for (std::size_t row = 0; row < part.rows(); ++row) {
        CHECK(part.key(row) == whole.key(row));
        CHECK(part.text(row, 0) == whole.text(row, 0));
      }
    }
  }
}
