// The shipped plans, scored before and after normal form.
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "eval/row/cells.hpp"
#include "eval/row/engine.hpp"
#include "graph/compile.hpp"
#include "graph/normal.hpp"
#include "table/csv.hpp"

#include "support/catch.hpp"
#include "support/tables.hpp"

using namespace merit;

namespace {

std::string text_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file.good());
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

bool is_same(const graph::Cell& a, const graph::Cell& b, ValueKind kind) {
  if (a.state != b.state) return false;
  if (a.is_failed()) return a.site == b.site;
  if (!a.is_value()) return true;
  if (kind == ValueKind::boolean) return a.flag == b.flag;
  return kind == ValueKind::text ? a.text == b.text : a.number == b.number;
}

void check_rows(const graph::Graph& plan, const std::string& path) {
  Sources sources;
  Diagnostics diagnostics;
  const std::vector<eval::TableRows> tables = test::read_tables(plan, path, sources, diagnostics);
  REQUIRE_FALSE(diagnostics.has_errors());
  const eval::BoundRows& rows = tables.front().rows;
  eval::StagedRun run(plan, tables);
  const graph::Graph &before = run.graph(), after = graph::normalise(before);
  eval::RowEngine plain(before), normal(after);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    graph::RowContext context;
    if (!rows.periods.empty()) context.period = &rows.periods[row];
    run.begin(context.period);
    run.fill(static_cast<std::uint32_t>(row), plain);
    run.fill(static_cast<std::uint32_t>(row), normal);
    INFO(path << " row " << row);
    CHECK(plain.run(context) == normal.run(context));
    for (std::size_t o = 0; o < before.outputs.size(); ++o) {
      const graph::NodeId p = before.outputs[o].node, q = after.outputs[o].node;
      INFO(before.outputs[o].name);
      CHECK(is_same(plain[p], normal[q], before[p].type.kind));
    }
  }
}

}  // namespace

TEST_CASE("normal form: the shipped plans give the same results") {
  for (const std::string system : {"laian-tobacco-monthly", "telecom-40-20-40", "zibo-cable"}) {
    const std::string folder = std::string(MERIT_ROOT) + "/rules/" + system + "/";
    Sources sources;
    Diagnostics diagnostics;
    const SourceId id = sources.add(folder + "plan.yaml", text_of_file(folder + "plan.yaml"));
    const graph::Compiled plan = graph::compile(sources, id, diagnostics);
    INFO(render(diagnostics.items(), sources, DiagnosticForm::line, Language::en));
    REQUIRE(plan.graph);
    const graph::Graph after = graph::normalise(*plan.graph);
    INFO(system << ": " << plan.graph->nodes.size() << " nodes, " << after.nodes.size() << " normal");
    CHECK(graph::is_normal(after));
    CHECK(after.nodes.size() < plan.graph->nodes.size());
    for (const char* data : {"sample.csv", "sample.cases.csv", "boundary.cases.csv"})
      check_rows(*plan.graph, folder + data);
  }
}
