// Good plans that use each word and field of the language, with rows and the row engine's whole output beside
// them. What is expected is worked out by hand in the comments of each plan. UPDATE_GOLDEN=1 rewrites the
// outputs.
#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/calendar.hpp"
#include "base/number_text.hpp"
#include "eval/row/cells.hpp"
#include "eval/row/engine.hpp"
#include "graph/codes.hpp"
#include "graph/compile.hpp"
#include "plan/golden.hpp"
#include "table/csv.hpp"

#include "support/catch.hpp"

namespace {

using namespace merit;
namespace fs = std::filesystem;

fs::path folder() { return fs::path(MERIT_TEST_DIR) / "graph" / "good"; }

std::string text_of(const graph::Graph& graph, const graph::Cell& cell, const Type& type) {
  if (!cell.is_value()) return "";
  switch (type.kind) {
    case ValueKind::number:
      return type.is_fixed() ? format_fixed(cell.number, type.digits) : format_exact(cell.number);
    case ValueKind::boolean: return cell.flag ? "true" : "false";
    case ValueKind::text: return cell.text;
    case ValueKind::date: return format_date(static_cast<DayNumber>(numerator_of(cell.number)));
    case ValueKind::member:
      return graph.lists[type.list].members[static_cast<std::size_t>(numerator_of(cell.number))];
  }
  return "";
}

/// Scores every row: key, outputs, warnings, the code of a failure and the line of the plan it comes from.
class Scorer {
 public:
  Scorer(const Sources& sources, const graph::Graph& graph, const table::CsvTable& table)
      : sources_(sources), graph_(graph), table_(table), engine_(graph) {}

  std::string run(Diagnostics& diagnostics) {
    const eval::BoundRows rows = eval::bind(graph_, table_, diagnostics);
    if (diagnostics.has_errors()) return "";
    std::string text = graph_.each;
    for (const graph::Output& output : graph_.outputs) text += "," + output.name;
    text += ",warnings,error\n";
    for (std::size_t row = 0; row < rows.size(); ++row) text += line(rows, row) + "\n";
    return text;
  }

  const std::set<std::string>& codes_met() const { return codes_met_; }

 private:
  std::string line(const eval::BoundRows& rows, std::size_t row) {
    for (std::size_t i = 0; i < graph_.inputs.size(); ++i) {
      const std::int64_t column = rows.column_of_input[i];
      const std::string_view cell =
          column < 0 ? std::string_view() : table_.cell({row, static_cast<std::size_t>(column)});
      eval::read_cell(graph_, graph_.inputs[i], cell, engine_.input(i));
    }
    graph::RowContext context;
    if (!rows.periods.empty()) context.period = &rows.periods[row];
    const auto failed = engine_.run(context);
    std::string text = rows.keys[row];
    for (const graph::Output& output : graph_.outputs)
      text += "," + (failed ? "" : text_of(graph_, engine_[output.node], graph_[output.node].type));
    return text + "," + (failed ? "" : warnings()) + "," + (failed ? failure(*failed) : "");
  }

  std::string warnings() const {
    std::string names;
    for (std::uint32_t check : graph_.checks) {
      const graph::Entity& entity = graph_.entities[check];
      const graph::Cell& cell = engine_[entity.result];
      if (cell.is_value() && !cell.flag) names += (names.empty() ? "" : " ") + entity.name;
    }
    return names;
  }

  std::string failure(graph::SiteId id) {
    const graph::Site& site = graph_.sites[id.value];
    codes_met_.insert(site.info->code);
    return std::string(site.info->code) + " at line " +
           std::to_string(sources_.place(site.span.source, site.span.begin).line);
  }

  const Sources& sources_;
  const graph::Graph& graph_;
  const table::CsvTable& table_;
  eval::RowEngine engine_;
  std::set<std::string> codes_met_;
};

std::set<std::string> row_codes() {
  std::set<std::string> codes;
#define MERIT_CODE(name, code, severity, message_en, message_zh, help_en, help_zh, why_en, why_zh) \
  if (Severity::severity == Severity::row) codes.insert(code);
#include "graph/codes.def"
#undef MERIT_CODE
  return codes;
}

}  // namespace

TEST_CASE("good plans: each row gives what its plan's comments work out") {
  std::set<std::string> met;
  for (const auto& entry : fs::directory_iterator(folder())) {
    const fs::path path = entry.path();
    if (path.extension() != ".yaml") continue;
    INFO(path.filename());
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add(path.filename().string(), golden::read(path));
    const graph::Compiled compiled = graph::compile(sources, source, diagnostics);
    const fs::path data = fs::path(path).replace_extension(".csv");
    const std::string rows = golden::read(data);
    const auto table = table::parse_csv(rows, sources.add(data.filename().string(), rows), diagnostics);
    std::string found;
    if (compiled.graph && table) {
      Scorer scorer(sources, *compiled.graph, *table);
      found = scorer.run(diagnostics);
      met.insert(scorer.codes_met().begin(), scorer.codes_met().end());
    }
    CHECK_FALSE(diagnostics.has_errors());
    // What a plan is warned of stands beside it; without such a file there is nothing.
    const std::string warned = render(diagnostics.items(), sources, DiagnosticForm::line, Language::en);
    const fs::path warnings = fs::path(path).replace_extension(".warnings.txt");
    if (!warned.empty() || fs::exists(warnings)) golden::compare(warnings, warned);
    golden::compare(fs::path(path).replace_extension(".out.txt"), found);
  }
  CHECK(met == row_codes());
}
