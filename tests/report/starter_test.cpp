#include "report/starter.hpp"

#include "report/plans.hpp"

#include "support/catch.hpp"

using namespace merit;

TEST_CASE("starter plan: compiles without a word, in both languages", "[report]") {
  for (Language language : {Language::en, Language::zh}) {
    const auto plan = plans::compiled(report::starter_plan(language));
    CHECK(plan->said() == "");
    REQUIRE(plan->compiled.graph);
    std::string outputs;
    for (const graph::Output& output : plan->graph().outputs) outputs += output.name + "\n";
    CHECK(outputs ==
          (language == Language::en ? "score\ngrade\npay\npay.bonus\n" : "score\n考核等级\npay\npay.奖金\n"));
  }
}

TEST_CASE("starter plan: both languages say the same", "[report]") {
  const auto en = plans::compiled(report::starter_plan(Language::en));
  const auto zh = plans::compiled(report::starter_plan(Language::zh));
  const auto ops = [](const graph::Graph& graph) {
    std::string all;
    for (const graph::Node& node : graph.nodes) all += std::string(name_of(node.op)) + "\n";
    return all;
  };
  CHECK(ops(en->graph()) == ops(zh->graph()));
}
