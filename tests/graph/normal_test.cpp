#include "graph/normal.hpp"

#include <string>
#include <vector>

#include "graph/compile.hpp"
#include "graph/print.hpp"

#include "support/catch.hpp"

using namespace merit;

namespace {

// A plan over x, y (two decimals), n (0 to 100), s (may be missing), b, d, g; `values` are its outputs.
std::string plan_of(const std::vector<std::string>& values) {
  std::string text = R"(merit: 1
plan: p
each: who
rounding: {score: 2 half_up}
lists: {grade: [D, C, B, A]}
params:
  rate: {by: [grade], values: {A: 1.2, B: 1, C: 0.8, D: 0}}
  part: {by: [grade], values: {A: 5, B: 4}}
inputs:
  x: {type: number, digits: 2}
  y: {type: number, digits: 2}
  n: {type: count, max: 100}
  s: {type: number, digits: 2, missing: skip}
  b: bool
  d: date
  g: grade
values:
)";
  std::string outputs = "outputs: [";
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string name = "v" + std::to_string(i);
    const bool is_node = values[i].front() == '{';
    text += "  " + name + ": " + (is_node ? values[i] : '"' + values[i] + '"') + "\n";
    outputs += (i == 0 ? "" : ", ") + name;
  }
  return text + outputs + "]\n";
}

graph::Graph compiled(const std::vector<std::string>& values) {
  Sources sources;
  Diagnostics diagnostics;
  const SourceId id = sources.add("plan.yaml", plan_of(values));
  graph::Compiled plan = graph::compile(sources, id, diagnostics);
  INFO(render(diagnostics.items(), sources, DiagnosticForm::text, Language::en));
  REQUIRE(plan.graph);
  return std::move(*plan.graph);
}

struct Row {
  std::string written;
  std::string normal;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    const graph::Graph before = compiled({row.written});
    const graph::Graph after = graph::normalise(before);
    INFO(row.written << "\n" << graph::print(before));
    CHECK(graph::print(after, after.outputs[0].node) == row.normal);
    CHECK(graph::is_normal(after));
  }
}

}  // namespace

TEST_CASE("normal form: constants fold, failures do not vanish") {
  check({
      {"2 + 3 * 4", "14"},
      {"round(2 / 3, 2, half_up)", "0.67"},
      {"if(1 < 2, x, y)", "x"},
      {"rate(A)", "1.2"},
      {"days(date(2026, 1, 31), add_months(date(2026, 1, 31), 1))", "28"},
      {"round(if(1 == 2, 1 / 0, 5), 2)", "5"},
      {"round(if(2 == 2, 1 / 0, x), 2)", "(fail E0611)"},
      {"round(x + 1 / 0, 2)", "(round \"2 half_up\" (sum 0 1*x 1*(fail E0611)))"},
      {"has(x)", "(present x)"},
      {"if('a' == 'b', x, y)", "y"},
  });
}

TEST_CASE("normal form: sums are flat, like terms added, products have one constant outside") {
  check({
      {"x + (y + 1) + (x - 3)", "(sum -2 2*x 1*y)"},
      {"y + x", "(sum 0 1*x 1*y)"},
      {"3 * (x + 2) - x * 3", "(curve [0, 0: 6, 0] x)"},
      {"x - x + y", "(sum 0 1*y 1*(curve [0, 0: 0, 0] x))"},
      {"0 * x + y", "(sum 0 1*y 1*(curve [0, 0: 0, 0] x))"},
      {"0 * x + 2 * x", "(sum 0 2*x)"},
      {"0 * x * y + 5", "(sum 5 1*(curve [0, 0: 0, 0] x) 1*(curve [0, 0: 0, 0] y))"},
      {"2 * x * (3 * y)", "(sum 0 6*(mul x y))"},
      {"y * 0.5 * x", "(sum 0 0.5*(mul x y))"},
      {"--x", "x"},
      {"0.5 * (x + x)", "x"},
      {"round(100 * (x / y), 2)", "(round \"2 half_up\" (sum 0 100*(otherwise (ratio x y) (fail E0611))))"},
      {"round((100 * x) / y, 2)", "(round \"2 half_up\" (sum 0 100*(otherwise (ratio x y) (fail E0611))))"},
      {"round(2 / (4 * y), 2)", "(round \"2 half_up\" (sum 0 0.5*(otherwise (ratio 1 y) (fail E0611))))"},
      {"round(x / 0, 2)", "(round \"2 half_up\" (otherwise (ratio x 0) (fail E0611)))"},
      {"days(d, d)", "(curve [0, 0: 0, 0] d)"},
  });
}

TEST_CASE("normal form: bounds, lines and curves of one number become one curve") {
  check({
      {"min(x, min(y, 5), x, 7)", "(min x y 5)"},
      {"max(min(x, 100), 0)", "(curve [0, 0: 0, 100: 100, 0] x)"},
      {"clamp(x, 0, 100)", "(curve [0, 0: 0, 100: 100, 0] x)"},
      {"max(min(x, y), min(n, y), min(x, y))", "(max (min y n) (min x y))"},
      {"{line: {of: x, knots: {0: 0, 10: 20}, after: 2}}", "(curve [0, 0: 0, 2] x)"},
      {"10 * min(x, 100) + 3", "(curve [10, 100: 1003, 0] x)"},
      {"min(2 * x + 10, 30)", "(curve [2, 10: 30, 0] x)"},
      {"max(0 - x, 5)", "(curve [-1, -5: 5, 0] x)"},
      {"abs(min(x, 5))", "(curve [-1, 0: 0, 5: 5, 0] x)"},
      {"max(x, 0) + min(x, 0)", "x"},
      {"max(x, 0) - x", "(curve [-1, 0: 0, 0] x)"},
      {"max(x, 0) - x + y", "(sum 0 1*y 1*(curve [-1, 0: 0, 0] x))"},
      {"max(x, 0) + 2 * y + min(y, 3)", "(sum 0 1*(curve [0, 0: 0, 1] x) 1*(curve [3, 3: 9, 2] y))"},
      {"max(x + y, 0)", "(curve [0, 0: 0, 1] (sum 0 1*x 1*y))"},
      {"max(x + y, 0) + min(x + y, 0)", "(sum 0 1*x 1*y)"},
      {"min(d, date(2026, 1, 1))", "(min d 2026-01-01)"},
      {"up(g)", "(curve [0, -1: 0, 2: 3, 0] g)"},
      {"{line: {of: x, knots: {0: 0, 10: 10}}}", "(curve [0, 0: 0, 10: 10, 0] x)"},
      {"{line: {of: x, knots: {0: 5, 10: 5}}}", "(curve [0, 0: 5, 0] x)"},
  });
}

TEST_CASE("normal form: comparisons compare the number itself") {
  check({
      {"2 * x + 10 < 30", "(less x 10)"},
      {"30 < 10 - 2 * x", "(less x -10)"},
      {"x + y < 5", "(less (sum 0 1*x 1*y) 5)"},
      {"5 == 2 * x", "(same 2.5 x)"},
      {"y == x", "(same x y)"},
      {"b == true", "b"},
      {"b == false", "(choose b false true)"},
      {"x < x", "(less x x)"},
  });
}

TEST_CASE("normal form: choices") {
  check({
      {"if(b, true, false)", "b"},
      {"not not b", "b"},
      {"if(not b, x, y)", "(choose b y x)"},
      {"if(b, b, x < y)", "(choose b true (less x y))"},
      {"b and b", "b"},
      {"b or b", "b"},
      {"if(b, x, if(b, y, n))", "(choose b x n)"},
      {"if(b, if(b, x, y), n)", "(choose b x n)"},
      {"if(b, x, x)", "(choose b x x)"},
      {"if(x < 5, 1, 1)", "(curve [0, 0: 1, 0] x)"},
      {"if(x < y, x, if(b, y, n))", "(choose (less x y) x b y n)"},
      {"if(b and x < y, x, y)", "(choose (choose b (less x y) false) x y)"},
      {"if(has(s), s, 0)", "(choose (present s) s 0)"},
      {"if(has(s), has(s), b)", "(choose (present s) true b)"},
  });
}

TEST_CASE("normal form: choices by one number become a curve") {
  check({
      {"if(x >= 90, 1.2, if(x >= 80, 1, 0))", "(curve [0, 80: 0 1 1, 90: 1 1.2 1.2, 0] x)"},
      {"if(x > 90, 1.2, if(x > 80, 1, 0))", "(curve [0, 80: 0 0 1, 90: 1 1 1.2, 0] x)"},
      {"if(x >= 60 and x < 80, 1, 0)", "(curve [0, 60: 0 1 1, 80: 1 0 0, 0] x)"},
      {"if(x < 60 or x > 80, x, 2 * x - 5)", "(curve [1, 60: 60 115 115, 80: 155 155 80, 1] x)"},
      {"if(x == 3, 1, 0)", "(curve [0, 3: 0 1 0, 0] x)"},
      {"if(x in (1, 2), 1, 0)", "(curve [0, 1: 0 1 0, 2: 0 1 0, 0] x)"},
      {"if(2 * x > 10, 2 * x, 10)", "(curve [0, 5: 10, 2] x)"},
      {"if(x < 1 / 3, x, 0)", "(curve [1, 1/3: 1/3 0 0, 0] x)"},
      {"if(max(x, 0) < 5, x, 7)", "(curve [1, 5: 5 7 7, 0] x)"},
      {"match(g, A -> 4, B -> 2, else -> 0)", "(curve [0, 2: 0 2 0, 3: 0 4 0, 0] g)"},
      {"if(x < 60, y, 0)", "(choose (less x 60) y 0)"},
      {"if(x < 60, d, date(2026, 1, 1))", "(choose (less x 60) d 2026-01-01)"},
  });
}

TEST_CASE("normal form: roundings that change nothing go, unless 38 digits may be too few") {
  check({
      {"round(x, 2)", "x"},
      {"round(x, 3)", "(round \"3 half_up\" x)"},
      {"round(n, 1)", "n"},
      {"round(round(x / 3, 1), 1)", "(round \"1 half_up\" (sum 0 1/3*x))"},
      {"round(round(x / 3, 1), 2)", "(round \"2 half_up\" (round \"1 half_up\" (sum 0 1/3*x)))"},
      {"round(round(n / 3, 1), 2)", "(round \"1 half_up\" (sum 0 1/3*n))"},
      {"{formula: x, round: to 100 half_up}", "(round \"to 100 half_up\" x)"},
  });
}

TEST_CASE("normal form: a ladder of ifs is the node of a step") {
  const graph::Graph before = compiled({
      "if(x >= 90, 1.2, if(x >= 80, 1, 0))",
      "{step: {of: x, at_or_above: {else: 0, 80: 1, 90: 1.2}}}",
      "if(x < 80, 0, if(not (x >= 90), 1, 1.2))",
      "match(true, x >= 90 -> 1.2, x >= 80 -> 1, else -> 0)",
      "if(2 * x >= 180, 1.2, if(x >= 80 and x < 90, 1, 0))",
  });
  const graph::Graph after = graph::normalise(before);
  for (std::size_t i = 1; i < 5; ++i) CHECK(after.outputs[i].node == after.outputs[0].node);
  CHECK(graph::print(after, after.outputs[0].node) == "(curve [0, 80: 0 1 1, 90: 1 1.2 1.2, 0] x)");
}

TEST_CASE("normal form: two plans that mean the same have the same structure") {
  const graph::Graph a = graph::normalise(compiled({"x * 0.2 + y * 0.3", "if(b, x + 1, x)"}));
  const graph::Graph b = graph::normalise(compiled({"(3 * y + 2 * x) / 10", "if(not b, x, 1 + x)"}));
  const graph::Graph c = graph::normalise(compiled({"(3 * y + 2 * x) / 10", "if(not b, x, 2 + x)"}));
  CHECK(graph::same_structure(a, b));
  CHECK_FALSE(graph::same_structure(b, c));
}

TEST_CASE("normal form: what is said of a plan stays, what is not needed goes") {
  const graph::Graph before = compiled({"x + y", "round(x / 3, 2)"});
  const graph::Graph after = graph::normalise(before);
  CHECK_FALSE(graph::is_normal(before));
  REQUIRE(after.outputs.size() == 2);
  CHECK(after.outputs[1].name == "v1");
  CHECK(after.inputs.size() == before.inputs.size());
  CHECK(after.sites.size() == before.sites.size());
  const graph::Entity* entity = after.find_entity("v1");
  REQUIRE(entity);
  CHECK(entity->result == after.outputs[1].node);
  CHECK(entity->type.digits == 2);
  CHECK(entity->steps.empty());
  // who, x, y, n, s, b, d, g; x + y; x / 3, rounded.
  CHECK(after.nodes.size() == 11);
}

TEST_CASE("normal form: long chains stay short work") {
  std::vector<std::string> values;
  for (int i = 0; i < 3000; ++i) {
    const std::string before = i == 0 ? "x" : "v" + std::to_string(i - 1);
    switch (i % 4) {
      case 0: values.push_back("min(" + before + " * 3 + y, " + std::to_string(i) + " + n)"); break;
      case 1: values.push_back("if(" + before + " > " + std::to_string(i) + ", " + before + ", y)"); break;
      case 2: values.push_back(before + " + max(x, " + std::to_string(i) + ")"); break;
      default: values.push_back("round(" + before + " / 3, 2)");
    }
  }
  const graph::Graph after = graph::normalise(compiled(values));
  CHECK(graph::is_normal(after));
  CHECK(after.nodes.size() < 20000);
}
