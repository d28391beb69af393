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
  std::unique_ptr<eval::StagedRun> run;
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
  const eval::BoundRows& people = rows.people().rows;
  const graph::Graph& graph = rows.plan->graph();
  Diagnostics diagnostics;
  const auto refuse = [&] { return api::problems(ProblemKind::usage, rows.sources, diagnostics); };
  const graph::Entity* wanted = options.node.empty() ? nullptr : graph.find_entity(options.node);
  if (!options.node.empty() && !(wanted && wanted->table == graph::people)) {
    std::vector<std::string> known;
    for (const graph::Entity& e : graph.entities)
      if (e.table == graph::people) known.push_back(e.path);
    Diagnostic& d = diagnostics.add(graph::codes::unknown_output, nowhere, {Text::same(options.node)});
    d.suggestion = did_you_mean(options.node, known);
    return refuse();
  }
  const auto chosen = api::choose_rows(rows, options.period, false);
  if (!chosen) return chosen.error();
  const auto found = std::find_if(chosen->begin(), chosen->end(),
                                  [&](std::size_t row) { return people.keys[row] == options.who; });
  if (found == chosen->end()) {
    const std::string period = people.periods.empty() ? "" : format_period(people.periods[chosen->front()]);
    Diagnostic& d = diagnostics.add(
        eval::codes::nobody, nowhere,
        {Text::same(options.who), period.empty() ? Text{} : Text{" in " + period, "（" + period + "）"}});
    std::vector<std::string> known;
    for (std::size_t row : *chosen) known.push_back(people.keys[row]);
    if (known.size() < 10000) d.suggestion = did_you_mean(options.who, known);
    return refuse();
  }
  auto state = std::make_shared<Explanation::State>();
  state->data = std::shared_ptr<const Data::State>(std::make_shared<Data>(data), &rows);
  state->row = *found;
  state->node = options.node;
  state->run = std::make_unique<eval::StagedRun>(graph, rows.tables);
  const Period* period = api::period_of(rows, *found);
  if (auto problems = api::begin(rows, *state->run, period)) return *problems;
  state->engine = std::make_unique<eval::RowEngine>(state->run->graph());
  const auto row = static_cast<std::uint32_t>(*found);
  state->run->fill(row, *state->engine);
  const auto failed = state->engine->run({period});
  report::Explained& e = state->explained;
  e.graph = &graph;
  e.sources = rows.plan->sources.get();
  e.engine = state->engine.get();
  e.who = options.who;
  if (period) e.period = format_period(*period);
  e.data_place = api::place_of(rows, {graph::people, row});
  e.cell_text = [row, &rows](std::size_t input) { return rows.people().text(row, input); };
  e.has_column = [&people](std::size_t input) { return people.column_of_input[input] >= 0; };
  e.records = [&rows, run = state->run.get(), row](graph::NodeId crossing, bool far) {
    std::vector<report::RecordBehind> behind;
    for (eval::StagedRun::Member& member : run->members(crossing, {graph::people, row}, far)) {
      const eval::RecordId id = member.record;
      const eval::BoundRows& bound = rows.tables[id.table].rows;
      const bool has_day = !bound.days.empty() && bound.days[id.row];
      behind.push_back({bound.keys.empty() ? "" : bound.keys[id.row],
                        has_day ? format_date(*bound.days[id.row]) : "", api::place_of(rows, id),
                        std::move(member.cell), std::move(member.type)});
    }
    return behind;
  };
  if (failed) {
    const RowError error = api::row_error(rows, *state->run, {graph::people, row}, *failed);
    e.error = report::ResultError{
        error.code, {error.reason_en, error.reason_zh}, error.plan_place, error.data_place};
  }
  report::demand_steps(e);
  return Explanation(std::move(state));
}

}  // namespace v0
}  // namespace merit
