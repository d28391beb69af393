#include "eval/batch/engine.hpp"

#include <algorithm>
#include <bit>
#include <iterator>
#include <memory>
#include <stdexcept>

#include "base/in_threads.hpp"
#include "eval/batch/ranges.hpp"
#include "eval/row/engine.hpp"
#include "graph/normal.hpp"

namespace merit::eval {

using graph::Cell;
using graph::Graph;
using graph::NodeId;

namespace {

// Rows that a thread takes at a time: enough that taking costs nothing, few enough that all end together.
std::size_t rows_at_a_time(std::size_t rows, unsigned threads) {
  constexpr std::size_t takes = 16, most_strips = 128;
  return std::clamp<std::size_t>(rows / (takes * threads * strip_rows), 1, most_strips) * strip_rows;
}
// Above this many bytes columns do not stay in the caches, and are fetched ahead.
constexpr std::size_t cached_bytes = std::size_t{8} << 20;

// Integers of an input without a bound are below 10^digits. Numbers of common size fit in fast lanes; what
// any column of 64 bits holds, in wide ones.
constexpr int assumed_digits[] = {12, 18};

// The graph as it is for rows that keep a promise.
Graph promised(Graph graph, const Promise& promise) {
  for (std::size_t i = 0; i < promise.size(); ++i) {
    graph::Input& input = graph.inputs[i];
    if (!input.type.is_number()) continue;
    const Integer scale = power_of_ten(input.type.digits);
    input.range = {Rational(promise[i].low, scale), Rational(promise[i].high, scale)};
  }
  return graph;
}

// The same of rows whose integers have at most so many digits, where these are allowed.
Promise within(Promise promise, int digits) {
  const Integer end = power_of_ten(digits);
  for (Interval& range : promise)
    if (range.low <= end && -end <= range.high)
      range = {std::max(range.low, Integer(-end)), std::min(range.high, end)};
  return promise;
}

Lane widest_lane(const Program& program) {
  for (Lane lane : {Lane::bits256, Lane::bits128})
    if (program.steps_in(lane) > 0) return lane;
  return Lane::fast;
}

}  // namespace

BatchEngine::BatchEngine(const Graph& graph, const BatchOptions& options) : graph_(graph), options_(options) {
  add_texts();
  bool is_assumed = false;
  for (const int digits : assumed_digits) {
    Promise promise;
    is_assumed = false;
    for (const graph::Input& input : graph_.inputs)
      promise.push_back(range_of_input(graph_, input, digits, is_assumed));
    auto made = plan_for(promise);
    if (auto* planned = std::get_if<Planned>(&made)) add(std::move(*planned), std::move(promise));
    else if (refusal_.empty() && programs_.empty()) refusal_ = std::get<NotPlanned>(made).why;
    if (!is_assumed) break;
  }
  const bool is_known = !is_assumed && !programs_.empty();
  choose_columns(is_known);
  programs_.empty() ? add_limited() : add_narrow();
}

// The width of each result: what the plan allows (the range of the only program), or anything.
void BatchEngine::choose_columns(bool is_known) {
  const std::size_t results = graph_.outputs.size() + graph_.checks.size();
  for (std::size_t i = 0; i < results; ++i) {
    const graph::Node& node = graph_[leaving(graph_, i)];
    const ValueKind kind = node.type.kind;
    const bool is_number = kind == ValueKind::number || kind == ValueKind::date;
    const auto known = [&] {
      return width_for(programs_[0].outputs[i].range.low, programs_[0].outputs[i].range.high);
    };
    widths_.push_back(is_known ? known() : is_number ? 16 : kind == ValueKind::boolean ? 1 : 4);
    maybe_absent_.push_back(is_known ? programs_[0].outputs[i].can_be_absent : true);
  }
}

// Every text a result can hold that no column brings: workers must not add any.
void BatchEngine::add_texts() {
  for (std::uint32_t i = 0; i < graph_.nodes.size(); ++i) {
    const NodeId id{i};
    if (graph_[id].type.kind != ValueKind::text) continue;
    if (graph_[id].op == graph::Op::constant) texts_.place(graph_.payload<Cell>(id).text);
    if (graph_[id].op == graph::Op::table)
      for (const auto& [keys, cell] : graph_.payload<graph::TableData>(id).cells) texts_.place(cell.text);
  }
}

std::variant<Planned, NotPlanned> BatchEngine::plan_for(const Promise& promise) {
  return plan(normalise(promised(graph_, promise)), promise, texts_, options_.plan);
}

void BatchEngine::add(Planned planned, Promise promise) {
  programs_.push_back(std::move(planned));
  promises_.push_back(std::move(promise));
}

// A plan that allows more than its rows have: those of common size get a fast program of their own, tried
// first.
void BatchEngine::add_narrow() {
  if (programs_.empty() || options_.plan.least != Lane::fast ||
      widest_lane(programs_[0].program) == Lane::fast)
    return;
  for (int digits : {11, 10, 9, 8}) {
    Promise promise = within(promises_[0], digits);
    auto made = plan_for(promise);
    auto* planned = std::get_if<Planned>(&made);
    if (!planned || widest_lane(planned->program) != Lane::fast) continue;
    narrow_digits_ = digits;
    programs_.insert(programs_.begin(), std::move(*planned));
    promises_.insert(promises_.begin(), std::move(promise));
    return;
  }
}

// A plan of which no program can keep all that it allows: those of common size get one nevertheless.
void BatchEngine::add_limited() {
  Promise declared;
  bool is_assumed = false;
  for (const graph::Input& input : graph_.inputs)
    declared.push_back(range_of_input(graph_, input, assumed_digits[0], is_assumed));
  for (const int digits : {11, 10, 9, 8}) {
    Promise promise = within(declared, digits);
    auto made = plan_for(promise);
    auto* planned = std::get_if<Planned>(&made);
    if (!planned) continue;
    limited_digits_ = digits;
    add(std::move(*planned), std::move(promise));
    return;
  }
}

void BatchEngine::check(const Batch& batch) const {
  const auto refuse = [](const std::string& why) { throw std::invalid_argument("batch: " + why); };
  if (batch.columns.size() != graph_.inputs.size())
    refuse("as many columns as the plan has inputs are needed");
  if (batch.periods.size() > 1 && batch.periods.size() != batch.rows)
    refuse("a period for each row, one for all, or none");
  if (batch.rows == 0) return;
  for (const Planned& planned : programs_)
    for (const Program::Draft& d : planned.program.drafts()) {
      if (!d.is_load) continue;
      const Column& column = batch.columns[d.column];
      const auto address = reinterpret_cast<std::uintptr_t>(column.data);
      const bool is_width = std::has_single_bit(column.width) && column.width <= 16;
      if (column.data == nullptr || !is_width || address % column.width != 0)
        refuse("the column of `" + graph_.inputs[d.column].name + "` is missing or not aligned to its width");
    }
}

void BatchEngine::prepare(std::size_t rows, BatchResults& results) const {
  const std::size_t columns = widths_.size();
  bool is_same = results.rows == rows && results.outputs.size() == columns;
  results.rows = rows;
  results.outputs.resize(columns);
  for (std::size_t i = 0; i < columns; ++i) {
    BatchResults::Output& o = results.outputs[i];
    const Type& type = i < graph_.outputs.size() ? graph_.outputs[i].type : graph_[leaving(graph_, i)].type;
    o.width = widths_[i];
    o.kind = type.kind;
    o.digits = type.is_number() ? type.digits : 0;
    is_same &= o.bytes.size() == rows * o.width && o.absent.size() == (maybe_absent_[i] ? rows : 0);
    o.bytes.resize(rows * o.width);
    o.absent.resize(maybe_absent_[i] ? rows : 0);
  }
  results.failed.resize(rows, state_value);
  results.huge.clear();
  // A program writes of these what its rows can be; what other rows were must not stay.
  if (!is_same || results.has_exceptions) {
    for (BatchResults::Output& o : results.outputs)
      std::fill(o.absent.begin(), o.absent.end(), std::uint8_t{0});
    std::fill(results.failed.begin(), results.failed.end(), state_value);
  }
  results.has_exceptions = true;  // until the run has ended, and said better
}

// What one thread has: arenas, steps bound to the columns, a row engine when one is needed.
class BatchEngine::Worker {
 public:
  Worker(const BatchEngine& engine, const Batch& batch, BatchResults& results)
      : engine_(engine), batch_(batch), results_(results) {
    std::size_t bytes = 0;
    for (const Column& c : batch.columns) bytes += c.data ? c.width * batch.rows : 0;
    for (auto& o : results.outputs)
      out_.push_back({o.bytes.data(), o.absent.empty() ? nullptr : o.absent.data()});
    for (const Planned& planned : engine.programs_) {
      Bound& bound = bound_.emplace_back();
      bound.steps = planned.program.steps(batch.columns, engine.widths_, engine.options_.plan.set);
      bound.lane = widest_lane(planned.program);
      bound.arena.resize(planned.program.arena_bytes() / sizeof(Line) + 1);
      bound.frame.arena = bound.arena[0].bytes;
      bound.frame.in = batch.columns.data();
      bound.frame.out = out_.data();
      bound.frame.failed = results.failed.data();
      bound.frame.periods = batch.periods.empty() ? nullptr : batch.periods.data();
      bound.frame.is_of_one_period = batch.periods.size() == 1;
      bound.frame.looks_ahead = bytes > cached_bytes;
      for (const Step& s : planned.program.once_steps()) s.run(s, bound.frame);
    }
  }

  void run(std::size_t from, std::size_t to) {
    for (std::size_t row = from; row < to; row += strip_rows) strip(row, std::min(strip_rows, to - row));
  }

  /// A row by the row engine. What a column holds beyond the bounds of its input fails as it would in a file.
  void row(std::size_t row, std::span<const BadCell> bad_cells = {}) {
    if (!rows_) rows_ = std::make_unique<RowEngine>(engine_.graph_);
    const Graph& graph = engine_.graph_;
    for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
      const graph::Input& input = graph.inputs[i];
      Cell cell = batch_.cell(graph, row, i);
      if (cell.is_value() && input.type.is_number() && !input.range.contains(cell.number))
        cell = Cell::failed(input.range_site);
      rows_->input(i) = std::move(cell);
    }
    for (const BadCell& bad : bad_cells) rows_->input(bad.input) = Cell::failed(bad.site);
    const auto failed = rows_->run({batch_.period(row)});
    results_.failed[row] = failed ? failed->value : state_value;
    ++counters.row_engine;
    if (failed) return;
    for (std::size_t i = 0; i < results_.outputs.size(); ++i) {
      const Cell& cell = (*rows_)[leaving(graph, i)];
      if (!results_.set(row, i, cell, engine_.texts_)) huge.push_back({row, i, cell.number});
    }
  }

  BatchCounters counters;
  std::vector<BatchResults::Huge> huge;

 private:
  struct alignas(64) Line {
    std::byte bytes[64];
  };
  struct Bound {
    std::vector<Step> steps;
    std::vector<Line> arena;
    Frame frame;
    Lane lane = Lane::fast;
  };

  void strip(std::size_t row, std::size_t rows) {
    for (Bound& bound : bound_) {
      if (!computed(bound, row, rows)) continue;
      (bound.lane == Lane::fast      ? counters.fast
       : bound.lane == Lane::bits128 ? counters.bits128
                                     : counters.bits256) += rows;
      return;
    }
    for (std::size_t i = 0; i < rows; ++i) this->row(row + i);
  }

  static bool computed(Bound& bound, std::size_t row, std::size_t rows) {
    Frame& frame = bound.frame;
    frame.row = row;
    frame.rows = rows;
    frame.is_broken = false;
    for (std::size_t i = 0; i < bound.steps.size(); i += bound.steps[i].spans) {
      bound.steps[i].run(bound.steps[i], frame);
      if (frame.is_broken) return false;
    }
    return true;
  }

  const BatchEngine& engine_;
  const Batch& batch_;
  BatchResults& results_;
  std::vector<OutColumn> out_;
  std::vector<Bound> bound_;
  std::unique_ptr<RowEngine> rows_;
};

void BatchEngine::run(const Batch& batch, BatchResults& results) {
  check(batch);
  prepare(batch.rows, results);
  const unsigned allowed = std::max(1u, options_.threads);
  const std::size_t at_a_time = rows_at_a_time(batch.rows, allowed);
  const std::size_t shares = (batch.rows + at_a_time - 1) / at_a_time;
  const auto threads = static_cast<unsigned>(std::clamp<std::size_t>(shares, 1, allowed));
  std::vector<std::unique_ptr<Worker>> workers;
  for (unsigned i = 0; i < threads; ++i) workers.push_back(std::make_unique<Worker>(*this, batch, results));
  in_threads(threads, shares, [&](std::size_t thread, std::size_t share) {
    workers[thread]->run(share * at_a_time, std::min(batch.rows, (share + 1) * at_a_time));
  });
  const auto gather_huge = [&] {
    for (const auto& w : workers) {
      std::move(w->huge.begin(), w->huge.end(), std::back_inserter(results.huge));
      w->huge.clear();
    }
  };
  gather_huge();
  // Rows with bad cells were computed over placeholders; now they are computed as they are.
  const auto is_bad = [&](const BatchResults::Huge& h) {
    return std::binary_search(batch.bad_cells.begin(), batch.bad_cells.end(), BadCell{h.row, 0, {}},
                              [](const BadCell& a, const BadCell& b) { return a.row < b.row; });
  };
  std::erase_if(results.huge, is_bad);
  std::vector<std::size_t> bad;
  for (std::size_t i = 0; i < batch.bad_cells.size(); ++i)
    if (i == 0 || batch.bad_cells[i].row != batch.bad_cells[i - 1].row) bad.push_back(i);
  in_threads(threads, bad.size(), [&](std::size_t thread, std::size_t i) {
    const std::size_t end = i + 1 < bad.size() ? bad[i + 1] : batch.bad_cells.size();
    workers[thread]->row(batch.bad_cells[bad[i]].row,
                         std::span(batch.bad_cells).subspan(bad[i], end - bad[i]));
  });
  results.has_exceptions =
      std::any_of(maybe_absent_.begin(), maybe_absent_.end(), [](bool can) { return can; }) ||
      std::any_of(programs_.begin(), programs_.end(), [](const Planned& p) { return p.can_fail; });
  for (const auto& w : workers) {
    counters_.fast += w->counters.fast;
    counters_.bits128 += w->counters.bits128;
    counters_.bits256 += w->counters.bits256;
    counters_.row_engine += w->counters.row_engine;
    results.has_exceptions |= w->counters.row_engine > 0;
  }
  gather_huge();
  std::sort(results.huge.begin(), results.huge.end(), [](const auto& a, const auto& b) {
    return std::pair(a.row, a.output) < std::pair(b.row, b.output);
  });
}

}  // namespace merit::eval
