#include "eval/stage/run.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include "base/in_threads.hpp"

namespace merit::eval {

using graph::Cell;
using graph::Graph;
using graph::NodeId;
using graph::Op;
using graph::SiteId;

namespace {

std::optional<SiteId> smaller(std::optional<SiteId> a, SiteId b) { return a && *a < b ? a : b; }

}  // namespace

StagedRun::StagedRun(const Graph& graph, const std::vector<TableRows>& tables, const RunOptions& options)
    : graph_(graph),
      is_alone_(graph::reads_rows_alone(graph)),  // then there is no other table than the people's
      tables_(tables),
      options_(options),
      stages_(stages_of(graph, options.results_of)),
      history_(graph) {
  if (is_alone_) {
    graphs_.emplace_back(std::shared_ptr<const Graph>(), &graph);
    return;
  }
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    const bool is_last = i + 1 == stages_.size();
    Graph stage = graph_of(graph, stages_[i], is_last);
    if (!options.explains) leave_unread(stage);
    graphs_.push_back(std::make_shared<const Graph>(std::move(stage)));
    if (!is_last) engines_.push_back(std::make_unique<RowEngine>(*graphs_.back()));
  }
  find_read();
  batches_.resize(engines_.size());
  if (graph.kept.empty()) return;
  std::set<Period> periods;
  for (const TableRows& table : tables) periods.merge(table.rows.periods.all());
  all_periods_.assign(periods.begin(), periods.end());
}

void StagedRun::begin(const Period* period) {
  if (!is_alone() && period)
    while (kept_periods_ < all_periods_.size() && all_periods_[kept_periods_] < *period) {
      work(&all_periods_[kept_periods_]);
      if (!without_row_.empty() || is_stopped_) return;
    }
  work(period);
}

void StagedRun::work(const Period* period) {
  period_ = period;
  if (is_alone()) return;
  failed_.clear();
  broken_.clear();
  without_row_.clear();
  brought_.clear();
  groupings_.clear();
  culprits_.clear();
  own_failures_.clear();
  choose_rows(period);
  follow_refs();
  if (!without_row_.empty()) return;
  decode_rows();
  recall();
  for (std::size_t stage = 0; stage + 1 < stages_.size() && !is_stopped_; ++stage) run(stage);
  if (is_stopped_) return;
  std::sort(failed_.begin(), failed_.end(), [](const FailedRecord& a, const FailedRecord& b) {
    return std::tie(a.record, a.site) < std::tie(b.record, b.site);
  });
  const auto again = [](const FailedRecord& a, const FailedRecord& b) { return a.record == b.record; };
  failed_.erase(std::unique(failed_.begin(), failed_.end(), again), failed_.end());
  if (is_new_period()) ++kept_periods_;
}

// Rows that count are in the order of their file, so their places can be searched.
std::uint32_t StagedRun::position_of(RecordId record) const {
  if (is_alone()) return record.row;
  const auto& rows = rows_[record.table];
  return static_cast<std::uint32_t>(std::lower_bound(rows.begin(), rows.end(), record.row) - rows.begin());
}

void StagedRun::fill(std::uint32_t row, RowEngine& engine) const {
  fill(*graphs_.back(), position_of({options_.results_of, row}), engine);
}

// The period in which a row is read: the rows of a plan without other rows are asked for all at once.
const Period* StagedRun::period_of(std::uint32_t row) const {
  if (!is_alone()) return period_;
  const auto& periods = tables_[graph::people].rows.periods;
  return periods.empty() ? nullptr : &periods[row];
}

std::optional<std::uint32_t> StagedRun::row_of(std::uint32_t table, const std::string& key) const {
  const TableRows& rows = tables_[table];
  const auto stands_at = [&](std::uint32_t row) {
    const std::string place = rows.lines_text(row);
    const std::string line = place.substr(place.find_last_of(':') + 1);
    const bool is_file = place == key || place.ends_with("/" + key);
    return is_file || (rows.files.size() == 1 && line == key);
  };
  for (std::uint32_t row : rows_[table])
    if (rows.rows.keys.empty() ? stands_at(row) : rows.rows.keys[row] == key) return row;
  return std::nullopt;
}

StagedRun::Look StagedRun::look_at(RecordId record) const {
  graph::Stage all;
  all.table = record.table;
  all.checks = graph_.tables[record.table].checks;
  for (const auto& [crossing, cells] : brought_)
    if (graph_[crossing].domain.table == record.table) all.takes.push_back(crossing);
  for (const graph::Entity& entity : graph_.entities)
    if (entity.table == record.table && entity.kind != graph::EntityKind::check && !entity.result.is_none())
      all.gives.push_back(entity.result);
  Look look;
  look.graph = std::make_unique<const Graph>(graph_of(graph_, all, false));
  look.engine = std::make_unique<RowEngine>(*look.graph);
  fill(*look.graph, position_of(record), *look.engine);
  look.failed = look.engine->run(context());
  return look;
}

std::optional<SiteId> StagedRun::first_failure(const std::vector<NodeId>& nodes, const RowEngine& engine) {
  std::optional<SiteId> failed;
  for (const NodeId node : nodes)
    if (engine[node].is_failed()) failed = smaller(failed, engine[node].site);
  return failed;
}

// A row with a wrong cell or a broken check fails as a whole; else only what fails of it does.
std::optional<SiteId> StagedRun::own_failure(std::size_t stage, const std::vector<std::uint32_t>& checks,
                                             const RowEngine& engine) const {
  std::optional<SiteId> failed;
  for (const graph::Input& input : graphs_[stage]->inputs)
    for (const NodeId cell : {input.node, input.read()})
      if (!input.is_given && engine[cell].is_failed()) failed = smaller(failed, engine[cell].site);
  for (std::uint32_t check : checks) {
    const NodeId result = graph_.entities[check].result;
    if (!result.is_none() && engine[result].is_failed()) failed = smaller(failed, engine[result].site);
  }
  return failed;
}

void StagedRun::note(std::size_t stage, std::uint32_t position, std::optional<SiteId> failed,
                     const std::function<Cell(std::uint32_t)>& check_cell) {
  const std::uint32_t table = stages_[stage].table;
  if (table == options_.results_of) return;  // its failures stand in the results
  const RecordId record{table, rows_[table][position]};
  if (failed) failed_.push_back({record, *failed});
  if (!stages_[stage].is_last_of_table || failed) return;
  for (std::uint32_t check : stages_[stage].checks) {
    if (graph_.entities[check].result.is_none()) continue;
    const Cell holds = check_cell(check);
    if (holds.is_value() && !holds.flag) broken_.push_back({record, check});
  }
}

// Where the row fails by itself: a node fails, and nothing that it is made of fails alike.
void StagedRun::note_own_failures(std::size_t stage, std::uint32_t position, const RowEngine& engine) {
  const Graph& graph = *graphs_[stage];
  const RecordId record{stages_[stage].table, rows_[stages_[stage].table][position]};
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    const NodeId id{i};
    const Op op = graph[id].op;
    if (!engine[id].is_failed() || op == Op::input || op == Op::fail) continue;
    const SiteId site = engine[id].site;
    const auto args = graph.arguments(id);
    const bool is_read = std::any_of(args.begin(), args.end(), [&](NodeId a) {
      return graph[a].op != Op::fail && engine[a].is_failed() && engine[a].site == site;
    });
    if (!is_read) own_failures_.insert({record, site});
  }
}

void StagedRun::run(std::size_t stage) {
  const graph::Stage& s = stages_[stage];
  const auto rows = static_cast<std::uint32_t>(rows_[s.table].size());
  const Graph& graph = *graphs_[stage];
  Given given;
  given.failed.resize(rows);
  given.failed_for_peers.resize(rows);
  for (const graph::Output& output : graph.outputs) given.made.emplace_back(output.type).reserve(rows);
  auto made = given.made.cbegin();
  for (const NodeId give : s.gives) {
    const bool is_cell = graph::is_own_input(graph, give);
    given.columns.push_back(is_cell ? &decoded_[s.table][graph.payload<graph::InputId>(give).value]
                                    : &*made++);
  }
  std::size_t by_row = 0;
  if (options_.by_batch) {
    by_row = run_batch(stage, given);
  } else {
    for (std::uint32_t position = 0; position < rows; ++position) {
      run_row(stage, position, given);
      for (std::size_t i = 0; i < given.made.size(); ++i) given.made[i].push(made_by_row(stage, i));
    }
  }
  feed(stage, given);
  keep(s, given);
  if (options_.stage_done)
    is_stopped_ = !options_.stage_done({s.table, period_, stage, stages_.size(), rows, by_row});
}

// What the row engine made last of an output of the stage.
const Cell& StagedRun::made_by_row(std::size_t stage, std::size_t output) const {
  return (*engines_[stage])[graphs_[stage]->outputs[output].node];
}

void StagedRun::run_row(std::size_t stage, std::uint32_t position, Given& given) {
  const graph::Stage& s = stages_[stage];
  RowEngine& engine = *engines_[stage];
  fill(*graphs_[stage], position, engine);
  const auto any_failure = engine.run(context());
  if (options_.look) options_.look(engine);
  const auto failed = own_failure(stage, s.checks, engine);
  if (any_failure || failed) note_own_failures(stage, position, engine);
  note(stage, position, failed ? failed : any_failure,
       [&](std::uint32_t check) { return engine[graph_.entities[check].result]; });
  // A person of whom something is kept has failed with anything that leaves.
  const bool is_whole = s.table == graph::people && !s.keeps.empty();
  given.failed[position] = is_whole && !failed ? first_failure(graph_.roots, engine) : failed;
  given.failed_for_peers[position] = own_failure(stage, s.early, engine);
}

// All rows in columns; those that fail again by themselves, because a failed row has no results in a batch.
std::size_t StagedRun::run_batch(std::size_t stage, Given& given) {
  const graph::Stage& s = stages_[stage];
  const Graph& graph = *graphs_[stage];
  if (!batches_[stage]) {
    BatchOptions options;
    options.threads = options_.threads;
    batches_[stage] = std::make_unique<BatchEngine>(graph, options);
  }
  BatchEngine& engine = *batches_[stage];
  const auto rows = static_cast<std::uint32_t>(rows_[s.table].size());
  std::vector<std::uint32_t> positions(rows);
  std::iota(positions.begin(), positions.end(), 0u);
  const OwnedBatch batch = batch_of(graph, s.table, positions, engine.texts());
  BatchResults results;
  const std::size_t by_row = engine.counters().row_engine;
  engine.run(batch.batch, results);
  in_threads(options_.threads, given.made.size(),
             [&](std::size_t, std::size_t i) { results.push_all_to(given.made[i], i, engine.texts()); });
  for (std::uint32_t row = 0; row < rows && results.has_exceptions; ++row) {
    if (!results.site(row)) continue;
    run_row(stage, row, given);
    for (std::size_t i = 0; i < given.made.size(); ++i) given.made[i].set(row, made_by_row(stage, i));
  }
  const auto check_of = [&](std::uint32_t row) {
    return [&results, &graph, &given, &engine, row](std::uint32_t check) {
      const auto at = std::find(graph.checks.begin(), graph.checks.end(), check) - graph.checks.begin();
      return results.cell(row, given.made.size() + static_cast<std::size_t>(at), &engine.texts());
    };
  };
  for (std::uint32_t row = 0; row < rows && !graph.checks.empty(); ++row)
    if (!results.site(row)) note(stage, row, std::nullopt, check_of(row));
  return engine.counters().row_engine - by_row;
}

}  // namespace merit::eval
