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
#include "support/tables.hpp"

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
  Scorer(const Sources& sources, const graph::Graph& graph, const std::vector<eval::TableRows>& tables)
      : sources_(sources),
        graph_(graph),
        rows_(tables.front().rows),
        run_(graph, tables),
        engine_(run_.graph()) {}

  std::string run() {
    std::string text = graph_.each;
    for (const graph::Output& output : graph_.outputs) text += "," + output.name;
    text += ",warnings,error\n";
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      const Period* period = rows_.periods.empty() ? nullptr : &rows_.periods[row];
      const bool is_new = row == 0 || (period && *period != rows_.periods[row - 1]);
      if (is_new) text += begun(period);
      text += line(row, period) + "\n";
    }
    return text;
  }

  const std::set<std::string>& codes_met() const { return codes_met_; }

 private:
  // What is to be said of the records of a period.
  std::string begun(const Period* period) {
    run_.begin(period);
    std::string text;
    const auto record = [&](eval::RecordId id) {
      return "# " + graph_.tables[id.table].name + " " + std::to_string(id.row + 1) + ": ";
    };
    for (const eval::FailedRecord& f : run_.failed()) text += record(f.record) + failure(f.site) + "\n";
    for (const eval::BrokenCheck& b : run_.broken())
      text += record(b.record) + "check " + graph_.entities[b.check].name + "\n";
    return text;
  }

  std::string line(std::size_t row, const Period* period) {
    run_.fill(static_cast<std::uint32_t>(row), engine_);
    const auto failed = engine_.run({period});
    std::string text(rows_.key(row));
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
  const eval::BoundRows& rows_;
  eval::StagedRun run_;
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
    std::string found;
    if (compiled.graph) {
      const std::vector<eval::TableRows> tables =
          test::read_tables(*compiled.graph, fs::path(path).replace_extension(".csv"), sources, diagnostics);
      REQUIRE_FALSE(diagnostics.has_errors());
      Scorer scorer(sources, *compiled.graph, tables);
      found = scorer.run();
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
