// Batches made by hand, as a payroll system that links the library makes them: columns of any width, cells
// beyond what they may be, results used for one plan after another.
#include <string>
#include <vector>

#include "eval/batch/engine.hpp"
#include "eval/batch/reader.hpp"
#include "graph/compile.hpp"

#include "support/catch.hpp"

namespace {

using namespace merit;
using eval::strip_rows;

// A plan of one input, `x`, and one result, `v`.
std::unique_ptr<graph::Graph> plan_of(const std::string& x, const std::string& v) {
  Sources sources;
  Diagnostics diagnostics;
  const SourceId source = sources.add("plan.yaml", "merit: 1\nplan: p\neach: m\ninputs: {x: " + x +
                                                       "}\nvalues: {v: " + v + "}\noutputs: [v]\n");
  graph::Compiled compiled = graph::compile(sources, source, diagnostics);
  INFO(render(diagnostics.sorted(), sources, DiagnosticForm::text, Language::en));
  REQUIRE(compiled.graph);
  return std::move(compiled.graph);
}

template <typename T>
eval::Batch batch_of(const std::vector<T>& x) {
  eval::Batch batch;
  batch.rows = x.size();
  batch.columns = {{}, {x.data(), sizeof(T), nullptr}};
  return batch;
}

std::string code_of(const graph::Graph& graph, const eval::BatchResults& results, std::size_t row) {
  const auto site = results.site(row);
  return site ? std::string(graph.sites[site->value].info->code) : "fine";
}

template <typename T>
void check_width() {
  const auto graph = plan_of("{type: number, digits: 0, min: -100, max: 100}", "2 * x");
  eval::BatchEngine engine(*graph);
  std::vector<T> x(3 * strip_rows);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<T>(static_cast<int>(i % 201) - 100);
  x[strip_rows + 5] = 101;
  eval::BatchResults results;
  engine.run(batch_of(x), results);
  CHECK(engine.counters().fast == 2 * strip_rows);
  CHECK(engine.counters().row_engine == strip_rows);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    wrong += i != strip_rows + 5 && results.cell(i, 0, nullptr).number != 2 * Integer(x[i]);
  CHECK(wrong == 0);
  CHECK(code_of(*graph, results, strip_rows + 5) == "E0603");
}

}  // namespace

TEST_CASE("columns: of every width; what is beyond its bounds fails", "[batch]") {
  check_width<std::int8_t>();
  check_width<std::int16_t>();
  check_width<std::int32_t>();
  check_width<std::int64_t>();
}

TEST_CASE("columns: bounds that the column cannot hold", "[batch]") {
  const std::vector<std::int32_t> narrow(200, 7);
  const std::vector<std::int64_t> wide(200, 7);
  eval::BatchResults results;
  for (const char* bounds : {"min: 4294967296, max: 60亿", "min: -60亿, max: -4294967296"}) {
    const auto graph = plan_of(std::string("{type: number, digits: 0, ") + bounds + "}", "x + 1");
    eval::BatchEngine engine(*graph);
    engine.run(batch_of(narrow), results);
    CHECK(engine.counters().row_engine == 200);
    CHECK(code_of(*graph, results, 0) == "E0603");
  }
  const auto graph =
      plan_of("{type: number, digits: 0, min: 100000000000000000000, max: 900000000000000000000}", "x + 1");
  eval::BatchEngine engine(*graph);
  engine.run(batch_of(wide), results);
  CHECK(engine.counters().row_engine == 200);
  CHECK(code_of(*graph, results, 199) == "E0603");
}

TEST_CASE("columns: the largest integers of 64 bits", "[batch]") {
  const auto graph = plan_of("{type: number, digits: 0}", "x + 1");
  const std::int64_t most = 9223372036854775807;
  const std::vector<std::int64_t> x = {most, -most - 1, 0};
  for (const auto set : {eval::InstructionSet::portable, eval::best_instruction_set()}) {
    eval::BatchEngine engine(*graph, {{.set = set}, 1});
    eval::BatchResults results;
    engine.run(batch_of(x), results);
    CHECK(results.cell(0, 0, nullptr).number == Rational(Integer("9223372036854775808")));
    CHECK(results.cell(1, 0, nullptr).number == Rational(Integer("-9223372036854775807")));
    CHECK(results.cell(2, 0, nullptr).number == 1);
  }
}

TEST_CASE("columns: results that no 16 bytes hold", "[batch]") {
  const auto graph = plan_of("{type: number, digits: 0}", "x * x * x");
  for (const unsigned threads : {1u, 4u}) {
    std::vector<std::int64_t> x(1000, 2);
    x[300] = x[900] = 9000000000000000000;
    x[301] = -9000000000000000000;
    eval::BatchEngine engine(*graph, {{}, threads});
    eval::BatchResults results;
    engine.run(batch_of(x), results);
    CHECK(results.huge.size() == 3);
    CHECK(results.cell(300, 0, nullptr).number ==
          Rational(Integer("729000000000000000000000000000000000000000000000000000000")));
    CHECK(results.cell(301, 0, nullptr).number ==
          Rational(Integer("-729000000000000000000000000000000000000000000000000000000")));
    CHECK(results.cell(900, 0, nullptr).number == results.cell(300, 0, nullptr).number);
    CHECK(results.cell(899, 0, nullptr).number == 8);
    // Used again, nothing of this stays.
    std::fill(x.begin(), x.end(), 3);
    engine.run(batch_of(x), results);
    CHECK(results.huge.empty());
    CHECK(results.cell(300, 0, nullptr).number == 27);
  }
}

TEST_CASE("columns: texts of the plan without a column of texts", "[batch]") {
  const auto graph = plan_of("{type: number, digits: 0}",
                             "{step: {of: x, at_or_above: {else: '''low''', 5: '''high'''}}, type: text}");
  eval::BatchEngine engine(*graph);
  const std::vector<eval::Int128> x = {4, 5, eval::Int128(1) << 90};
  eval::BatchResults results;
  engine.run(batch_of(x), results);
  CHECK(engine.counters().row_engine == 3);
  CHECK(results.cell(0, 0, &engine.texts()).text == "low");
  CHECK(results.cell(1, 0, &engine.texts()).text == "high");
  CHECK(results.cell(2, 0, &engine.texts()).text == "high");
}

TEST_CASE("columns: results of another plan are made anew", "[batch]") {
  const auto small = plan_of("{type: number, digits: 0, min: 0, max: 100}", "x + 1");
  const auto large = plan_of("{type: number, digits: 0, min: 0, max: 1000000000}", "x + 1");
  const auto absent =
      plan_of("{type: number, digits: 0, min: 0, max: 100}", "{formula: x + 1, applies: x > 50}");
  const std::vector<std::int64_t> x(300, 50), y(100, 51);
  eval::BatchResults results;
  for (const graph::Graph* graph : {small.get(), large.get(), absent.get(), small.get()}) {
    eval::BatchEngine engine(*graph);
    engine.run(batch_of(x), results);
    CHECK(results.outputs[0].bytes.size() == 300 * results.outputs[0].width);
    CHECK(results.outputs[0].width == (graph == large.get() ? 4 : 1));
    CHECK(results.cell(299, 0, nullptr).is_absent() == (graph == absent.get()));
    if (graph != absent.get()) continue;
    engine.run(batch_of(y), results);
    CHECK(results.cell(0, 0, nullptr).number == 52);
  }
}

TEST_CASE("columns: a batch that is not the plan's is refused", "[batch]") {
  const auto graph = plan_of("{type: number, digits: 0, min: 0, max: 100}", "x + 1");
  eval::BatchEngine engine(*graph);
  eval::BatchResults results;
  eval::Batch batch;
  batch.rows = 1;
  CHECK_THROWS_AS(engine.run(batch, results), std::invalid_argument);  // no columns
  batch.columns.resize(2);
  CHECK_THROWS_AS(engine.run(batch, results), std::invalid_argument);  // no data
  alignas(8) const char bytes[16] = {};
  batch.columns[1] = {bytes + 1, 8, nullptr};
  CHECK_THROWS_AS(engine.run(batch, results), std::invalid_argument);  // not aligned
  batch.columns[1] = {bytes, 3, nullptr};
  CHECK_THROWS_AS(engine.run(batch, results), std::invalid_argument);  // no such width
  batch.columns[1] = {bytes, 8, nullptr};
  batch.periods.resize(2);
  CHECK_THROWS_AS(engine.run(batch, results), std::invalid_argument);  // other periods
  batch.periods.clear();
  engine.run(batch, results);
  CHECK(results.cell(0, 0, nullptr).number == 1);
  batch.rows = 0;
  batch.columns[1] = {};
  engine.run(batch, results);
  CHECK(results.rows == 0);
}
