#include "graph/reads.hpp"

#include "report/plans.hpp"

#include "support/catch.hpp"

using namespace merit;

namespace {

// "score.sales: sales target | grade": what each entity reads, inputs then entities.
std::string reads_in_words(const graph::Graph& graph) {
  std::string out;
  const auto reads = graph::reads_of(graph);
  for (std::size_t id = 0; id < reads.size(); ++id) {
    out += graph.entities[id].path + ":";
    for (std::uint32_t input : reads[id].inputs) out += " " + graph.inputs[input].name;
    if (!reads[id].entities.empty()) out += " |";
    for (std::uint32_t other : reads[id].entities) out += " " + graph.entities[other].path;
    out += "\n";
  }
  return out;
}

std::string reads_of_plan(const std::string& text) {
  const auto plan = plans::compiled(text);
  REQUIRE(plan->said() == "");
  return reads_in_words(plan->graph());
}

}  // namespace

TEST_CASE("reads: of the plan in docs/language.md", "[graph]") {
  CHECK(reads_of_plan(plans::language_example()) == R"(grade: | score
score: | score.marketing score.service score.adjustments
score.marketing: | score.marketing.revenue
score.marketing.revenue: revenue revenue_target
score.service: | score.service.satisfaction
score.service.satisfaction: satisfaction
score.adjustments: | score.adjustments.complaints
score.adjustments.complaints: complaints
pay: bonus_base | pay.bonus
pay.bonus: bonus_base | grade
)");
}

TEST_CASE("reads: through definitions, conditions and gates; neither constants nor new names", "[graph]") {
  CHECK(reads_of_plan(R"_(
merit: 1
plan: reads
each: id
rounding: {pay: 2 half_up}
params: {rate: 3}
inputs:
  a: {type: number, digits: 2}
  b: {type: number, digits: 2, missing: skip}
  c: {type: count}
  d: {type: money}
define: {half(x): x / 2}
values:
  fixed: 5
  renamed: a
  both: {formula: half(renamed) + fixed * rate, applies: has(b)}
  either: "if(has(both), both, c)"
  mine: id == 'M-1'
pay:
  items:
    bonus: {formula: d, gate: [{
    if: c > 3, times: either}]}
checks:
  few: {must: c < 9, breach: error}
)_") == R"_(fixed:
renamed: a
both: a b
either: c | both
mine: id
pay: | pay.bonus
pay.bonus: c d | either
checks.few: c
)_");
}
