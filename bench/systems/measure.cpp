#include "measure.hpp"

#include <algorithm>
#include <set>

#include "../support.hpp"
#include "api/state.hpp"
#include "eval/batch/engine.hpp"
#include "eval/stage/run.hpp"
#include "graph/normal.hpp"
#include "graph/stages.hpp"

namespace merit::bench {

namespace {

template <typename Work>
auto timed(double& best, Work&& work) {
  const double start = processor_seconds();
  auto made = work();
  best = std::min(best, processor_seconds() - start);
  return made;
}

ScoreOptions options_of(const Sample& sample, Engine engine) {
  ScoreOptions options;
  options.period = sample.period;
  options.engine = engine;
  return options;
}

// ---- what both engines say

std::string said(const RowError& e) { return e.code + e.reason_en + e.plan_place + " " + e.data_place; }

bool are_same(const RecordProblem& a, const RecordProblem& b) {
  return a.table == b.table && said(a.error) == said(b.error);
}
bool are_same(const RecordWarning& a, const RecordWarning& b) {
  return a.table == b.table && a.check == b.check && a.data_place == b.data_place;
}
bool are_same(const CheckWarning& a, const CheckWarning& b) { return a.row == b.row && a.check == b.check; }

template <typename T>
bool are_all_same(const std::vector<T>& a, const std::vector<T>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const T& x, const T& y) { return are_same(x, y); });
}

bool is_same_row(const Results& a, const Results& b, std::size_t row) {
  const auto one = a.error(row), other = b.error(row);
  if (one.has_value() != other.has_value() || (one && said(*one) != said(*other))) return false;
  for (std::size_t column = 0; column < a.columns(); ++column)
    if (!(a.state().table().cell(row, column) == b.state().table().cell(row, column))) return false;
  return a.key(row) == b.key(row);
}

void compare(const std::string& name, const Results& a, const Results& b) {
  if (a.rows() != b.rows()) give_up(name + ": the engines have different rows");
  for (std::size_t row = 0; row < a.rows(); ++row)
    if (!is_same_row(a, b, row))
      give_up(name + ": the engines differ in the row of " + std::string(a.key(row)));
  if (!are_all_same(a.warnings(), b.warnings()) || !are_all_same(a.record_problems(), b.record_problems()) ||
      !are_all_same(a.record_warnings(), b.record_warnings()))
    give_up(name + ": the engines differ in what they say of records and checks");
}

// ---- where the time of the batch engine goes

/// The same work as `score`, step by step.
void measure_steps(const Data& data, const Sample& sample, Seconds& best) {
  const Data::State& rows = data.state();
  const graph::Graph& graph = rows.plan->graph();
  const auto chosen = api::choose_rows(rows, sample.period, false).value();
  const Period* period = api::period_of(rows, chosen.front());
  const auto run = timed(best.begin, [&] {
    auto begun = std::make_unique<eval::StagedRun>(graph, rows.tables, eval::RunOptions{.by_batch = true});
    if (rows.known) begun->remember(rows.known->history);
    begun->begin(period);
    return begun;
  });
  eval::BatchEngine engine(run->graph());
  const eval::OwnedBatch batch = timed(best.columns, [&] { return run->batch_of(chosen, engine.texts()); });
  timed(best.engine, [&] {
    eval::BatchResults results;
    engine.run(batch.batch, results);
    return results;
  });
}

std::set<std::string_view> calendar_functions(const graph::Graph& stage) {
  const graph::Graph normal = graph::normalise(stage);
  std::set<std::string_view> functions;
  for (std::uint32_t i = 0; i < normal.nodes.size(); ++i)
    if (normal.nodes[i].op == graph::Op::calendar)
      functions.insert(name_of(normal.payload<graph::CalendarFunction>({i})));
  return functions;
}

}  // namespace

Measured measured(const std::string& name, const Sample& sample, std::size_t copies, Rounds rounds) {
  Measured measured;
  measured.size = size_of(sample);
  for (std::size_t* count : {&measured.size.people, &measured.size.records, &measured.size.state})
    *count *= copies;
  const Repeated texts = repeated(sample, copies);
  const auto read = [&] { return Data::parse(sample.plan, texts.tables, texts.state).value(); };
  const auto scored = [&](const Data& data, Engine engine) {
    return score(data, options_of(sample, engine)).value();
  };
  {
    const Data data = read();
    const Results by_row = scored(data, Engine::row);
    compare(name, by_row, scored(data, Engine::batch));
    measured.failed = by_row.failed();
  }
  for (std::size_t round = 0; round < rounds.rounds; ++round) {
    const Data data = timed(measured.best.read, read);
    if (rounds.by_row) timed(measured.best.by_row, [&] { return scored(data, Engine::row); });
    timed(measured.best.by_batch, [&] { return scored(data, Engine::batch); });
    measure_steps(data, sample, measured.best);
  }
  return measured;
}

std::vector<std::string> refusals(const Plan& plan) {
  const graph::Graph& graph = plan.state().graph();
  const std::vector<graph::Stage> stages = graph::stages_of(graph);
  std::vector<std::string> refused;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    const graph::Graph stage = graph::graph_of(graph, stages[i], i + 1 == stages.size());
    const eval::BatchEngine engine(stage);
    if (!engine.programs().empty()) continue;
    std::string why = graph.tables[stages[i].table].name + ": " + engine.refusal();
    for (const std::string_view function : calendar_functions(stage)) (why += ' ') += function;
    refused.push_back(std::move(why));
  }
  return refused;
}

}  // namespace merit::bench
