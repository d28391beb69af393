#include "engines.hpp"

#include <chrono>
#include <limits>

#include "../support.hpp"
#include "eval/row/engine.hpp"

namespace merit::bench {

namespace {

constexpr std::int64_t not_a_result = std::numeric_limits<std::int64_t>::min();
constexpr const char* output_names[] = {"score", "coefficient", "pay"};

std::size_t output_of(const graph::Graph& graph, const std::string& name) {
  for (std::size_t i = 0; i < graph.outputs.size(); ++i)
    if (graph.outputs[i].name == name) return i;
  give_up("the plan has no output " + name);
}

std::size_t column_of(const Table& table, const std::string& name) {
  for (std::size_t which = 0; which < column::count; ++which)
    if (table.names[which] == name) return which;
  return column::count;
}

std::int64_t hundredths(eval::Int128 value, int digits) {
  for (; digits < 2; ++digits) value *= 10;
  for (; digits > 2; --digits) {
    if (value % 10 != 0) return not_a_result;
    value /= 10;
  }
  return static_cast<std::int64_t>(value);
}

std::int64_t hundredths(const Rational& value) {
  const Rational scaled = value * 100;
  return denominator_of(scaled) == 1 ? static_cast<std::int64_t>(numerator_of(scaled)) : not_a_result;
}

std::unique_ptr<graph::Graph> graph_of(PlanName plan) {
  const std::string path = path_of(plan);
  return compiled(path, file_text(path));
}

template <typename T>
void copy_as(T* to, const std::int64_t* from, std::size_t begin, std::size_t end) {
  for (std::size_t row = begin; row < end; ++row) to[row] = static_cast<T>(from[row]);
}

void copy_as_wide_as(std::size_t width, std::byte* to, const std::int64_t* from, std::size_t begin,
                     std::size_t end) {
  switch (width) {
    case 1: return copy_as(reinterpret_cast<std::int8_t*>(to), from, begin, end);
    case 2: return copy_as(reinterpret_cast<std::int16_t*>(to), from, begin, end);
    case 4: return copy_as(reinterpret_cast<std::int32_t*>(to), from, begin, end);
    default: return copy_as(reinterpret_cast<std::int64_t*>(to), from, begin, end);
  }
}

}  // namespace

std::string path_of(PlanName plan) { return MERIT_ROOT "/bench/plans/" + text_of(plan) + ".yaml"; }

Batches::Batches(PlanName plan, const Table& table, unsigned threads) {
  const auto graph = graph_of(plan);
  const eval::BatchEngine engine(*graph);
  std::vector<std::size_t> widths(column::count, 8);
  for (std::size_t i = 0; i < graph->inputs.size(); ++i) {
    const std::size_t which = column_of(table, graph->inputs[i].name);
    if (which < column::count)
      widths[which] = eval::width_for(engine.declared_promise()[i].low, engine.declared_promise()[i].high);
  }
  memory_ = ColumnMemory(table.rows, widths);
  for (const graph::Input& input : graph->inputs) {
    const std::size_t which = column_of(table, input.name);
    const bool is_read = which < column::count;  // the key is not
    wide_.columns.push_back({is_read ? table.columns[which] : nullptr});
    narrow_.columns.push_back({is_read ? memory_.column<std::byte>(which) : nullptr,
                               static_cast<std::uint8_t>(is_read ? widths[which] : 8)});
  }
  in_parallel(table.rows, threads, rows_at_a_time, [&](std::size_t begin, std::size_t end) {
    for (std::size_t which = 0; which < column::count; ++which)
      copy_as_wide_as(widths[which], memory_.column<std::byte>(which), table.columns[which], begin, end);
  });
}

// ---- the batch engine

BatchWay::BatchWay(std::string name, PlanName plan, eval::Batch batch, const eval::BatchOptions& options,
                   Setup setup)
    : Way(std::move(name), batch.rows, options.threads, Results::exact),
      plan_(plan),
      batch_(std::move(batch)),
      options_(options),
      setup_(setup) {
  make_engine();
  for (std::size_t i = 0; i < 3; ++i) outputs_[i] = output_of(*graph_, output_names[i]);
}

BatchWay::~BatchWay() = default;

void BatchWay::make_engine() {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  graph_ = graph_of(plan_);
  const auto compiled = Clock::now();
  engine_.emplace(*graph_, options_);
  compile_seconds_ = std::chrono::duration<double>(compiled - start).count();
  plan_seconds_ = std::chrono::duration<double>(Clock::now() - compiled).count();
}

void BatchWay::prepare() {
  if (setup_ == Setup::once) return;
  engine_.reset();
  graph_.reset();
}

void BatchWay::run() {
  if (setup_ == Setup::timed) make_engine();
  engine_->run(batch_, results_);
}

Scored BatchWay::result(std::size_t row) const {
  if (results_.site(row)) return {not_a_result, not_a_result, not_a_result};
  const auto of = [&](std::size_t i) {
    return hundredths(results_.integer(row, outputs_[i]), results_.outputs[outputs_[i]].digits);
  };
  return {of(0), of(1), of(2)};
}

std::size_t BatchWay::reads() const {
  std::size_t bytes = 0;
  for (const eval::Column& c : batch_.columns) bytes += c.data != nullptr ? c.width : 0;
  return bytes;
}

std::size_t BatchWay::writes() const {
  std::size_t bytes = 0;
  for (const auto& output : results_.outputs) bytes += output.width + (output.absent.empty() ? 0 : 1);
  const bool can_fail = engine_->programs().empty() || engine_->declared_program().can_fail;
  return bytes + (can_fail ? sizeof results_.failed[0] : 0);
}

// ---- the row engine

namespace {

class RowWay : public Way {
 public:
  RowWay(std::string name, PlanName plan, const eval::Batch& batch)
      : Way(std::move(name), batch.rows, 1, Results::exact), graph_(graph_of(plan)), engine_(*graph_) {
    for (std::size_t row = 0; row < batch.rows; ++row)
      for (std::size_t i = 0; i < graph_->inputs.size(); ++i) cells_.push_back(batch.cell(*graph_, row, i));
    results_.resize(batch.rows);
    for (std::size_t i = 0; i < 3; ++i) nodes_[i] = graph_->outputs[output_of(*graph_, output_names[i])].node;
  }

  void run() override {
    const Period period = *parse_period("2026-03", PeriodStep::month);
    const std::size_t width = graph_->inputs.size();
    for (std::size_t row = 0; row < rows(); ++row) {
      for (std::size_t i = 0; i < width; ++i) engine_.input(i) = cells_[row * width + i];
      const auto failed = engine_.run({&period});
      for (std::size_t i = 0; i < 3; ++i)
        results_[row][i] = failed ? graph::Cell::failed(*failed) : engine_[nodes_[i]];
    }
  }

  Scored result(std::size_t row) const override {
    const auto of = [&](std::size_t i) {
      const graph::Cell& cell = results_[row][i];
      return cell.is_value() ? hundredths(cell.number) : not_a_result;
    };
    return {of(0), of(1), of(2)};
  }

 private:
  std::unique_ptr<graph::Graph> graph_;
  eval::RowEngine engine_;
  std::vector<graph::Cell> cells_;
  std::vector<std::array<graph::Cell, 3>> results_;
  graph::NodeId nodes_[3];
};

}  // namespace

std::unique_ptr<Way> by_row_engine(std::string name, PlanName plan, const eval::Batch& batch) {
  return std::make_unique<RowWay>(std::move(name), plan, batch);
}

}  // namespace merit::bench
