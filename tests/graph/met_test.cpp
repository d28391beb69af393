// The word `met`: rows and their results, whole.
#include <string>

#include "merit/merit.hpp"

#include "support/catch.hpp"

namespace {

merit::Data data_of(const std::string& plan, const std::string& rows) {
  return merit::Data::parse(merit::Plan::parse(plan).value(), rows).value();
}

std::string scored(const std::string& plan, const std::string& rows) {
  return merit::score(data_of(plan, rows)).value().to_csv();
}

std::string explained(const std::string& plan, const std::string& rows, merit::Language language) {
  return merit::explain(data_of(plan, rows), {"a", "", ""}).value().to_text(language);
}

bool has_line(const std::string& text, const std::string& line) {
  return text.find(line + "\n") != std::string::npos;
}

const std::string deal = R"(merit: 1
plan: deal
each: who
rounding: {item: 2 half_up, score: 2 half_up}
inputs: {made: count, due: count}
values:
  ahead: {met: made > due}
score:
  out_of: 100
  items:
    reached: {weight: 60, met: made / due >= 90%}
    begun: {weight: 40, met: {formula: made >= 1}}
    bonus: {extra: [0, 5], met: made > due}
outputs: [score, score.reached, score.begun, score.bonus, ahead]
)";

const std::string call = R"(merit: 1
plan: call
each: who
rounding: {item: 2 half_up, score: 2 half_up}
inputs: {made: count, minutes: {type: number, digits: 1, missing: skip}}
score:
  out_of: 100
  items:
    full: {weight: 20, met: minutes <= 10, skip: full}
    zero: {weight: 20, met: minutes <= 10, skip: zero}
    spread:
      weight: 60
      items:
        begun: {weight: 45, met: made >= 1}
        quick: {weight: 15, met: minutes <= 10, skip: reweight}
    asked: {weight: none, applies: made >= 1, met: has(minutes) and minutes <= 10}
outputs: [score, score.full, score.zero, score.spread, score.spread.quick, score.asked]
)";

}  // namespace

TEST_CASE("met: all or nothing, the boundary as the condition has it, exactly", "[words]") {
  CHECK(scored(deal,
               "who,made,due\n"
               "true,11,10\n"
               "false,0,10\n"
               "boundary,9,10\n"
               "just below,899999999,1000000000\n"
               "failing,9,0\n") ==
        "who,score,score.reached,score.begun,score.bonus,ahead,error\n"
        "true,101.00,60.00,40.00,1.00,1,\n"
        "false,0.00,0.00,0.00,0.00,0,\n"
        "boundary,100.00,60.00,40.00,0.00,0,\n"
        "just below,40.00,0.00,40.00,0.00,0,\n"
        "failing,,,,,,E0611 division by zero (plan.yaml:11:32; data.csv:6)\n");
}

TEST_CASE("met: what is missing is skipped as the item says", "[words]") {
  CHECK(scored(call,
               "who,made,minutes\n"
               "true,1,10.0\n"
               "false,1,10.1\n"
               "skipped,1,\n"
               "skipped and false,0,\n") ==
        "who,score,score.full,score.zero,score.spread,score.spread.quick,score.asked,error\n"
        "true,100.00,20.00,20.00,60.00,15.00,1.00,\n"
        "false,45.00,0.00,0.00,45.00,0.00,0.00,\n"
        "skipped,80.00,20.00,0.00,60.00,,0.00,\n"
        "skipped and false,20.00,20.00,0.00,0.00,,,\n");
}

TEST_CASE("met: the sentence says whether the condition holds", "[words]") {
  using merit::Language;
  const std::string all = explained(deal, "who,made,due\na,11,10\n", Language::en);
  CHECK(has_line(all, "met: made / due >= 90% holds: full weight"));
  CHECK(has_line(all, "met: made > due holds"));
  CHECK(has_line(explained(deal, "who,made,due\na,8,10\n", Language::en),
                 "met: made / due >= 90% does not hold"));
  CHECK(has_line(explained(deal, "who,made,due\na,11,10\n", Language::zh),
                 "达标：made / due >= 90% 成立：得全部权重"));
  CHECK(has_line(explained(deal, "who,made,due\na,8,10\n", Language::zh), "达标：made / due >= 90% 不成立"));
  CHECK(explained(deal, "who,made,due\na,9,0\n", Language::en).find("met: made / due") == std::string::npos);
}

TEST_CASE("met: only a condition can be met", "[words]") {
  std::string plan = deal;
  plan.replace(plan.find("made / due >= 90%"), 17, "made / due");
  const auto compiled = merit::Plan::parse(plan);
  REQUIRE(!compiled);
  CHECK(compiled.error().render(merit::ProblemForm::line, merit::Language::en) ==
        "plan.yaml:11:32: error: a condition (yes or no) is needed here, not number [E0424]\n");
}
