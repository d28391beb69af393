#include "eval/stage/run.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "base/in_threads.hpp"
#include "eval/row/cells.hpp"
#include "eval/stage/among.hpp"

namespace merit::eval {

using graph::Cell;
using graph::Graph;
using graph::NodeId;
using graph::Op;
using graph::SiteId;
using graph::Timing;

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
  batches_.resize(engines_.size());
  if (graph.kept.empty()) return;
  for (const TableRows& table : tables)
    all_periods_.insert(all_periods_.end(), table.rows.periods.begin(), table.rows.periods.end());
  std::sort(all_periods_.begin(), all_periods_.end());
  all_periods_.erase(std::unique(all_periods_.begin(), all_periods_.end()), all_periods_.end());
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

void StagedRun::choose_rows(const Period* period) {
  rows_.assign(graph_.tables.size(), {});
  for (std::uint32_t t = 0; t < graph_.tables.size(); ++t) {
    const graph::Table& table = graph_.tables[t];
    const BoundRows& bound = tables_[t].rows;
    const auto counts = [&](std::size_t row) {
      if (!period || table.timing == Timing::always) return true;
      if (table.timing == Timing::per_period) return bound.periods[row] == *period;
      // A row whose day cannot be read counts always, and fails: it must not be dropped in silence.
      return !bound.days[row] || (period->start <= *bound.days[row] && *bound.days[row] <= period->end);
    };
    for (std::uint32_t row = 0; row < bound.size(); ++row)
      if (counts(row)) rows_[t].push_back(row);
  }
  for (std::uint32_t t = 0; t < graph_.tables.size(); ++t) {
    if (tables_[t].are_named_by_refs) keep_named(t);
    if (!rows_[t].empty()) continue;
    if (graph_.tables[t].is_single) without_row_.push_back(t);
    empty_[t].push_back(period ? *period : Period{});
  }
}

void StagedRun::keep_named(std::uint32_t table) {
  std::unordered_set<std::string_view> named;
  for (const graph::Ref& ref : graph_.refs) {
    if (ref.to != table) continue;
    const std::size_t input = ref.input - graph_.tables[ref.from].inputs_begin;
    for (std::uint32_t row : rows_[ref.from]) named.insert(tables_[ref.from].text(row, input));
  }
  std::erase_if(rows_[table],
                [&](std::uint32_t row) { return !named.contains(tables_[table].rows.keys[row]); });
}

// To which row each ref leads, by position among the rows that count.
void StagedRun::follow_refs() {
  targets_.assign(graph_.refs.size(), {});
  are_followed_.assign(graph_.refs.size(), {});
  std::map<std::uint32_t, TextPool> places;  // of keys, which are there once: their numbers are positions
  for (std::size_t r = 0; r < graph_.refs.size(); ++r) {
    const graph::Ref& ref = graph_.refs[r];
    auto& place = places[ref.to];
    if (place.size() == 0) {
      place.reserve(rows_[ref.to].size());
      for (const std::uint32_t row : rows_[ref.to]) place.place(tables_[ref.to].rows.keys[row]);
      assert(place.size() == rows_[ref.to].size());
    }
    const std::size_t input = ref.input - graph_.tables[ref.from].inputs_begin;
    targets_[r].reserve(rows_[ref.from].size());
    are_followed_[r].reserve(rows_[ref.from].size());
    for (std::uint32_t row : rows_[ref.from]) {
      const std::string_view text = tables_[ref.from].text(row, input);
      const auto found = place.find(text);
      targets_[r].push_back(found ? static_cast<std::uint32_t>(*found) : nobody);
      are_followed_[r].push_back(found && is_sound_text(graph_, graph_.inputs[ref.input], text));
    }
  }
}

void StagedRun::read_ref(std::uint32_t ref, std::uint32_t position, Cell& out) const {
  const graph::Ref& r = graph_.refs[ref];
  const std::size_t input = r.input - graph_.tables[r.from].inputs_begin;
  read_cell(graph_, graph_.inputs[r.input], tables_[r.from].text(rows_[r.from][position], input), out);
  if (out.is_value() && targets_[ref][position] == nobody)
    out = Cell::failed(graph_.inputs[r.input].key_site);
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

void StagedRun::read(const Graph& graph, std::uint32_t position, std::size_t input, Cell& out) const {
  const graph::Input& read = graph.inputs[input];
  if (read.is_given) {
    out = brought_.at(read.node)[position];
    return;
  }
  const std::uint32_t row = is_alone() ? position : rows_[read.table][position];
  if (read.every && !read.is_read_in(period_of(row))) {
    out = Cell::absent();
    return;
  }
  if (read.is_ref()) read_ref(read.ref, position, out);
  else read_cell(graph_, read, tables_[read.table].text(row, input), out);
}

OwnedBatch StagedRun::batch_of(std::span<const std::uint32_t> rows, TextPool& texts) const {
  std::vector<std::uint32_t> positions;
  positions.reserve(rows.size());
  for (const std::uint32_t row : rows) positions.push_back(position_of({options_.results_of, row}));
  return batch_of(*graphs_.back(), options_.results_of, positions, texts);
}

OwnedBatch StagedRun::batch_of(const Graph& graph, std::uint32_t table,
                               std::span<const std::uint32_t> positions, TextPool& texts) const {
  const TableRows& from = tables_[table];
  std::vector<std::uint32_t> lines;
  lines.reserve(positions.size());
  for (const std::uint32_t position : positions)
    lines.push_back(is_alone() ? position : rows_[table][position]);
  const auto column_of = [&](std::size_t input) -> ColumnSource {
    const graph::Input& i = graph.inputs[input];
    ColumnSource source;
    source.places = i.is_given ? positions : lines;
    if (i.is_given) source.given = &brought_.at(i.node);
    const bool is_column = !i.is_given && from.are_lines() && !i.every && from.rows.columns[0][input] >= 0;
    if (i.is_ref() && !is_alone()) {
      source.are_followed = &are_followed_[i.ref];
      source.positions = positions;
    }
    if (is_column) source.lines = {&from.files[0].csv, static_cast<std::size_t>(from.rows.columns[0][input])};
    source.is_sound = is_column && input == 0 && graph_.tables[table].has_key;
    return source;
  };
  const auto read_at = [&](std::size_t row, std::size_t input, Cell& out) {
    read(graph, positions[row], input, out);
  };
  OwnedBatch batch = make_batch(graph, positions.size(), read_at, texts, column_of, options_.threads);
  std::vector<Period>& periods = batch.batch.periods;
  for (const std::uint32_t line : lines)
    if (const Period* period = period_of(line)) periods.push_back(*period);
  if (!periods.empty() && std::equal(periods.begin() + 1, periods.end(), periods.begin())) periods.resize(1);
  return batch;
}

void StagedRun::fill(const Graph& graph, std::uint32_t position, RowEngine& engine) const {
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) read(graph, position, i, engine.input(i));
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
  Given given;
  given.failed.reserve(rows);
  for (NodeId give : s.gives) given.columns.emplace_back(graph_[give].type);
  for (CellColumn& column : given.columns) column.reserve(rows);
  std::size_t by_row = 0;
  if (options_.by_batch) {
    by_row = run_batch(stage, given);
  } else {
    for (std::uint32_t position = 0; position < rows; ++position) run_row(stage, position, given);
  }
  feed(stage, given);
  keep(s, given);
  if (options_.stage_done)
    is_stopped_ = !options_.stage_done({s.table, period_, stage, stages_.size(), rows, by_row});
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
  given.failed.push_back(is_whole && !failed ? first_failure(graph_.roots, engine) : failed);
  given.failed_for_peers.push_back(own_failure(stage, s.early, engine));
  for (std::size_t i = 0; i < s.gives.size(); ++i) given.columns[i].push(engine[s.gives[i]]);
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
  if (graph.checks.empty() && !results.has_failed()) {
    given.failed.resize(rows);
    given.failed_for_peers.resize(rows);
    in_threads(options_.threads, s.gives.size(), [&](std::size_t, std::size_t i) {
      for (std::uint32_t row = 0; row < rows; ++row)
        results.push_to(given.columns[i], row, i, engine.texts());
    });
    return engine.counters().row_engine - by_row;
  }
  for (std::uint32_t row = 0; row < rows; ++row) {
    if (results.site(row)) {
      run_row(stage, row, given);
      continue;
    }
    const auto cell = [&](std::size_t output) { return results.cell(row, output, &engine.texts()); };
    note(stage, row, std::nullopt, [&](std::uint32_t check) {
      const auto at = std::find(graph.checks.begin(), graph.checks.end(), check) - graph.checks.begin();
      return cell(s.gives.size() + static_cast<std::size_t>(at));
    });
    given.failed.emplace_back();
    given.failed_for_peers.emplace_back();
    for (std::size_t i = 0; i < s.gives.size(); ++i)
      results.push_to(given.columns[i], row, i, engine.texts());
  }
  return engine.counters().row_engine - by_row;
}

void StagedRun::feed(std::size_t stage, const Given& given) {
  const graph::Stage& s = stages_[stage];
  for (NodeId crossing : s.feeds) {
    if (reads_group(graph_, crossing)) brought_.emplace(crossing, feed_group(crossing, s, given));
    else if (graph_[crossing].op == Op::fold) brought_.emplace(crossing, feed_fold(crossing, s, given));
    else brought_.emplace(crossing, feed_fetch(crossing, s, given));
  }
}

// The column of a node that the stage gives.
const CellColumn& StagedRun::Given::of(const graph::Stage& stage, NodeId node) const {
  const auto at = std::find(stage.gives.begin(), stage.gives.end(), node) - stage.gives.begin();
  return columns[static_cast<std::size_t>(at)];
}

CellColumn StagedRun::feed_fold(NodeId crossing, const graph::Stage& s, const Given& given) {
  const CellColumn& column = given.of(s, graph_.arguments(crossing)[0]);
  const auto readers = static_cast<std::uint32_t>(rows_[graph_[crossing].domain.table].size());
  const auto& groups = targets_[*graph_.payload<graph::FoldData>(crossing).ref];
  const bool leaves_out = graph_.tables[s.table].leaves_out_failed;
  Fold fold(graph_, crossing, readers);
  for (std::uint32_t i = 0; i < given.failed.size(); ++i) {
    const auto& failed = given.failed[i];
    if (groups[i] == nobody || (leaves_out && failed)) continue;
    if (failed) fold.add_failed(groups[i], rows_[s.table][i], *failed);
    else fold.add(groups[i], rows_[s.table][i], column, i);
  }
  CellColumn brought(graph_[crossing].type);
  brought.reserve(readers);
  for (std::uint32_t i = 0; i < readers; ++i) {
    fold.decide(i, brought);
    if (const FailedMember& member = fold.failed(i); member.count > 0)
      blame(crossing, i, {s.table, member.row}, member.count);
  }
  return brought;
}

CellColumn StagedRun::feed_fetch(NodeId crossing, const graph::Stage& s, const Given& given) {
  const CellColumn& column = given.of(s, graph_.arguments(crossing)[0]);
  const auto readers = static_cast<std::uint32_t>(rows_[graph_[crossing].domain.table].size());
  const graph::FetchData& fetch = graph_.payload<graph::FetchData>(crossing);
  CellColumn brought(graph_[crossing].type);
  brought.reserve(readers);
  Cell key;
  for (std::uint32_t i = 0; i < readers; ++i) {
    if (fetch.ref && !are_followed_[*fetch.ref][i]) {
      read_ref(*fetch.ref, i, key);
      if (key.is_failed()) {
        brought.push_failed(key.site);
        continue;
      }
    }
    const std::uint32_t at = fetch.ref ? targets_[*fetch.ref][i] : given.failed.empty() ? nobody : 0;
    if (at == nobody) brought.push_absent();
    else if (given.failed[at] && !fetch.is_mine) brought.push_failed(*given.failed[at]);
    else brought.push_from(column, at);
    if (at != nobody && brought.state(i) == Cell::State::failed)
      blame(crossing, i, {s.table, rows_[s.table][at]}, 1);
  }
  return brought;
}

// The arguments of a node that reads groups by which rows belong together.
std::vector<NodeId> StagedRun::group_keys(NodeId crossing) const {
  const auto arguments = graph_.arguments(crossing);
  const bool is_fold = graph_[crossing].op == Op::fold;
  const auto begin = is_fold ? 1 : graph_.payload<graph::AmongData>(crossing).keys_begin();
  return {arguments.begin() + static_cast<std::ptrdiff_t>(begin), arguments.end()};
}

CellColumn StagedRun::feed_group(NodeId crossing, const graph::Stage& s, const Given& given) {
  const bool is_fold = graph_[crossing].op == Op::fold;
  const std::vector<NodeId> keys = group_keys(crossing);
  Arguments arguments;
  for (NodeId a : graph_.arguments(crossing)) arguments.columns.push_back(&given.of(s, a));
  arguments.failed = &given.failed_for_peers;
  arguments.rows = &rows_[s.table];
  arguments.leaves_out_failed = graph_.tables[s.table].leaves_out_failed;
  const graph::AmongData* data = is_fold ? nullptr : &graph_.payload<graph::AmongData>(crossing);
  const std::size_t keys_begin = arguments.columns.size() - keys.size();
  const auto [grouping, is_new] = groupings_.try_emplace({s.table, keys});
  if (is_new)
    grouping->second = grouping_of(std::span(arguments.columns).subspan(keys_begin), arguments.rows->size());
  Peers peers(arguments, grouping->second, data ? data->asked_begin() : 1, keys_begin);
  const std::string period = period_ ? format_period(*period_) : "";
  CellColumn brought = is_fold ? fold_groups(graph_, crossing, arguments, peers)
                               : among(graph_, crossing, arguments, peers, period);
  for (std::uint32_t i = 0; i < peers.size() && !peers.are_all_well(); ++i)
    if (const auto failure = peers.failure(i);
        failure && failure->count > 0 && failure->row != FailedMember::no_row)
      blame(crossing, i, {s.table, failure->row}, failure->count);
  return brought;
}

}  // namespace merit::eval
