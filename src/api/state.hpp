// What stands behind the public classes. Floor 6.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "eval/row/bind.hpp"
#include "eval/stage/run.hpp"
#include "eval/stage/state.hpp"
#include "graph/apply.hpp"
#include "graph/compile.hpp"
#include "merit/merit.hpp"
#include "report/results.hpp"
#include "table/csv.hpp"

namespace merit {
inline namespace v0 {

struct Problems::State {
  ProblemKind kind = ProblemKind::none;
  std::shared_ptr<const Sources> sources;
  std::vector<Diagnostic> list;
};

struct Plan::State {
  std::shared_ptr<const Sources> sources;
  graph::Compiled compiled;
  Problems warnings;
  const graph::Graph& graph() const { return *compiled.graph; }
};

struct Data::State {
  std::shared_ptr<const Plan::State> plan;
  std::shared_ptr<Sources> sources;          ///< of the data files
  std::vector<eval::TableRows> tables;       ///< as the plan's
  std::map<SourceId, std::string> digests;   ///< of files that were packed or decoded: of their bytes
  std::shared_ptr<const eval::Known> known;  ///< of earlier runs; null without
  std::optional<SourceId> known_source;
  const eval::TableRows& people() const { return tables.front(); }
};

struct Results::State {
  std::shared_ptr<const Data::State> data;
  std::vector<Column> columns;
  std::optional<report::ResultTable> made;
  std::vector<CheckWarning> warnings;
  std::vector<RecordProblem> record_problems;
  std::vector<RecordWarning> record_warnings;
  std::vector<EmptyTable> empty_tables;
  std::optional<eval::Known> known;  ///< after the last period that was scored
  bool is_stopped = false;
  const report::ResultTable& table() const { return *made; }
};

}  // namespace v0

namespace api {

Problems problems(ProblemKind kind, std::shared_ptr<const Sources> sources, const Diagnostics& diagnostics);

/// The rows that a run is about: those of a period (the last one when none is named), or all of them, in the
/// order of the result.
Result<std::vector<std::uint32_t>> choose_rows(const Data::State& data, const std::string& period,
                                               bool all_periods);

/// The period that a call names, by the plan's calendar.
Result<Period> period_named(const Plan::State& plan, const std::string& name);
/// The data has rows of these periods only.
Problems no_such_period(const std::string& name, const std::set<Period>& known);

/// The period of a row of the people, or nullptr when the plan has none.
inline const Period* period_of(const Data::State& data, std::size_t row) {
  const auto& periods = data.people().rows.periods;
  return periods.empty() ? nullptr : &periods[row];
}

/// Works out what the other tables bring in `period`. Errors: a single table without a row.
std::optional<Problems> begin(const Data::State& data, eval::StagedRun& run, const Period* period);

/// Why a row failed, in words and places; `run` stands at its period.
RowError row_error(const Data::State& data, const eval::StagedRun& run, eval::RecordId row,
                   graph::SiteId site);

/// "sales.csv:12"; of a row of several files "sales.csv:12, service.csv:9"; "" for one that no file holds.
std::string place_of(const Data::State& data, eval::RecordId row);

}  // namespace api
}  // namespace merit
