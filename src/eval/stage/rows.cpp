// Which rows count in a period, where their refs lead, and their cells.
#include <algorithm>
#include <cassert>
#include <map>
#include <numeric>
#include <unordered_set>

#include "base/text_pool.hpp"
#include "eval/row/cells.hpp"
#include "eval/stage/run.hpp"

namespace merit::eval {

using graph::Cell;
using graph::Graph;
using graph::NodeId;
using graph::Timing;

// Which inputs of each table are read by any of its stages, or given to others as they are.
void StagedRun::find_read() {
  for (const graph::Table& table : graph_.tables) are_read_.emplace_back(table.inputs_count, false);
  for (std::size_t stage = 0; stage < stages_.size(); ++stage) {
    std::vector<bool>& are_read = are_read_[stages_[stage].table];
    const std::vector<bool> by_stage = read_inputs(*graphs_[stage]);
    for (std::size_t i = 0; i < are_read.size(); ++i) {
      const NodeId node = graphs_[stage]->inputs[i].node;
      const auto& gives = stages_[stage].gives;
      if (by_stage[i] || std::find(gives.begin(), gives.end(), node) != gives.end()) are_read[i] = true;
    }
  }
}

// Whether the rows of a table and their cells are the same in each period.
bool StagedRun::is_lasting(std::uint32_t table) const {
  const graph::Table& t = graph_.tables[table];
  const auto inputs = std::span(graph_.inputs).subspan(t.inputs_begin, t.inputs_count);
  return t.timing == Timing::always && !tables_[table].are_named_by_refs &&
         std::none_of(inputs.begin(), inputs.end(),
                      [](const graph::Input& input) { return input.every || input.is_ref(); });
}

// Once for all stages.
void StagedRun::decode_rows() {
  decoded_.resize(graph_.tables.size());
  std::vector<bool> is_needed(graph_.tables.size(), false);
  for (const graph::Stage& stage : stages_) is_needed[stage.table] = true;
  for (std::uint32_t t = 0; t < graph_.tables.size(); ++t)
    if (is_needed[t] && (decoded_[t].empty() || !is_lasting(t)))
      decoded_[t] = decode(t, rows_[t], are_read_[t]);
}

void StagedRun::choose_rows(const Period* period) {
  rows_.assign(graph_.tables.size(), {});
  for (std::uint32_t t = 0; t < graph_.tables.size(); ++t) {
    const graph::Table& table = graph_.tables[t];
    const BoundRows& bound = tables_[t].rows;
    const auto number = period ? bound.periods.number_of(*period) : std::nullopt;
    const auto counts = [&](std::size_t row) {
      if (!period || table.timing == Timing::always) return true;
      if (table.timing == Timing::per_period) return number && bound.periods.number(row) == *number;
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
  targets_.resize(graph_.refs.size());
  are_followed_.resize(graph_.refs.size());
  std::map<std::uint32_t, TextPool> places;  // of keys, which are there once: their numbers are positions
  for (std::size_t r = 0; r < graph_.refs.size(); ++r) {
    const graph::Ref& ref = graph_.refs[r];
    const std::vector<std::uint32_t>& rows = rows_[ref.from];
    TextPool& place = places[ref.to];
    if (place.size() == 0) {
      place.reserve(rows_[ref.to].size());
      for (const std::uint32_t row : rows_[ref.to]) place.place(tables_[ref.to].rows.keys[row]);
      assert(place.size() == rows_[ref.to].size());
    }
    const std::size_t input = ref.input - graph_.tables[ref.from].inputs_begin;
    const std::vector<std::string_view> texts = tables_[ref.from].texts(rows, input);
    static_assert(TextPool::unknown == nobody);
    targets_[r].resize(rows.size());
    place.find_all(texts, targets_[r].data());
    // A key that a file gives was looked at when it was read.
    const bool are_sound = !tables_[ref.to].files.empty();
    are_followed_[r].resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
      are_followed_[r][i] = targets_[r][i] != nobody &&
                            (are_sound || is_sound_text(graph_, graph_.inputs[ref.input], texts[i]));
  }
}

void StagedRun::read_ref(std::uint32_t ref, std::uint32_t position, Cell& out) const {
  const graph::Ref& r = graph_.refs[ref];
  const std::size_t input = r.input - graph_.tables[r.from].inputs_begin;
  read_cell(graph_, graph_.inputs[r.input], tables_[r.from].text(rows_[r.from][position], input), out);
  if (out.is_value() && targets_[ref][position] == nobody)
    out = Cell::failed(graph_.inputs[r.input].key_site);
}

void StagedRun::read(const Graph& graph, std::uint32_t position, std::size_t input, Cell& out) const {
  const graph::Input& read = graph.inputs[input];
  if (read.is_given) {
    out = brought_.at(read.node)[position];
    return;
  }
  if (!is_alone() && !decoded_[read.table].empty() && decoded_[read.table][input].has_values()) {
    out = decoded_[read.table][input][position];
    return;
  }
  read_in_file(read, position, input, out);
}

// The cell of an input of a table as its text says.
void StagedRun::read_in_file(const graph::Input& read, std::uint32_t position, std::size_t input,
                             Cell& out) const {
  const std::uint32_t row = is_alone() ? position : rows_[read.table][position];
  if (read.every && !read.is_read_in(period_of(row))) {
    out = Cell::absent();
    return;
  }
  if (read.is_ref()) read_ref(read.ref, position, out);
  else read_cell(graph_, read, tables_[read.table].text(row, input), out);
}

// The cells of the rows that count, or in a plan without other rows of those that are asked for.
std::vector<CellColumn> StagedRun::decode(std::uint32_t table, std::span<const std::uint32_t> rows,
                                          const std::vector<bool>& are_read) const {
  const TableRows& from = tables_[table];
  const graph::Table& t = graph_.tables[table];
  const auto inputs = std::span(graph_.inputs).subspan(t.inputs_begin, t.inputs_count);
  const auto source = [&](std::size_t input) {
    const graph::Input& i = inputs[input];
    const bool is_column = from.are_lines() && !i.every && from.rows.columns[0][input] >= 0;
    InputSource source;
    source.places = rows;
    source.is_read = are_read[input];
    if (i.is_ref()) source.are_followed = &are_followed_[i.ref];
    if (is_column) source.lines = {&from.files[0].csv, static_cast<std::size_t>(from.rows.columns[0][input])};
    source.is_sound = is_column && input == 0 && t.has_key;
    return source;
  };
  const auto read = [&](std::size_t row, std::size_t input, Cell& out) {
    read_in_file(inputs[input], is_alone() ? rows[row] : static_cast<std::uint32_t>(row), input, out);
  };
  return eval::decode(graph_, inputs, rows.size(), read, source, options_.threads);
}

OwnedBatch StagedRun::batch_of(std::span<const std::uint32_t> rows, TextPool& texts) const {
  std::vector<std::uint32_t> positions(rows.size());
  std::iota(positions.begin(), positions.end(), 0u);
  if (!is_alone()) {
    const auto& all = rows_[options_.results_of];
    if (!std::equal(rows.begin(), rows.end(), all.begin(), all.end()))
      for (std::size_t i = 0; i < rows.size(); ++i)
        positions[i] = position_of({options_.results_of, rows[i]});
    return batch_of(*graphs_.back(), options_.results_of, positions, texts);
  }
  std::vector<CellColumn> cells = decode(options_.results_of, rows, read_inputs(graph_));
  std::vector<const CellColumn*> columns;
  for (const CellColumn& column : cells) columns.push_back(&column);
  OwnedBatch batch = make_batch(graph_, columns, positions, true, texts, options_.threads);
  batch.cells = std::move(cells);
  std::vector<Period>& periods = batch.batch.periods;
  for (const std::uint32_t row : rows)
    if (const Period* period = period_of(row)) periods.push_back(*period);
  if (!periods.empty() && std::equal(periods.begin() + 1, periods.end(), periods.begin())) periods.resize(1);
  return batch;
}

OwnedBatch StagedRun::batch_of(const Graph& graph, std::uint32_t table,
                               std::span<const std::uint32_t> positions, TextPool& texts) const {
  std::vector<const CellColumn*> columns;
  for (std::size_t i = 0; i < graph.inputs.size(); ++i)
    columns.push_back(graph.inputs[i].is_given ? &brought_.at(graph.inputs[i].node) : &decoded_[table][i]);
  bool are_all = positions.size() == rows_[table].size();
  for (std::size_t i = 0; i < positions.size() && are_all; ++i) are_all = positions[i] == i;
  OwnedBatch batch = make_batch(graph, columns, positions, are_all, texts, options_.threads);
  if (period_ && !positions.empty()) batch.batch.periods = {*period_};
  return batch;
}

void StagedRun::fill(const Graph& graph, std::uint32_t position, RowEngine& engine) const {
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) read(graph, position, i, engine.input(i));
}

}  // namespace merit::eval
