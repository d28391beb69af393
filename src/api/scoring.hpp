// Rows that are bound, to results. Floor 6.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "api/state.hpp"
#include "eval/batch/engine.hpp"
#include "eval/row/engine.hpp"

namespace merit::api {

/// Scores chosen rows, period by period, with engines that are made once.
class Scoring {
 public:
  /// Keeps references to all, which outlive it. `table`: whose results are asked for. Of a plan that reads
  /// rows alone, the rows of `data` may be others at each `score`.
  Scoring(const Data::State& data, const ScoreOptions& options, std::uint32_t table);

  /// `chosen`: rows of the people, whose periods are those of the results; `results` has an empty table of
  /// the table that is asked for.
  std::optional<Problems> score(const std::vector<std::uint32_t>& chosen, Results::State& results);

  /// Rows so far that the batch engine left to the row engine.
  std::size_t by_row() const { return batch_engine_ ? batch_engine_->counters().row_engine : 0; }

 private:
  using Clock = std::chrono::steady_clock;
  eval::RunOptions options_of_run();
  bool is_to_go_on();
  void log(StepDone step);
  std::size_t end_of_share(std::span<const std::uint32_t> rows, std::size_t from) const;
  std::optional<Problems> begin(std::size_t row);
  std::vector<std::uint32_t> ordered_records() const;
  const Period* period_of(std::size_t row) const;
  std::string line_of(std::size_t row) const;
  bool has_keys() const { return !data_.tables[table_].rows.keys.empty(); }
  void add(std::uint32_t row);
  void fail(std::size_t at, std::uint32_t row, graph::SiteId site);
  void warn(std::size_t at, std::uint32_t check);
  void score_by_row(std::span<const std::uint32_t> rows);
  void score_by_batch(std::span<const std::uint32_t> rows);

  const Data::State& data_;
  const graph::Graph& graph_;
  const ScoreOptions& options_;
  std::uint32_t table_;
  eval::StagedRun run_;
  std::unique_ptr<eval::RowEngine> row_engine_;
  std::unique_ptr<eval::BatchEngine> batch_engine_;
  eval::BatchResults batch_results_;
  std::size_t plan_texts_ = 0;  ///< texts of the plan itself

  Results::State* results_ = nullptr;  ///< that are made
  const Period* period_ = nullptr;     ///< that was begun
  bool is_of_several_ = false;         ///< several periods: rows stand by period, then key
  std::size_t all_ = 0;
  bool is_stopped_ = false;
  Clock::time_point begun_ = Clock::now();  ///< of the step that is worked on
};

}  // namespace merit::api
