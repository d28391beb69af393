#include "merit/explain.hpp"

#include <algorithm>

#include "api/state.hpp"
#include "eval/codes.hpp"
#include "eval/row/engine.hpp"
#include "graph/codes.hpp"
#include "report/explain.hpp"

namespace merit {
inline namespace v0 {

struct Explanation::State {
  std::shared_ptr<const Data::State> data;
  std::size_t row = 0;
  std::string node;
  std::unique_ptr<eval::RowEngine> engine;
  report::Explained explained;
};

Explanation::Explanation(std::shared_ptr<const State> state) : state_(std::move(state)) {}

std::string Explanation::to_text(Language language) const {
  return report::explain_text(state_->explained, state_->node, language);
}
std::string Explanation::to_json() const { return report::explain_json(state_->explained, state_->node); }

bool Explanation::failed() const { return state_->explained.error.has_value(); }

Result<Explanation> explain(const Data& data, const ExplainOptions& options) {
  const Data::State& rows = data.state();
  const graph::Graph& graph = rows.plan->graph();
  Diagnostics diagnostics;
  const auto refuse = [&] { return api::problems(ProblemKind::usage, rows.sources, diagnostics); };
  if (!options.node.empty() && !graph.find_entity(options.node)) {
    std::vector<std::string> known;
    for (const graph::Entity& e : graph.entities) known.push_back(e.path);
    Diagnostic& d = diagnostics.add(graph::codes::unknown_output, nowhere, {Text::same(options.node)});
    d.suggestion = did_you_mean(options.node, known);
    return refuse();
  }
  const auto chosen = api::choose_rows(rows, options.period, false);
  if (!chosen) return chosen.error();
  const auto found = std::find_if(chosen->begin(), chosen->end(),
                                  [&](std::size_t row) { return rows.rows.keys[row] == options.who; });
  if (found == chosen->end()) {
    const std::string period =
        rows.rows.periods.empty() ? "" : format_period(rows.rows.periods[chosen->front()]);
    Diagnostic& d = diagnostics.add(
        eval::codes::nobody, nowhere,
        {Text::same(options.who), period.empty() ? Text{} : Text{" in " + period, "（" + period + "）"}});
    std::vector<std::string> known;
    for (std::size_t row : *chosen) known.push_back(rows.rows.keys[row]);
    if (known.size() < 10000) d.suggestion = did_you_mean(options.who, known);
    return refuse();
  }
  auto state = std::make_shared<Explanation::State>();
  state->data = std::shared_ptr<const Data::State>(std::make_shared<Data>(data), &rows);
  state->row = *found;
  state->node = options.node;
  state->engine = std::make_unique<eval::RowEngine>(graph);
  const api::RowReader reader(rows);
  reader.fill(*found, *state->engine);
  const auto failed = state->engine->run(reader.context(*found));
  report::Explained& e = state->explained;
  e.graph = &graph;
  e.sources = rows.plan->sources.get();
  e.engine = state->engine.get();
  e.who = options.who;
  if (!rows.rows.periods.empty()) e.period = format_period(rows.rows.periods[*found]);
  e.data_place = std::string(rows.sources->name(rows.source)) + ":" + std::to_string(rows.rows.lines[*found]);
  e.cell_text = [row = *found, reader](std::size_t input) { return reader.text(row, input); };
  e.has_column = [&rows](std::size_t input) { return rows.rows.column_of_input[input] >= 0; };
  if (failed) {
    const RowError error = api::row_error(rows, *found, *failed);
    e.error = report::ResultError{
        error.code, {error.reason_en, error.reason_zh}, error.plan_place, error.data_place};
  }
  report::demand_steps(e);
  return Explanation(std::move(state));
}

}  // namespace v0
}  // namespace merit
