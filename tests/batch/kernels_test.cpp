// Each word of the plan language, and the kernels it becomes. A word that loses its kernel is a failing line
// here, not a slower benchmark. Loads, stores and constants are left out; `@128` names the lane where it is
// not the fast one.
#include <filesystem>
#include <sstream>
#include <string>

#include "eval/batch/engine.hpp"
#include "graph/compile.hpp"
#include "plan/golden.hpp"

#include "support/catch.hpp"

namespace {

using namespace merit;

const std::string before_item = R"(merit: 1
plan: kernels
each: manager
currency: CNY
rounding: {item: 2 half_up, score: none, pay: 2 half_up}
lists: {grade: [C, B, A]}
params:
  coefficient: {by: [grade], values: {C: 0.8, B: 1, A: 1.25}}
inputs:
  sales: {type: money, min: -10亿, max: 10亿}
  target: {type: money, min: 0, max: 10亿}
  visits: {type: count, max: 1000}
  rate: {type: percent, digits: 2, min: 0%, max: 100%}
  level: grade
  clean: bool
  bonus: {type: points, digits: 1, min: 0, max: 10, missing: skip}
  base: {type: money, min: 0, max: 100万}
score:
  out_of: 100
  items:
    rest: {weight: 90, points: 0}
    item: )";

std::string kernels_of(const std::string& item, bool fuse) {
  Sources sources;
  Diagnostics diagnostics;
  const SourceId source =
      sources.add("plan.yaml", before_item + "{weight: 10, " + item + "}\noutputs: [score]\n");
  const graph::Compiled compiled = graph::compile(sources, source, diagnostics);
  if (!compiled.graph) return render(diagnostics.sorted(), sources, DiagnosticForm::text, Language::en);
  eval::BatchOptions options;
  options.plan.fuse = fuse;
  const eval::BatchEngine engine(*compiled.graph, options);
  if (engine.programs().empty()) return "row engine: " + engine.refusal();
  std::string result;
  for (const eval::Program::Draft& d : engine.declared_program().program.drafts()) {
    const std::string what(d.what);
    if (d.is_once || what.starts_with("load") || what.starts_with("store")) continue;
    result += (result.empty() ? "" : ", ") + what;
    if (d.lane != eval::Lane::fast) result += "@" + std::string(name_of(d.lane));
  }
  return result;
}

}  // namespace

// kernels.txt: a line `- item`, below it the kernels of the fused program, and those without fusion.
TEST_CASE("kernels: what each word becomes", "[batch]") {
  const std::filesystem::path path = std::filesystem::path(MERIT_TEST_DIR) / "batch" / "kernels.txt";
  std::istringstream lines(golden::read(path));
  std::string found;
  std::size_t items = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("- ")) continue;
    ++items;
    const std::string item = line.substr(2);
    found += line + "\n  fused: " + kernels_of(item, true) + "\n  fine:  " + kernels_of(item, false) + "\n";
  }
  CHECK(items > 15);
  golden::compare(path, found);
}
