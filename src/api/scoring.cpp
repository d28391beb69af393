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
  if (graph::reads_rows_alone(graph_) || data_.people().rows.periods.empty()) return rows.size();
  std::size_t to = from;
  while (to < rows.size() && *api::period_of(data_, rows[to]) == *api::period_of(data_, rows[from])) ++to;
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

// Of what an engine made of the row, the outputs of the plan and then its checks, `give` gives an output to
// the results, and `is_no` says whether a check does not hold.
template <typename Give, typename IsNo>
void Scoring::add_row(std::uint32_t row, const std::optional<graph::SiteId>& failed, const Give& give,
                      const IsNo& is_no) {
  report::ResultTable& results = *results_->made;
  const Period* period = period_of(row);
  results.add(row, period, has_keys() ? "" : line_of(row));
  if (failed) {
    const RowError e = api::row_error(data_, run_, {table_, row}, *failed);
    results.fail({e.code, {e.reason_en, e.reason_zh}, e.plan_place, e.data_place});
    return;
  }
  const std::size_t outputs = graph::outputs_of(graph_, table_).size();
  const std::vector<std::uint32_t>& checks = graph::checks_of(graph_, table_);
  for (std::size_t i = 0; i < outputs; ++i) give(results, i);
  for (std::size_t i = 0; i < checks.size(); ++i) {
    if (!is_no(outputs + i)) continue;
    const graph::Entity& check = graph_.entities[checks[i]];
    results.warn(checks[i]);
    results_->warnings.push_back({results.rows() - 1, check.name, check.label.en, check.label.zh});
  }
}

void Scoring::score_by_row(std::span<const std::uint32_t> rows) {
  constexpr std::size_t report_every = 4096;
  eval::RowEngine& engine = *row_engine_;
  for (const std::uint32_t row : rows) {
    run_.fill(row, engine);
    const auto failed = engine.run({period_of(row)});
    const auto cell = [&](std::size_t i) -> const graph::Cell& {
      return engine[graph::leaving(run_.graph(), i)];
    };
    add_row(
        row, failed, [&](report::ResultTable& to, std::size_t i) { to.give(i, cell(i)); },
        [&](std::size_t i) { return cell(i).is_value() && !cell(i).flag; });
    const std::size_t done = results_->table().rows();
    if (done % report_every == 0 || done == all_) is_stopped_ = !is_to_go_on();
    if (is_stopped_) return;
  }
}

void Scoring::score_by_batch(std::span<const std::uint32_t> rows) {
  eval::BatchEngine& engine = *batch_engine_;
  const eval::OwnedBatch batch = run_.batch_of(rows, engine.texts());
  eval::BatchResults& results = batch_results_;
  engine.run(batch.batch, results);
  if (results.has_failed() || !graph::checks_of(graph_, table_).empty()) add_rows(rows, results);
  else add_whole_rows(rows, results);
  // Rows that are read alone are followed by others: what these wrote is not asked for again.
  if (graph::reads_rows_alone(graph_)) engine.texts().cut(plan_texts_);
  is_stopped_ = !is_to_go_on();
}

void Scoring::add_rows(std::span<const std::uint32_t> rows, const eval::BatchResults& results) {
  const TextPool& texts = batch_engine_->texts();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto give = [&](report::ResultTable& to, std::size_t output) {
      if (const auto number = results.narrow(i, output)) to.give(output, *number);
      else to.give(output, results.cell(i, output, &texts));
    };
    add_row(rows[i], results.site(i), give, [&](std::size_t check) { return results.narrow(i, check) == 0; });
  }
}

// Rows of which none has failed, without checks.
void Scoring::add_whole_rows(std::span<const std::uint32_t> rows, const eval::BatchResults& results) {
  report::ResultTable& table = *results_->made;
  for (const std::uint32_t row : rows) table.add(row, period_of(row), has_keys() ? "" : line_of(row));
  in_threads(options_.threads, table.outputs().size(), [&](std::size_t, std::size_t output) {
    results.push_all_to(table.of_output(output), output, batch_engine_->texts());
  });
}

}  // namespace merit::api
