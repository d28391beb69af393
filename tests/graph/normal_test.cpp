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
      {"if(1 == 2, 1 / 0, 5)", "5"},
      {"round(if(2 == 2, 1 / 0, x), 2)", "(fail E0611)"},
      {"round(x + 1 / 0, 2)", "(round \"2 half_up\" (sum 1 1*x 1*(fail E0611)))"},
      {"has(x)", "(present x)"},
      {"if('a' == 'b', x, y)", "y"},
  });
}

TEST_CASE("normal form: sums are flat, like terms added, products have one constant outside") {
  check({
      {"x + (y + 1) + (x - 3)", ""},
      {"y + x", ""},
      {"3 * (x + 2) - x * 3", ""},
      {"x - x + y", ""},
      {"0 * x + y", ""},
      {"0 * x + 2 * x", ""},
      {"0 * x * y + 5", ""},
      {"2 * x * (3 * y)", ""},
      {"y * 0.5 * x", ""},
      {"--x", ""},
      {"0.5 * (x + x)", ""},
      {"round(100 * (x / y), 2)", ""},
      {"round((100 * x) / y, 2)", ""},
      {"round(2 / (4 * y), 2)", ""},
      {"round(x / 0, 2)", ""},
      {"days(d, d)", ""},
  });
}

TEST_CASE("normal form: bounds, lines and curves of one number become one curve") {
  check({
      {"min(x, min(y, 5), x, 7)", ""},
      {"max(min(x, 100), 0)", ""},
      {"clamp(x, 0, 100)", ""},
      {"max(min(x, y), min(n, y), min(x, y))", ""},
      {"{line: {of: x, knots: {0: 0, 10: 20}, after: 2}}", ""},
      {"10 * min(x, 100) + 3", ""},
      {"min(2 * x + 10, 30)", ""},
      {"max(0 - x, 5)", ""},
      {"abs(min(x, 5))", ""},
      {"max(x, 0) + min(x, 0)", ""},
      {"max(x, 0) - x", ""},
      {"max(x, 0) - x + y", ""},
      {"max(x, 0) + 2 * y + min(y, 3)", ""},
      {"max(x + y, 0)", ""},
      {"max(x + y, 0) + min(x + y, 0)", ""},
      {"min(d, date(2026, 1, 1))", ""},
      {"up(g)", ""},
      {"{line: {of: x, knots: {0: 0, 10: 10}}}", ""},
      {"{line: {of: x, knots: {0: 5, 10: 5}}}", ""},
  });
}

TEST_CASE("normal form: comparisons compare the number itself") {
  check({
      {"2 * x + 10 < 30", ""},
      {"30 < 10 - 2 * x", ""},
      {"x + y < 5", ""},
      {"5 == 2 * x", ""},
      {"y == x", ""},
      {"b == true", ""},
      {"b == false", ""},
      {"x < x", ""},
  });
}

TEST_CASE("normal form: choices") {
  check({
      {"if(b, true, false)", ""},
      {"not not b", ""},
      {"if(not b, x, y)", ""},
      {"if(b, b, x < y)", ""},
      {"b and b", ""},
      {"b or b", ""},
      {"if(b, x, if(b, y, n))", ""},
      {"if(b, if(b, x, y), n)", ""},
      {"if(b, x, x)", ""},
      {"if(x < 5, 1, 1)", ""},
      {"if(x < y, x, if(b, y, n))", ""},
      {"if(b and x < y, x, y)", ""},
      {"if(has(s), s, 0)", ""},
      {"if(has(s), has(s), b)", ""},
  });
}

TEST_CASE("normal form: choices by one number become a curve") {
  check({
      {"if(x >= 90, 1.2, if(x >= 80, 1, 0))", ""},
      {"if(x > 90, 1.2, if(x > 80, 1, 0))", ""},
      {"if(x >= 60 and x < 80, 1, 0)", ""},
      {"if(x < 60 or x > 80, x, 2 * x - 5)", ""},
      {"if(x == 3, 1, 0)", ""},
      {"if(x in (1, 2), 1, 0)", ""},
      {"if(2 * x > 10, 2 * x, 10)", ""},
      {"if(x < 1 / 3, x, 0)", ""},
      {"if(max(x, 0) < 5, x, 7)", ""},
      {"match(g, A -> 4, B -> 2, else -> 0)", ""},
      {"if(x < 60, y, 0)", ""},
      {"if(x < 60, d, date(2026, 1, 1))", ""},
  });
}

TEST_CASE("normal form: roundings that change nothing go, unless 38 digits may be too few") {
  check({
      {"round(x, 2)", ""},
      {"round(x, 3)", ""},
      {"round(n, 1)", ""},
      {"round(round(x / 3, 1), 1)", ""},
      {"round(round(x / 3, 1), 2)", ""},
      {"round(round(n / 3, 1), 2)", ""},
      {"{formula: x, round: to 100 half_up}", ""},
  });
}

TEST_CASE("normal form: a ladder of ifs is the node of a step") {
  const graph::Graph before = compiled({
      "if(x >= 90, 1.2, if(x >= 80, 1, 0))",
      "{step: {of: x, at_or_above: {else: 0, 80: 1, 90: 1.2}}}",
      "if(x < 80, 0, if(not (x >= 90), 1, 1.2))",
      "match(true, x >= 90 -> 1.2, x >= 80 -> 1, else -> 0)",
      "if(2 * x >= 180, 1.2, if(x >= 80 and x < 90, 1, 0))",
      "max(if(x >= 80, 1, 0), if(x >= 90, 1.2, 0))",
  });
  const graph::Graph after = graph::normalise(before);
  for (std::size_t i = 1; i < 5; ++i) CHECK(after.outputs[i].node == after.outputs[0].node);
}
