#include "report/draw.hpp"

#include <cstdlib>

#include "report/plans.hpp"

#include "support/catch.hpp"

using namespace merit;
namespace fs = std::filesystem;

namespace {

fs::path picture(const char* name) { return fs::path(MERIT_TEST_DIR) / "report" / "pictures" / name; }

// Every character that means something to one of the formats.
constexpr const char* awkward_plan = R"(
merit: 1
plan: awkward
title: 'A "title" \ & more'
each: id
inputs:
  a: {type: count, label: 'say "a" \n & <b> `#1` *'}
values:
  end: {formula: a + 1, round: 0 up, label: {zh: '结"束"'}}
outputs: [end]
)";

bool has_graphviz() { return std::system("command -v dot >/dev/null 2>&1") == 0; }

bool is_good_dot(const std::string& dot) {
  const fs::path file = fs::temp_directory_path() / "merit_draw_test.dot";
  std::ofstream(file, std::ios::binary) << dot;
  const int status = std::system(("dot -Tsvg -o /dev/null '" + file.string() + "'").c_str());
  fs::remove(file);
  return status == 0;
}

}  // namespace

TEST_CASE("picture: the plan of docs/language.md", "[report]") {
  const auto plan = plans::compiled(plans::language_example());
  REQUIRE(plan->said() == "");
  golden::compare(picture("example.en.dot"), report::draw_dot(plan->graph(), Language::en));
  golden::compare(picture("example.zh.dot"), report::draw_dot(plan->graph(), Language::zh));
  golden::compare(picture("example.en.mmd"), report::draw_mermaid(plan->graph(), Language::en));
  golden::compare(picture("example.zh.mmd"), report::draw_mermaid(plan->graph(), Language::zh));
  golden::compare(picture("example.en.svg"), report::draw_svg(plan->graph(), Language::en));
  golden::compare(picture("example.zh.svg"), report::draw_svg(plan->graph(), Language::zh));
}

TEST_CASE("picture: labels cannot leave their quotes", "[report]") {
  const auto plan = plans::compiled(awkward_plan);
  REQUIRE(plan->said() == "");
  CHECK(report::draw_dot(plan->graph(), Language::zh) == R"_(digraph plan {
  graph [label="A \"title\" \\ &amp; more", labelloc=t, rankdir=LR, fontname="sans-serif"];
  node [shape=box, fontname="sans-serif"];
  subgraph cluster_inputs {
    label="输入";
    i1 [label="say \"a\" \\n &amp; <b> `#1` *", shape=cds];
  }
  e0 [label="结\"束\"", shape=ellipse];
  i1 -> e0;
}
)_");
  const std::string svg = report::draw_svg(plan->graph(), Language::en);
  CHECK(svg.find(">A &quot;title&quot; \\ &amp; more<") != std::string::npos);
  CHECK(svg.find(">say &quot;a&quot; \\n &amp; &lt;b&gt; `#1` *<") != std::string::npos);
  CHECK(report::draw_mermaid(plan->graph(), Language::en) == R"_(---
title: "A \"title\" \\ & more"
---
flowchart LR
  subgraph group_inputs["Inputs"]
    i1[/"say #quot;a#quot; #92;n #amp; #lt;b#gt; #96;#35;1#96; #42;"/]
  end
  e0(["end"])
  i1 --> e0
)_");
}

TEST_CASE("picture: Graphviz reads what is drawn", "[report]") {
  if (!has_graphviz()) return;
  std::vector<std::string> texts = {plans::language_example(), awkward_plan};
  for (const auto& rules : fs::directory_iterator(fs::path(MERIT_ROOT) / "rules"))
    if (fs::exists(rules.path() / "plan.yaml")) texts.push_back(golden::read(rules.path() / "plan.yaml"));
  for (const std::string& text : texts) {
    const auto plan = plans::compiled(text);
    REQUIRE(plan->compiled.graph);
    for (Language language : {Language::en, Language::zh})
      CHECK(is_good_dot(report::draw_dot(plan->graph(), language)));
  }
}
