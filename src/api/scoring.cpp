#include "api/scoring.hpp"

#include <algorithm>
#include <utility>

#include "base/in_threads.hpp"
#include "eval/codes.hpp"

namespace merit::api {

Scoring::Scoring(const Data::State& data, const ScoreOptions& options, std::uint32_t table)
    : data_(data),
      graph_(data.plan->graph()),
      options_(options),
      table_(table),
      run_(graph_, data.tables, options_of_run()) {
  if (data.known) run_.remember(data.known->history);
  if (options.engine == Engine::batch) {
    eval::BatchOptions batch;
    batch.threads = options.threads;
    batch_engine_ = std::make_unique<eval::BatchEngine>(run_.graph(), batch);
    plan_texts_ = batch_engine_->texts().size();
  } else {
    row_engine_ = std::make_unique<eval::RowEngine>(run_.graph());
  }
}

eval::RunOptions Scoring::options_of_run() {
  eval::RunOptions run{
      .results_of = table_, .by_batch = options_.engine == Engine::batch, .threads = options_.threads};
  run.stage_done = [this](const eval::StageDone& done) {
    const std::string period = done.period ? format_period(*done.period) : "";
    log({graph_.tables[done.table].name, period, done.stage + 1, done.stages, done.rows, done.by_row, {}});
    return is_to_go_on();
  };
  return run;
}

bool Scoring::is_to_go_on() {
  const std::size_t done = results_->table().rows();
  return !options_.progress || options_.progress(done, std::max(done, all_));
}

/// A step that began when the last one was over.
void Scoring::log(StepDone step) {
  if (!options_.log) return;
  const Clock::time_point now = Clock::now();
  step.time = now - std::exchange(begun_, now);
  options_.log(step);
}

std::optional<Problems> Scoring::score(const std::vector<std::uint32_t>& chosen, Results::State& results) {
  results_ = &results;
  begun_ = Clock::now();
  all_ = chosen.size();
  const auto& periods = data_.people().rows.periods;
  is_of_several_ = !periods.empty() && !chosen.empty() && periods[chosen.front()] < periods[chosen.back()];
  const std::span<const std::uint32_t> rows(chosen);
  for (std::size_t from = 0, to; from < rows.size() && !is_stopped_; from = to) {
    to = end_of_share(rows, from);
    if (!graph::reads_rows_alone(graph_))
      if (auto problems = begin(rows[from])) return problems;
    if (run_.is_stopped()) break;
    auto share = rows.subspan(from, to - from);
    const std::vector<std::uint32_t> records =
        table_ == graph::people ? std::vector<std::uint32_t>() : ordered_records();
    if (table_ != graph::people) share = records;
    const std::size_t by_row = this->by_row();
    options_.engine == Engine::batch ? score_by_batch(share) : score_by_row(share);
    const std::string period = period_ ? format_period(*period_) : "";
    log({graph_.tables[table_].name,
         period,
         run_.stages(),
         run_.stages(),
         share.size(),
         this->by_row() - by_row,
         {}});
  }
  results.is_stopped = is_stopped_ || run_.is_stopped();
  for (const auto& [table, periods] : run_.empty()) {
    EmptyTable empty{graph_.tables[table].name, {}};
    if (graph_.calendar)
      for (const Period& period : periods) empty.periods.push_back(format_period(period));
    results.empty_tables.push_back(std::move(empty));
  }
  results.known = eval::Known{run_.take_history(), run_.known_to()};
  return std::nullopt;
}

// Other tables bring their values period by period; a plan without any takes all rows at once.
std::size_t Scoring::end_of_share(std::span<const std::uint32_t> rows, std::size_t from) const {
  const eval::RowPeriods& periods = data_.people().rows.periods;
  if (graph::reads_rows_alone(graph_) || periods.empty()) return rows.size();
  std::size_t to = from;
  while (to < rows.size() && periods.number(rows[to]) == periods.number(rows[from])) ++to;
  return to;
}

std::optional<Problems> Scoring::begin(std::size_t row) {
  period_ = api::period_of(data_, row);
  if (auto problems = api::begin(data_, run_, period_)) return problems;
  const std::string name = period_ ? format_period(*period_) : "";
  for (const eval::FailedRecord& failed : run_.failed()) {
    // What fails because it reads a failed record is told with that one.
    if (run_.culprit(failed.record, failed.site).record != failed.record) continue;
    results_->record_problems.push_back({graph_.tables[failed.record.table].name, name,
                                         api::row_error(data_, run_, failed.record, failed.site)});
  }
  for (const eval::BrokenCheck& broken : run_.broken()) {
    const graph::Entity& check = graph_.entities[broken.check];
    results_->record_warnings.push_back({graph_.tables[broken.record.table].name, check.name, check.label.en,
                                         check.label.zh, api::place_of(data_, broken.record)});
  }
  return std::nullopt;
}

// The rows of another table in the order of the results.
std::vector<std::uint32_t> Scoring::ordered_records() const {
  std::vector<std::uint32_t> records(run_.rows().begin(), run_.rows().end());
  const std::vector<std::string_view>& keys = data_.tables[table_].rows.keys;
  if (is_of_several_ && !keys.empty())
    std::sort(records.begin(), records.end(),
              [&](std::uint32_t a, std::uint32_t b) { return keys[a] < keys[b]; });
  return records;
}

// The period of a row of the table that is scored; rows that are read alone are scored all at once.
const Period* Scoring::period_of(std::size_t row) const {
  return table_ == graph::people ? api::period_of(data_, row) : period_;
}

// What a row without a key is called.
std::string Scoring::line_of(std::size_t row) const {
  const eval::TableRows& table = data_.tables[table_];
  const std::string place = table.lines_text(row);
  return table.files.size() == 1 ? place.substr(place.find_last_of(':') + 1) : place;
}

void Scoring::add(std::uint32_t row) {
  results_->made->add(row, period_of(row), has_keys() ? "" : line_of(row));
}

// `at`: of the results, that of `row`.
void Scoring::fail(std::size_t at, std::uint32_t row, graph::SiteId site) {
  const RowError e = api::row_error(data_, run_, {table_, row}, site);
  results_->made->fail(at, {e.code, {e.reason_en, e.reason_zh}, e.plan_place, e.data_place});
}

void Scoring::warn(std::size_t at, std::uint32_t check) {
  const graph::Entity& entity = graph_.entities[check];
  results_->made->warn(at, check);
  results_->warnings.push_back({at, entity.name, entity.label.en, entity.label.zh});
}

void Scoring::score_by_row(std::span<const std::uint32_t> rows) {
  constexpr std::size_t report_every = 4096;
  eval::RowEngine& engine = *row_engine_;
  report::ResultTable& table = *results_->made;
  const std::size_t outputs = table.outputs().size();
  const std::vector<std::uint32_t>& checks = graph::checks_of(graph_, table_);
  const auto cell = [&](std::size_t i) -> const graph::Cell& {
    return engine[graph::leaving(run_.graph(), i)];
  };
  for (const std::uint32_t row : rows) {
    run_.fill(row, engine);
    const auto failed = engine.run({period_of(row)});
    const std::size_t at = table.rows();
    add(row);
    if (failed) fail(at, row, *failed);
    for (std::size_t i = 0; i < outputs; ++i)
      table.of_output(i).push(failed ? graph::Cell::absent() : cell(i));
    for (std::size_t i = 0; i < checks.size() && !failed; ++i)
      if (const graph::Cell& holds = cell(outputs + i); holds.is_value() && !holds.flag) warn(at, checks[i]);
    const std::size_t done = table.rows();
    if (done % report_every == 0 || done == all_) is_stopped_ = !is_to_go_on();
    if (is_stopped_) return;
  }
}

void Scoring::score_by_batch(std::span<const std::uint32_t> rows) {
  eval::BatchEngine& engine = *batch_engine_;
  const eval::OwnedBatch batch = run_.batch_of(rows, engine.texts());
  eval::BatchResults& results = batch_results_;
  engine.run(batch.batch, results);
  report::ResultTable& table = *results_->made;
  const std::size_t begin = table.rows(), outputs = table.outputs().size();
  table.reserve(begin + rows.size());
  for (const std::uint32_t row : rows) add(row);
  in_threads(options_.threads, outputs, [&](std::size_t, std::size_t output) {
    results.push_all_to(table.of_output(output), output, engine.texts());
  });
  const std::vector<std::uint32_t>& checks = graph::checks_of(graph_, table_);
  for (std::size_t i = 0; i < rows.size() && (results.has_exceptions || !checks.empty()); ++i) {
    const auto failed = results.site(i);
    if (failed) fail(begin + i, rows[i], *failed);
    for (std::size_t check = 0; check < checks.size() && !failed; ++check)
      if (results.narrow(i, outputs + check) == 0) warn(begin + i, checks[check]);
  }
  // Rows that are read alone are followed by others: what these wrote is not asked for again.
  if (graph::reads_rows_alone(graph_)) engine.texts().cut(plan_texts_);
  is_stopped_ = !is_to_go_on();
}

}  // namespace merit::api
