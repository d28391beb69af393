#include <algorithm>
#include <filesystem>
#include <span>

#include "api/state.hpp"
#include "base/digest.hpp"
#include "base/number_text.hpp"
#include "eval/batch/engine.hpp"
#include "eval/codes.hpp"
#include "eval/row/engine.hpp"
#include "graph/inputs.hpp"
#include "report/cell_text.hpp"
#include "report/receipt.hpp"
#include "report/results.hpp"

namespace merit {
inline namespace v0 {

struct Results::State {
  std::shared_ptr<const Data::State> data;
  std::vector<Column> columns;
  std::optional<report::ResultTable> made;
  std::vector<CheckWarning> warnings;
  std::vector<RecordProblem> record_problems;
  std::vector<RecordWarning> record_warnings;
  std::optional<eval::Known> known;  ///< after the last period that was scored
  const report::ResultTable& table() const { return *made; }
};

namespace {

Decimal decimal_of(const Rational& value, int digits) {
  const Integer scaled = numerator_of(value * power_of_ten(digits));
  const Integer magnitude = abs(scaled);
  const auto low = static_cast<std::uint64_t>(magnitude & 0xFFFFFFFFFFFFFFFFu);
  const auto high = static_cast<std::uint64_t>(magnitude >> 64);
  Decimal d{static_cast<std::int64_t>(high), low, static_cast<std::uint8_t>(digits)};
  if (scaled < 0) {
    d.lo = ~low + 1;
    d.hi = static_cast<std::int64_t>(~high + (d.lo == 0 ? 1 : 0));
  }
  return d;
}

/// Scores the chosen rows, period by period.
class Scoring {
 public:
  Scoring(const Data::State& data, const ScoreOptions& options, Results::State& state)
      : data_(data),
        graph_(data.plan->graph()),
        options_(options),
        state_(state),
        table_(state.table().table()),
        run_(graph_, data.tables, {table_, options.engine == Engine::batch, options.threads}) {
    if (data.known) run_.remember(data.known->history);
  }

  /// `chosen`: rows of the people, whose periods are those of the results.
  std::optional<Problems> score(const std::vector<std::uint32_t>& chosen) {
    all_ = chosen.size();
    if (options_.engine == Engine::batch) make_batch_engine();
    else row_engine_ = std::make_unique<eval::RowEngine>(run_.graph());
    const std::span<const std::uint32_t> rows(chosen);
    for (std::size_t from = 0, to; from < rows.size() && !is_stopped_; from = to) {
      to = end_of_share(rows, from);
      if (!graph::reads_rows_alone(graph_))
        if (auto problems = begin(rows[from])) return problems;
      auto share = rows.subspan(from, to - from);
      const std::vector<std::uint32_t> records =
          table_ == graph::people ? std::vector<std::uint32_t>() : ordered_records();
      if (table_ != graph::people) share = records;
      options_.engine == Engine::batch ? score_by_batch(share) : score_by_row(share);
    }
    state_.known = eval::Known{run_.take_history(), run_.known_to()};
    return std::nullopt;
  }

 private:
  // Other tables bring their values period by period; a plan without any takes all rows at once.
  std::size_t end_of_share(std::span<const std::uint32_t> rows, std::size_t from) const {
    if (graph::reads_rows_alone(graph_) || data_.people().rows.periods.empty()) return rows.size();
    std::size_t to = from;
    while (to < rows.size() && *api::period_of(data_, rows[to]) == *api::period_of(data_, rows[from])) ++to;
    return to;
  }

  std::optional<Problems> begin(std::size_t row) {
    period_ = api::period_of(data_, row);
    if (auto problems = api::begin(data_, run_, period_)) return problems;
    const std::string name = period_ ? format_period(*period_) : "";
    for (const eval::FailedRecord& failed : run_.failed()) {
      // What fails because it reads a failed record is told with that one.
      if (run_.culprit(failed.record, failed.site).record != failed.record) continue;
      state_.record_problems.push_back({graph_.tables[failed.record.table].name, name,
                                        api::row_error(data_, run_, failed.record, failed.site)});
    }
    for (const eval::BrokenCheck& broken : run_.broken()) {
      const graph::Entity& check = graph_.entities[broken.check];
      state_.record_warnings.push_back({graph_.tables[broken.record.table].name, check.name, check.label.en,
                                        check.label.zh, api::place_of(data_, broken.record)});
    }
    return std::nullopt;
  }

  // The rows of another table in the order of the results.
  std::vector<std::uint32_t> ordered_records() const {
    std::vector<std::uint32_t> records(run_.rows().begin(), run_.rows().end());
    const std::vector<std::string>& keys = data_.tables[table_].rows.keys;
    if (options_.all_periods && !keys.empty())
      std::sort(records.begin(), records.end(),
                [&](std::uint32_t a, std::uint32_t b) { return keys[a] < keys[b]; });
    return records;
  }

  // The period of a row of the table that is scored; rows that are read alone are scored all at once.
  const Period* period_of(std::size_t row) const {
    return table_ == graph::people ? api::period_of(data_, row) : period_;
  }

  // What a row without a key is called.
  std::string line_of(std::size_t row) const {
    const eval::TableRows& table = data_.tables[table_];
    const std::string place = table.lines_text(row);
    return table.files.size() == 1 ? place.substr(place.find_last_of(':') + 1) : place;
  }

  // Of what an engine made of the row, the outputs of the plan and then its checks, `give` gives an output to
  // the results and `cell` tells any.
  template <typename Give, typename CellOf>
  void add_row(std::uint32_t row, const std::optional<graph::SiteId>& failed, const Give& give,
               const CellOf& cell) {
    report::ResultTable& results = *state_.made;
    const Period* period = period_of(row);
    results.add(row, period ? format_period(*period) : "", has_keys_ ? "" : line_of(row));
    if (failed) {
      const RowError e = api::row_error(data_, run_, {table_, row}, *failed);
      results.fail({e.code, {e.reason_en, e.reason_zh}, e.plan_place, e.data_place});
      return;
    }
    const std::size_t outputs = graph::outputs_of(graph_, table_).size();
    const std::vector<std::uint32_t>& checks = graph::checks_of(graph_, table_);
    for (std::size_t i = 0; i < outputs; ++i) give(results, i);
    for (std::size_t i = 0; i < checks.size(); ++i) {
      const graph::Cell holds = cell(outputs + i);
      if (!holds.is_value() || holds.flag) continue;
      const graph::Entity& check = graph_.entities[checks[i]];
      results.warn(checks[i]);
      state_.warnings.push_back({results.rows() - 1, check.name, check.label.en, check.label.zh});
    }
  }

  void score_by_row(std::span<const std::uint32_t> rows) {
    constexpr std::size_t report_every = 4096;
    eval::RowEngine& engine = *row_engine_;
    for (const std::uint32_t row : rows) {
      run_.fill(row, engine);
      const auto failed = engine.run({period_of(row)});
      const auto cell = [&](std::size_t i) { return engine[graph::leaving(run_.graph(), i)]; };
      add_row(
          row, failed, [&](report::ResultTable& to, std::size_t i) { to.give(i, cell(i)); }, cell);
      const std::size_t done = state_.table().rows();
      if (options_.progress && (done % report_every == 0 || done == all_))
        is_stopped_ = !options_.progress(done, std::max(done, all_));
      if (is_stopped_) return;
    }
  }

  void make_batch_engine() {
    eval::BatchOptions options;
    options.threads = options_.threads;
    batch_engine_ = std::make_unique<eval::BatchEngine>(run_.graph(), options);
  }

  void score_by_batch(std::span<const std::uint32_t> rows) {
    eval::BatchEngine& engine = *batch_engine_;
    const eval::OwnedBatch batch = run_.batch_of(rows, engine.texts());
    eval::BatchResults results;
    engine.run(batch.batch, results);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto cell = [&](std::size_t output) { return results.cell(i, output, &engine.texts()); };
      const auto give = [&](report::ResultTable& to, std::size_t output) {
        if (const auto number = results.narrow(i, output)) to.give(output, *number);
        else to.give(output, cell(output));
      };
      add_row(rows[i], results.site(i), give, cell);
    }
    const std::size_t done = state_.table().rows();
    if (options_.progress) is_stopped_ = !options_.progress(done, std::max(done, all_));
  }

  const Data::State& data_;
  const graph::Graph& graph_;
  const ScoreOptions& options_;
  Results::State& state_;
  std::uint32_t table_;
  bool has_keys_ = !data_.tables[table_].rows.keys.empty();
  eval::StagedRun run_;
  const Period* period_ = nullptr;  ///< that was begun
  std::unique_ptr<eval::RowEngine> row_engine_;
  std::unique_ptr<eval::BatchEngine> batch_engine_;
  std::size_t all_ = 0;
  bool is_stopped_ = false;
};

}  // namespace

Results::Results(std::shared_ptr<const State> state) : state_(std::move(state)) {}

std::string receipt(const Results& results, const std::string& written) {
  const Data::State& data = *results.state().data;
  report::Receipt receipt{version(), {}, {}, {}, {}, results.record_problems().size(), sha256(written)};
  // Where a file stands is no part of what was read.
  const auto name_of = [](std::string_view path) { return std::filesystem::path(path).filename().string(); };
  const Sources& plan = *data.plan->sources;
  for (SourceId source{0}; plan.contains(source); ++source.value)
    receipt.plan.push_back({"", name_of(plan.name(source)), sha256(plan.text(source)), 0});
  const auto digest_of = [&](SourceId source) {
    const auto decoded = data.digests.find(source);
    return decoded != data.digests.end() ? decoded->second : sha256(data.sources->text(source));
  };
  if (!data.plan->graph().kept.empty()) receipt.state_after = sha256(results.to_state());
  if (data.known_source) receipt.state_before = digest_of(*data.known_source);
  for (std::size_t t = 0; t < data.tables.size(); ++t)
    for (const eval::TableFile& file : data.tables[t].files) {
      const std::string digest = digest_of(file.source);
      receipt.data.push_back(
          {data.plan->graph().tables[t].name, name_of(file.name), digest, file.csv.rows()});
    }
  return report::receipt_json(results.state().table(), receipt);
}

namespace {

/// A name that `outputs` of a table might hold: a value of it, or else a column.
std::string example_of_outputs(const graph::Graph& graph, std::uint32_t table) {
  for (const graph::Entity& e : graph.entities)
    if (e.table == table && e.kind == graph::EntityKind::value) return e.name;
  const graph::Table& of = graph.tables[table];
  return of.inputs_count > 1 ? graph.inputs[of.inputs_begin + 1].name : "worth";
}

/// The table whose results are asked for.
Result<std::uint32_t> chosen_table(const Data::State& data, const std::string& name) {
  const graph::Graph& graph = data.plan->graph();
  if (name.empty()) return graph::people;
  Diagnostics diagnostics;
  const auto table = graph::table_named(graph, name);
  if (!table) graph::report_no_table(graph, diagnostics, eval::codes::table_unknown, nowhere, name);
  else if (graph::outputs_of(graph, *table).empty())
    diagnostics.add(eval::codes::nothing_leaves, graph.tables[*table].span,
                    {Text::same(name), Text::same(example_of_outputs(graph, *table))});
  else return *table;
  return api::problems(ProblemKind::usage, data.plan->sources, diagnostics);
}

}  // namespace

Result<Results> score(const Data& data, const ScoreOptions& options) {
  const Data::State& rows = data.state();
  const graph::Graph& graph = rows.plan->graph();
  const auto chosen = api::choose_rows(rows, options.period, options.all_periods);
  if (!chosen) return chosen.error();
  const auto table = chosen_table(rows, options.table);
  if (!table) return table.error();
  auto state = std::make_shared<Results::State>();
  state->data = std::shared_ptr<const Data::State>(std::make_shared<Data>(data), &rows);
  state->columns = Plan(rows.plan).outputs(options.table);
  state->made.emplace(graph, *table, rows.tables[*table].rows.keys);
  if (auto problems = Scoring(rows, options, *state).score(*chosen)) return *problems;
  return Results(std::move(state));
}

std::size_t Results::rows() const { return state_->table().rows(); }
std::size_t Results::failed() const { return state_->table().failed(); }
std::size_t Results::columns() const { return state_->columns.size(); }
const Column& Results::column(std::size_t index) const { return state_->columns[index]; }
const std::string& Results::key(std::size_t row) const { return state_->table().key(row); }
std::string Results::period(std::size_t row) const { return state_->table().period(row); }
const std::vector<CheckWarning>& Results::warnings() const { return state_->warnings; }
const std::vector<RecordProblem>& Results::record_problems() const { return state_->record_problems; }
const std::vector<RecordWarning>& Results::record_warnings() const { return state_->record_warnings; }

std::string Results::text(std::size_t row, std::size_t column) const {
  const report::ResultTable& table = state_->table();
  return report::file_text(table.graph(), table.cell(row, column), table.outputs()[column].type);
}

std::optional<Decimal> Results::number(std::size_t row, std::size_t column) const {
  const Type& type = state_->table().outputs()[column].type;
  const graph::Cell cell = state_->table().cell(row, column);
  if (!cell.is_value() || !type.is_number()) return std::nullopt;
  return decimal_of(cell.number, type.digits);
}

std::optional<RowError> Results::error(std::size_t row) const {
  const report::ResultError* e = state_->table().error(row);
  if (!e) return std::nullopt;
  return RowError{e->code, e->reason.en, e->reason.zh, e->plan_place, e->data_place};
}

std::string Results::to_state() const {
  return eval::write_state(state_->table().graph(), state_->known->history, state_->known->up_to);
}

std::string Results::to_csv(Language language) const { return report::to_csv(state_->table(), language); }
std::string Results::to_json() const { return report::to_json(state_->table()); }
std::string Results::to_table(Language language) const { return report::to_table(state_->table(), language); }

std::string to_string(const Decimal& number) {
  Integer value = Integer(number.hi);
  value = value * (Integer(1) << 64) + Integer(number.lo);
  return format_fixed(Rational(value) / power_of_ten(number.digits), number.digits);
}

}  // namespace v0
}  // namespace merit
