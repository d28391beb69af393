#include "api/state.hpp"
#include "base/number_text.hpp"
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

report::ResultRow result_row(const Data::State& data, std::size_t row, const eval::RowEngine& engine,
                             const std::optional<graph::SiteId>& failed) {
  const graph::Graph& graph = data.plan->graph();
  report::ResultRow result;
  result.key = data.rows.keys[row];
  if (!data.rows.periods.empty()) result.period = format_period(data.rows.periods[row]);
  if (failed) {
    const RowError e = api::row_error(data, row, *failed);
    result.error = report::ResultError{e.code, {e.reason_en, e.reason_zh}, e.plan_place, e.data_place};
    return result;
  }
  for (const graph::Output& output : graph.outputs) result.cells.push_back(engine[output.node]);
  for (std::uint32_t check : graph.checks) {
    const graph::Cell& holds = engine[graph.entities[check].result];
    if (holds.is_value() && !holds.flag) result.warnings.push_back(check);
  }
  return result;
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
  eval::RowEngine engine(graph);
  const api::RowReader reader(rows);
  constexpr std::size_t report_every = 4096;
  for (std::size_t row : *chosen) {
    reader.fill(row, engine);
    const auto failed = engine.run(reader.context(row));
    report::ResultRow result = result_row(rows, row, engine, failed);
    state->failed += failed.has_value();
    for (std::uint32_t check : result.warnings) {
      const graph::Entity& e = graph.entities[check];
      state->warnings.push_back({state->table.rows.size(), e.name, e.label.en, e.label.zh});
    }
    state->table.rows.push_back(std::move(result));
    const std::size_t done = state->table.rows.size();
    if (options.progress && (done % report_every == 0 || done == chosen->size()) &&
        !options.progress(done, chosen->size()))
      break;
  }
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
