#include <algorithm>
#include <span>

#include "api/scoring.hpp"
#include "api/state.hpp"
#include "base/file.hpp"
#include "base/number_text.hpp"
#include "eval/codes.hpp"
#include "graph/inputs.hpp"
#include "report/cell_text.hpp"
#include "report/results.hpp"

namespace merit {
inline namespace v0 {

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

}  // namespace

Results::Results(std::shared_ptr<const State> state) : state_(std::move(state)) {}

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
  if (auto problems = api::Scoring(rows, options, *table).score(*chosen, *state)) return *problems;
  return Results(std::move(state));
}

std::size_t Results::rows() const { return state_->table().rows(); }
std::size_t Results::failed() const { return state_->table().failed(); }
bool Results::is_stopped() const { return state_->is_stopped; }
std::size_t Results::columns() const { return state_->columns.size(); }
const Column& Results::column(std::size_t index) const { return state_->columns[index]; }
std::string_view Results::key(std::size_t row) const { return state_->table().key(row); }
std::string Results::period(std::size_t row) const { return state_->table().period(row); }
const std::vector<CheckWarning>& Results::warnings() const { return state_->warnings; }
const std::vector<RecordProblem>& Results::record_problems() const { return state_->record_problems; }
const std::vector<RecordWarning>& Results::record_warnings() const { return state_->record_warnings; }
const std::vector<EmptyTable>& Results::empty_tables() const { return state_->empty_tables; }

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
  if (state_->is_stopped) return "";
  return eval::write_state(state_->table().graph(), state_->known->history, state_->known->up_to);
}

Problems write_results(const Results& results, const std::string& csv, const std::string& path) {
  Diagnostics diagnostics;
  const report::ResultTable& table = results.state().table();
  write_file_atomically(path, csv, diagnostics, report::column_types(table.graph(), table.table()));
  return api::problems(ProblemKind::file, nullptr, diagnostics);
}

std::string Results::to_csv(Language language, unsigned threads) const {
  return report::to_csv(state_->table(), language, threads);
}
std::string Results::to_json() const { return report::to_json(state_->table()); }
std::string Results::to_table(Language language) const { return report::to_table(state_->table(), language); }

std::string to_string(const Decimal& number) {
  Integer value = Integer(number.hi);
  value = value * (Integer(1) << 64) + Integer(number.lo);
  return format_fixed(Rational(value) / power_of_ten(number.digits), number.digits);
}

}  // namespace v0
}  // namespace merit
