#include "api/state.hpp"
#include "base/number_text.hpp"
#include "eval/batch/engine.hpp"
#include "eval/batch/reader.hpp"
#include "eval/row/engine.hpp"
#include "report/cell_text.hpp"
#include "report/results.hpp"

namespace merit {
inline namespace v0 {

struct Results::State {
  std::shared_ptr<const Data::State> data;
  std::vector<Column> columns;
  report::ResultTable table;
  std::vector<CheckWarning> warnings;
  std::size_t failed = 0;
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

// `cell` gives what an engine made of the row: the outputs of the plan, then its checks.
template <typename CellOf>
report::ResultRow result_row(const Data::State& data, std::size_t row,
                             const std::optional<graph::SiteId>& failed, const CellOf& cell) {
  const graph::Graph& graph = data.plan->graph();
  report::ResultRow result;
  result.key = data.rows.keys[row];
  if (!data.rows.periods.empty()) result.period = format_period(data.rows.periods[row]);
  if (failed) {
    const RowError e = api::row_error(data, row, *failed);
    result.error = report::ResultError{e.code, {e.reason_en, e.reason_zh}, e.plan_place, e.data_place};
    return result;
  }
  const std::size_t outputs = graph.outputs.size();
  for (std::size_t i = 0; i < outputs; ++i) result.cells.push_back(cell(i));
  for (std::size_t i = 0; i < graph.checks.size(); ++i) {
    const graph::Cell holds = cell(outputs + i);
    if (holds.is_value() && !holds.flag) result.warnings.push_back(graph.checks[i]);
  }
  return result;
}

void add(Results::State& state, report::ResultRow row) {
  for (std::uint32_t check : row.warnings) {
    const graph::Entity& e = state.table.graph->entities[check];
    state.warnings.push_back({state.table.rows.size(), e.name, e.label.en, e.label.zh});
  }
  state.failed += row.error.has_value();
  state.table.rows.push_back(std::move(row));
}

void score_by_row(const Data::State& data, const std::vector<std::size_t>& chosen,
                  const ScoreOptions& options, Results::State& state) {
  const graph::Graph& graph = data.plan->graph();
  eval::RowEngine engine(graph);
  const api::RowReader reader(data);
  constexpr std::size_t report_every = 4096;
  for (std::size_t row : chosen) {
    reader.fill(row, engine);
    const auto failed = engine.run(reader.context(row));
    add(state,
        result_row(data, row, failed, [&](std::size_t i) { return engine[graph::leaving(graph, i)]; }));
    const std::size_t done = state.table.rows.size();
    if (options.progress && (done % report_every == 0 || done == chosen.size()) &&
        !options.progress(done, chosen.size()))
      break;
  }
}

void score_by_batch(const Data::State& data, const std::vector<std::size_t>& chosen,
                    const ScoreOptions& options, Results::State& state) {
  const graph::Graph& graph = data.plan->graph();
  eval::BatchOptions batch_options;
  batch_options.threads = options.threads;
  eval::BatchEngine engine(graph, batch_options);
  const api::RowReader reader(data);
  const auto read = [&](std::size_t row, std::size_t input, graph::Cell& out) {
    eval::read_cell(graph, graph.inputs[input], reader.text(chosen[row], input), out);
  };
  eval::OwnedBatch rows = eval::make_batch(graph, chosen.size(), read, engine.texts());
  if (!data.rows.periods.empty())
    for (std::size_t row : chosen) rows.batch.periods.push_back(data.rows.periods[row]);
  eval::BatchResults results;
  engine.run(rows.batch, results);
  for (std::size_t i = 0; i < chosen.size(); ++i)
    add(state, result_row(data, chosen[i], results.site(i),
                          [&](std::size_t output) { return results.cell(i, output, &engine.texts()); }));
  if (options.progress) options.progress(chosen.size(), chosen.size());
}

}  // namespace

Results::Results(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Result<Results> score(const Data& data, const ScoreOptions& options) {
  const Data::State& rows = data.state();
  const graph::Graph& graph = rows.plan->graph();
  auto chosen = api::choose_rows(rows, options.period, options.all_periods);
  if (!chosen) return chosen.error();
  auto state = std::make_shared<Results::State>();
  state->data = std::shared_ptr<const Data::State>(std::make_shared<Data>(data), &rows);
  state->columns = Plan(rows.plan).outputs();
  state->table.graph = &graph;
  (options.engine == Engine::batch ? score_by_batch : score_by_row)(rows, *chosen, options, *state);
  return Results(std::move(state));
}

std::size_t Results::rows() const { return state_->table.rows.size(); }
std::size_t Results::failed() const { return state_->failed; }
std::size_t Results::columns() const { return state_->columns.size(); }
const Column& Results::column(std::size_t index) const { return state_->columns[index]; }
const std::string& Results::key(std::size_t row) const { return state_->table.rows[row].key; }
std::string Results::period(std::size_t row) const { return state_->table.rows[row].period; }
const std::vector<CheckWarning>& Results::warnings() const { return state_->warnings; }

std::string Results::text(std::size_t row, std::size_t column) const {
  const report::ResultRow& r = state_->table.rows[row];
  if (r.cells.empty()) return "";
  return report::file_text(*state_->table.graph, r.cells[column], state_->table.graph->outputs[column].type);
}

std::optional<Decimal> Results::number(std::size_t row, std::size_t column) const {
  const report::ResultRow& r = state_->table.rows[row];
  const Type& type = state_->table.graph->outputs[column].type;
  if (r.cells.empty() || !r.cells[column].is_value() || !type.is_number()) return std::nullopt;
  return decimal_of(r.cells[column].number, type.digits);
}

std::optional<RowError> Results::error(std::size_t row) const {
  const auto& e = state_->table.rows[row].error;
  if (!e) return std::nullopt;
  return RowError{e->code, e->reason.en, e->reason.zh, e->plan_place, e->data_place};
}

std::string Results::to_csv(Language language) const { return report::to_csv(state_->table, language); }
std::string Results::to_json() const { return report::to_json(state_->table); }
std::string Results::to_table(Language language) const { return report::to_table(state_->table, language); }

std::string to_string(const Decimal& number) {
  Integer value = Integer(number.hi);
  value = value * (Integer(1) << 64) + Integer(number.lo);
  return format_fixed(Rational(value) / power_of_ten(number.digits), number.digits);
}

}  // namespace v0
}  // namespace merit
