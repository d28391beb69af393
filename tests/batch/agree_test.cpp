// The batch engine against the row engine, over every plan of the repository: each instruction set, fused or
// not, in each lane, one thread or several, batches of every awkward length. `bench/agree` does the same at
// length.
#include <algorithm>
#include <filesystem>
#include <map>

#include "graph/compile.hpp"
#include "plan/golden.hpp"

#include "support/catch.hpp"
#include "support/shrink.hpp"
#include "support/tables.hpp"

namespace {

using namespace merit;
namespace fs = std::filesystem;

struct NamedPlan {
  std::string name;
  std::unique_ptr<graph::Graph> graph;
};

std::vector<NamedPlan> plans() {
  std::vector<fs::path> paths;
  for (const char* folder : {"tests/graph/good", "rules", "bench/plans"})
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(MERIT_ROOT) / folder))
      if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<NamedPlan> result;
  for (const fs::path& path : paths) {
    Sources sources;
    Diagnostics diagnostics;
    graph::Compiled compiled =
        graph::compile(sources, sources.add(path.filename().string(), golden::read(path)), diagnostics);
    const std::string name = path.lexically_relative(MERIT_ROOT).string();
    if (!compiled.graph) continue;
    for (graph::Graph& stage : test::stage_graphs(*compiled.graph))
      result.push_back({name, std::make_unique<graph::Graph>(std::move(stage))});
  }
  return result;
}

struct Way {
  const char* name;
  eval::BatchOptions options;
};

std::vector<Way> ways() {
  using eval::InstructionSet;
  using eval::Lane;
  std::vector<Way> result;
  for (const auto& [name, set] : {std::pair{"portable", InstructionSet::portable},
                                  {"v2", InstructionSet::v2},
                                  {"v3", InstructionSet::v3},
                                  {"v4", InstructionSet::v4}})
    if (eval::has(set)) result.push_back({name, {{set, true, Lane::fast}, 1}});
  const auto best = eval::best_instruction_set();
  result.push_back({"not fused", {{best, false, Lane::fast}, 1}});
  result.push_back({"128 bits", {{best, true, Lane::bits128}, 1}});
  result.push_back({"256 bits, not fused", {{best, false, Lane::bits256}, 1}});
  result.push_back({"4 threads", {{best, true, Lane::fast}, 4}});
  return result;
}

void check_plan(const NamedPlan& plan, const Way& way, std::size_t rows, std::uint64_t seed,
                agree::Seen& seen) {
  eval::BatchEngine engine(*plan.graph, way.options);
  eval::RowEngine by_row(*plan.graph);
  const eval::OwnedBatch batch = agree::RandomRows(*plan.graph, seed).make(rows, engine.texts());
  eval::BatchResults results;
  engine.run(batch.batch, results);
  agree::compare(*plan.graph, batch, results, engine.texts(), by_row, seen);
  if (seen.wrong > 0) {
    const Period* period = batch.batch.periods.empty() ? nullptr : &batch.batch.periods[0];
    seen.first_wrong += agree::shrunk(*plan.graph, *plan.graph, way.options,
                                      agree::cells_of(*plan.graph, batch.batch, seen.first_row), period);
  }
  INFO(plan.name << ", " << way.name << ", seed " << seed << ", " << rows << " rows\n" << seen.first_wrong);
  CHECK(seen.wrong == 0);
}

}  // namespace

TEST_CASE("batch: every plan in every way gives what the row engine gives", "[batch]") {
  std::uint64_t seed = 1;
  agree::Seen seen;
  for (const NamedPlan& plan : plans())
    for (const Way& way : ways()) check_plan(plan, way, 300, seed++, seen);
  CHECK(seen.failed > 1000);
  CHECK(seen.absent > 100);
}

TEST_CASE("batch: lengths that end inside a strip", "[batch]") {
  const std::vector<NamedPlan> all = plans();
  std::uint64_t seed = 1000;
  for (std::size_t rows : {0, 1, 2, 63, 64, 65, 127, 128, 129, 511, 512, 513, 1000})
    for (const NamedPlan& plan : all) {
      if (plan.name.find("bench/plans/") != 0) continue;
      agree::Seen seen;
      check_plan(plan, ways().back(), rows, seed++, seen);
    }
}

TEST_CASE("batch: results do not depend on threads, instruction set or fusion", "[batch]") {
  for (const NamedPlan& plan : plans()) {
    if (plan.name != "bench/plans/canonical.yaml") continue;
    std::vector<std::uint8_t> first;
    for (const Way& way : ways()) {
      eval::BatchEngine engine(*plan.graph, way.options);
      const eval::OwnedBatch batch = agree::RandomRows(*plan.graph, 7).make(40000, engine.texts());
      eval::BatchResults results;
      engine.run(batch.batch, results);
      std::vector<std::uint8_t> bytes;
      for (const auto& output : results.outputs)
        bytes.insert(bytes.end(), output.bytes.begin(), output.bytes.end());
      if (first.empty()) first = bytes;
      INFO(way.name);
      CHECK(first == bytes);
    }
  }
}

TEST_CASE("batch: results that are used again keep nothing of the rows before", "[batch]") {
  std::uint64_t seed = 5000;
  for (const NamedPlan& plan : plans()) {
    eval::BatchEngine engine(*plan.graph);
    eval::RowEngine by_row(*plan.graph);
    eval::BatchResults results;
    for (int time = 0; time < 3; ++time) {
      const eval::OwnedBatch batch = agree::RandomRows(*plan.graph, seed++).make(200, engine.texts());
      engine.run(batch.batch, results);
      agree::Seen seen;
      agree::compare(*plan.graph, batch, results, engine.texts(), by_row, seen);
      INFO(plan.name << ", seed " << seed - 1 << "\n" << seen.first_wrong);
      CHECK(seen.wrong == 0);
    }
  }
}

TEST_CASE("batch: a plan that allows more than its rows have", "[batch]") {
  for (const NamedPlan& plan : plans()) {
    if (plan.name != "tests/graph/good/line.yaml") continue;
    eval::BatchEngine engine(*plan.graph);
    REQUIRE(engine.narrow_digits() == 11);
    REQUIRE(engine.programs().size() == 3);
    // 99.99% in each cell; in the third strip one of 12 digits, in the fourth one of 17, in the fifth one
    // of 30.
    const auto read = [](std::size_t row, std::size_t input, graph::Cell& out) {
      const int digits = row == 300 ? 8 : row == 400 ? 13 : 0;
      out = input == 0 ? graph::Cell::of_text("M")
                       : graph::Cell::of(Rational(power_of_ten(digits) * 9999, 10000));
    };
    const eval::OwnedBatch batch = eval::make_batch(*plan.graph, 5 * eval::strip_rows, read, engine.texts());
    eval::BatchResults results;
    engine.run(batch.batch, results);
    CHECK(engine.counters().fast == 3 * eval::strip_rows);
    CHECK(engine.counters().bits128 == 2 * eval::strip_rows);
    eval::RowEngine by_row(*plan.graph);
    agree::Seen seen;
    agree::compare(*plan.graph, batch, results, engine.texts(), by_row, seen);
    INFO(seen.first_wrong);
    CHECK(seen.wrong == 0);
  }
}

TEST_CASE("batch: a plan that allows more than any program keeps", "[batch]") {
  int limited = 0;
  for (const NamedPlan& plan : plans()) {
    if (plan.name != "rules/securities-broker/plan.yaml") continue;
    eval::BatchEngine engine(*plan.graph);
    if (engine.refusal().empty()) continue;
    ++limited;
    CHECK(engine.refusal() == "a rounding that could have more than 38 digits");
    CHECK(engine.limited_digits() == 11);
    REQUIRE(engine.programs().size() == 1);
    // Ones but for the third strip, in which a number has 12 digits.
    const auto read = [&](std::size_t row, std::size_t input, graph::Cell& out) {
      const graph::Input& i = plan.graph->inputs[input];
      const bool is_long = row == 300 && i.type.is_number() && !i.range.high;
      out = i.type.kind == ValueKind::text ? graph::Cell::of_text("M")
            : i.type.kind == ValueKind::boolean
                ? graph::Cell::of(true)
                : graph::Cell::of(is_long ? Rational(power_of_ten(11)) + 1 : 1);
    };
    eval::OwnedBatch batch = eval::make_batch(*plan.graph, 4 * eval::strip_rows, read, engine.texts());
    batch.batch.periods.assign(batch.batch.rows, *plan.graph->calendar->parse("2026-03"));
    eval::BatchResults results;
    engine.run(batch.batch, results);
    CHECK(engine.counters().row_engine == eval::strip_rows);
    eval::RowEngine by_row(*plan.graph);
    agree::Seen seen;
    agree::compare(*plan.graph, batch, results, engine.texts(), by_row, seen);
    INFO(seen.first_wrong);
    CHECK(seen.wrong == 0);
  }
  CHECK(limited == 2);
}

TEST_CASE("batch: what is left of a plan over which engines differ", "[batch]") {
  for (const NamedPlan& plan : plans()) {
    if (plan.name != "tests/graph/good/line.yaml") continue;
    // An engine that draws the last curve of the plan to another end.
    graph::Graph wrong = *plan.graph;
    for (graph::Payload& payload : wrong.payloads)
      if (auto* curve = std::get_if<graph::Curve>(&payload)) curve->right_slope += Rational(1, 10);
    agree::Cells cells(wrong.inputs.size(), graph::Cell::of(Rational(3, 2)));
    cells[0] = graph::Cell::of_text("M");
    golden::compare(fs::path(MERIT_TEST_DIR) / "batch" / "shrunk.txt",
                    agree::shrunk(*plan.graph, wrong, {}, cells, nullptr));
    CHECK(agree::shrunk(*plan.graph, *plan.graph, {}, cells, nullptr).empty());
  }
}
