// `merit test`: cases beside a plan, as tables of data with the expected outcome in further columns.
#include <algorithm>
#include <filesystem>
#include <numeric>
#include <tuple>

#include "api/state.hpp"
#include "base/file.hpp"
#include "eval/codes.hpp"
#include "eval/reach.hpp"
#include "eval/row/engine.hpp"
#include "report/cell_text.hpp"
#include "report/missed.hpp"

namespace merit {
inline namespace v0 {

namespace {

constexpr std::string_view prefix = "expect:";

struct Expected {
  std::size_t column = 0;  ///< of the file
  std::string name;        ///< what follows `expect:`
  graph::NodeId node;      ///< none for `error`
  Type type;
};

/// What the file of a table expects of its rows.
struct Expectations {
  std::uint32_t table = graph::people;
  std::vector<Expected> columns;
  std::optional<std::size_t> case_column;
  std::vector<bool> looked_at;  ///< by row, of records
};

class CaseRunner {
 public:
  CaseRunner(const Plan& plan, const Data::State& data, CaseFile& file, eval::Reach& reach)
      : graph_(plan.state().graph()),
        data_(data),
        file_(file),
        reach_(reach),
        run_(graph_, data.tables, {.look = [&reach](const eval::RowEngine& row) { reach.look(row); }}),
        engine_(run_.graph()) {}

  std::optional<Problems> check() {
    if (auto problems = bind()) return problems;
    const std::vector<std::uint32_t> rows = in_periods();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::uint32_t row = rows[i];
      const Period* period = api::period_of(data_, row);
      if (i == 0 || (period && *period != *api::period_of(data_, rows[i - 1])))
        if (auto problems = api::begin(data_, run_, period)) return problems;
      run_.fill(row, engine_);
      const auto failed = engine_.run({period});
      compare(people_, row, engine_, failed);
      reach_.look(engine_);
      const bool is_last = i + 1 == rows.size();
      if (is_last || (period && *period != *api::period_of(data_, rows[i + 1]))) compare_records(is_last);
    }
    const std::string& cases = data_.people().files.front().name;
    const auto place = [&](const CaseFailure& f) { return std::tuple(f.file != cases, f.file, f.line); };
    std::stable_sort(file_.failures.begin(), file_.failures.end(),
                     [&](const CaseFailure& a, const CaseFailure& b) { return place(a) < place(b); });
    return report_left_out();
  }

 private:
  /// The people by their periods, else as they stand in the file.
  std::vector<std::uint32_t> in_periods() const {
    std::vector<std::uint32_t> rows(data_.people().rows.size());
    std::iota(rows.begin(), rows.end(), 0u);
    const auto& periods = data_.people().rows.periods;
    if (!periods.empty())
      std::stable_sort(rows.begin(), rows.end(),
                       [&](std::uint32_t a, std::uint32_t b) { return periods[a] < periods[b]; });
    return rows;
  }

  /// A case that nobody looks at would hold for ever.
  std::optional<Problems> report_left_out() const {
    Diagnostics diagnostics;
    for (const Expectations& expected : records_) {
      const eval::TableRows& table = data_.tables[expected.table];
      const table::CsvTable& csv = table.files.front().csv;
      for (std::size_t row = 0; row < table.rows.size(); ++row) {
        if (expected.looked_at[row]) continue;
        const std::size_t line = table.rows.met[row].row;
        diagnostics.add(eval::codes::not_looked_at, csv.span({line, expected.columns.front().column}));
      }
    }
    if (!diagnostics.has_errors()) return std::nullopt;
    return api::problems(ProblemKind::data, data_.sources, diagnostics);
  }

  std::optional<Problems> bind() {
    Diagnostics diagnostics;
    people_ = expectations_of(graph::people, diagnostics);
    bool is_any = !people_.columns.empty();
    for (std::uint32_t table = 1; table < graph_.tables.size(); ++table) {
      if (data_.tables[table].files.empty()) continue;
      records_.push_back(expectations_of(table, diagnostics));
      if (records_.back().columns.empty()) records_.pop_back();
      else is_any = true;
    }
    if (!is_any)
      diagnostics.add(eval::codes::no_expectations, data_.people().files.front().csv.header_span(0));
    if (diagnostics.has_errors()) return api::problems(ProblemKind::data, data_.sources, diagnostics);
    return std::nullopt;
  }

  Expectations expectations_of(std::uint32_t table, Diagnostics& diagnostics) const {
    Expectations all{table, {}, {}, std::vector<bool>(data_.tables[table].rows.size())};
    const table::CsvTable& csv = data_.tables[table].files.front().csv;
    const auto& header = csv.header();
    for (std::size_t column = 0; column < header.size(); ++column) {
      const std::string& name = header[column];
      if (name == "case") all.case_column = column;
      if (!name.starts_with(prefix)) continue;
      Expected e{column, name.substr(prefix.size()), graph::no_node, {}};
      if (e.name != "error" && !find(table, e)) {
        std::vector<std::string> known = {"error"};
        for (const graph::Entity& entity : graph_.entities)
          if (entity.table == table) known.emplace_back(name_at_home(graph_, entity));
        Diagnostic& d =
            diagnostics.add(eval::codes::unknown_expectation, csv.header_span(column), {Text::same(e.name)});
        d.suggestion = path_of(table, e.name);
        if (d.suggestion == Text{}) d.suggestion = did_you_mean(e.name, known);
      }
      all.columns.push_back(std::move(e));
    }
    return all;
  }

  bool find(std::uint32_t table, Expected& e) const {
    for (const graph::Entity& entity : graph_.entities) {
      if (entity.table != table || entity.result.is_none() || name_at_home(graph_, entity) != e.name)
        continue;
      e.node = entity.result;
      e.type = entity.type;
      return true;
    }
    for (const graph::Input& input : graph_.inputs) {
      if (input.name != e.name || input.table != table) continue;
      e.node = input.node;
      e.type = input.type;
      return true;
    }
    return false;
  }

  // `bonus` for `pay.bonus`.
  Text path_of(std::uint32_t table, const std::string& name) const {
    for (const graph::Entity& entity : graph_.entities) {
      const std::string path(name_at_home(graph_, entity));
      if (entity.table != table || !path.ends_with("." + name)) continue;
      const std::string written = "`" + std::string(prefix) + path + "`";
      return {"write " + written, "请写 " + written};
    }
    return {};
  }

  // Rows that hold in every period are looked at in the last one.
  void compare_records(bool is_last_period) {
    for (Expectations& expected : records_) {
      if (graph_.tables[expected.table].timing == graph::Timing::always && !is_last_period) continue;
      for (const std::uint32_t row : run_.rows_of(expected.table)) {
        expected.looked_at[row] = true;
        const auto look = run_.look_at({expected.table, row});
        compare(expected, row, *look.engine, look.failed);
      }
    }
  }

  void compare(const Expectations& expected, std::uint32_t row, eval::RowEngine& engine,
               const std::optional<graph::SiteId>& failed) {
    const std::size_t failures = file_.failures.size();
    for (const Expected& e : expected.columns) compare(expected, row, e, found(e, engine, failed));
    ++file_.cases;
    file_.failed += file_.failures.size() > failures;
  }

  std::string found(const Expected& e, eval::RowEngine& engine,
                    const std::optional<graph::SiteId>& failed) const {
    if (e.node.is_none()) return failed ? graph_.sites[failed->value].info->code : "";
    return failed ? "" : report::file_text(graph_, engine.demand(e.node), e.type);
  }

  void compare(const Expectations& expected, std::uint32_t row, const Expected& e, const std::string& got) {
    const eval::TableRows& table = data_.tables[expected.table];
    const eval::TableFile& cases = table.files.front();
    const std::size_t at = table.rows.met[row].row;
    const std::string wanted(cases.csv.cell({at, e.column}));
    if (wanted == "*") return;
    ++file_.expectations;
    if (got == wanted) return;
    std::string name(expected.case_column ? cases.csv.cell({at, *expected.case_column})
                                          : table.rows.key(row));
    file_.failures.push_back({cases.name, cases.csv.line(at), std::move(name), e.name, wanted, got});
  }

  const graph::Graph& graph_;
  const Data::State& data_;
  CaseFile& file_;
  eval::Reach& reach_;
  eval::StagedRun run_;
  eval::RowEngine engine_;
  Expectations people_;
  std::vector<Expectations> records_;  ///< of tables whose files expect anything
};

namespace fs = std::filesystem;

/// A plan and the cases beside it.
struct Suite {
  fs::path plan;
  std::vector<fs::path> cases;
};

// Behind the names of files, which may be packed.
constexpr const char* endings[] = {".csv", ".csv.gz", ".csv.zst"};

bool is_cases_file(const fs::path& path) {
  const std::string name = path.filename().string();
  return std::any_of(std::begin(endings), std::end(endings),
                     [&](const std::string& ending) { return name.ends_with(".cases" + ending); });
}

std::vector<fs::path> cases_in(const fs::path& folder, std::error_code& error) {
  std::vector<fs::path> found;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (is_cases_file(it->path())) found.push_back(it->path());
  std::sort(found.begin(), found.end());
  return found;
}

// The plans called plan.yaml in a folder and below it, in order of their paths.
std::vector<Suite> suites_below(const fs::path& folder, std::error_code& error) {
  std::vector<fs::path> folders;
  if (fs::exists(folder / "plan.yaml", error)) folders.push_back(folder);
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (it->is_directory(error) && fs::exists(it->path() / "plan.yaml", error)) folders.push_back(it->path());
  std::sort(folders.begin(), folders.end());
  std::vector<Suite> suites;
  for (const fs::path& place : folders) suites.push_back({place / "plan.yaml", cases_in(place, error)});
  return suites;
}

// A cases file runs on the plan.yaml beside it; a plan, whatever its name, with all cases beside it.
std::vector<Suite> suites_of(const fs::path& path, std::error_code& error) {
  if (!fs::is_regular_file(path, error)) return suites_below(path, error);
  if (!is_cases_file(path))
    return {{path, cases_in(path.parent_path().empty() ? "." : path.parent_path(), error)}};
  const fs::path plan = path.parent_path() / "plan.yaml";
  if (!fs::exists(plan, error)) return {};
  return {{plan, {path}}};
}

// The cases, and the records of `boundary.cases.csv` in `boundary.sales.csv` beside it.
std::vector<DataFile> files_of(const Plan& plan, const fs::path& cases) {
  const auto& tables = plan.state().graph().tables;
  std::vector<DataFile> files = {{tables[graph::people].name, cases.string()}};
  std::string stem = cases.filename().string();
  stem.resize(stem.find('.'));
  std::error_code error;
  for (std::size_t i = 1; i < tables.size(); ++i) {
    for (const char* ending : endings) {
      const fs::path path = cases.parent_path() / (stem + "." + tables[i].name + ending);
      if (!fs::exists(path, error)) continue;
      files.push_back({tables[i].name, path.string()});
      break;
    }
  }
  return files;
}

CaseReach reach_of(const Plan& plan, const std::string& path, const eval::Reach& reach) {
  CaseReach result;
  result.plan = path;
  const Sources& sources = *plan.state().sources;
  for (report::MissedFork& missed : report::missed_forks(plan.state().graph(), sources, reach.taken())) {
    const Place place = sources.place(missed.span.source, missed.span.begin);
    result.missed.push_back({place.line, place.column, std::move(missed.text.en), std::move(missed.text.zh)});
  }
  const auto& forks = plan.state().graph().forks;
  for (std::size_t i = 0; i < forks.size(); ++i) {
    for (std::size_t way = 0; way < forks[i].ways.size(); ++way) {
      result.ways += forks[i].ways[way].can_be_taken;
      result.taken += forks[i].ways[way].can_be_taken && reach.taken()[i][way];
    }
  }
  return result;
}

}  // namespace

Result<CaseRun> run_cases(const std::string& path) {
  CaseRun run;
  std::error_code error;
  const std::vector<Suite> suites = suites_of(path, error);
  if (suites.empty()) {
    Diagnostics diagnostics;
    diagnostics.add(eval::codes::no_plans, nowhere, {Text::same(path)});
    return api::problems(ProblemKind::file, nullptr, diagnostics);
  }
  for (const Suite& suite : suites) {
    const auto plan = Plan::load(suite.plan.string());
    if (!plan) run.problems.push_back(plan.error());
    if (!plan || suite.cases.empty()) continue;
    eval::Reach reach(plan->state().graph());
    bool all_ran = true;
    for (const fs::path& cases : suite.cases) {
      const auto data = Data::read(*plan, files_of(*plan, cases));
      CaseFile file;
      file.path = cases.string();
      file.plan = suite.plan.string();
      auto problems =
          data ? CaseRunner(*plan, data->state(), file, reach).check() : std::optional(data.error());
      all_ran &= !problems;
      if (problems) run.problems.push_back(std::move(*problems));
      else run.files.push_back(std::move(file));
    }
    if (all_ran) run.reaches.push_back(reach_of(*plan, suite.plan.string(), reach));
  }
  return run;
}

}  // namespace v0
}  // namespace merit
