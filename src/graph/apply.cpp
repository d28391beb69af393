#include "graph/apply.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <vector>

#include "base/limits.hpp"
#include "graph/calendar_function.hpp"

namespace merit::graph {

namespace {

// Sets `out` when an operand is failed or absent. Returns whether it did.
bool propagate(const Arguments& args, Cell& out) {
  bool absent = false;
  const Cell* failed = nullptr;
  for (std::size_t i = 0; i < args.size(); ++i) {
    const Cell& a = args[i];
    if (a.state == Cell::State::value) continue;
    if (a.is_failed()) {
      if (!failed || a.site < failed->site) failed = &a;
    } else {
      absent = true;
    }
  }
  if (failed) {
    out.state = Cell::State::failed;
    out.site = failed->site;
  } else if (absent) {
    out.state = Cell::State::absent;
  }
  return failed || absent;
}

bool equal(const Cell& a, const Cell& b, ValueKind kind) {
  if (kind == ValueKind::boolean) return a.flag == b.flag;
  if (kind == ValueKind::text) return a.text == b.text;
  return a.number == b.number;
}

void set(Cell& out, bool flag) {
  out.state = Cell::State::value;
  out.flag = flag;
}

void set(Cell& out, Rational number) {
  out.state = Cell::State::value;
  out.number = std::move(number);
}

bool is_too_long(const Rational& x, int digits) {
  // A word has at most 19 digits before the point.
  if (x.is_small() && digits <= limits::number_digits - 19) return false;
  // 10^38 has 127 bits: a numerator of fewer bits than 10^(38 - digits) cannot be too long.
  const Integer n = numerator_of(x);
  if (n.is_zero() || msb(abs(n)) < 3u * static_cast<unsigned>(limits::number_digits -
                                                              std::min(digits, limits::number_digits)))
    return false;
  return significant_digits(x, digits) > limits::number_digits;
}

int small_int(const Rational& x) {
  constexpr int most = 1'000'000'000;
  if (x.is_small()) return static_cast<int>(std::clamp<std::int64_t>(x.small_numerator(), -most, most));
  const Integer n = numerator_of(x);
  return n > most ? most : n < -most ? -most : static_cast<int>(n);
}

void apply_calendar(CalendarFunction function, const Arguments& args, const RowContext& row, Cell& out) {
  std::array<std::int64_t, 3> numbers{};
  bool is_whole = !asks_period(function) || row.period;
  for (std::size_t i = 0; i < args.size(); ++i) {
    is_whole = is_whole && decimals_of(args[i].number) == 0;
    numbers[i] = small_int(args[i].number);
  }
  const auto number =
      is_whole ? calendar_number(function, row.period, {numbers.data(), args.size()}) : std::nullopt;
  if (!number) out.state = Cell::State::absent;
  else if (function >= CalendarFunction::period_ends_quarter) set(out, *number != 0);
  else set(out, Rational(*number));
}

// Starts from the first term where there is no constant: adding to 0 costs as much as any sum of fractions.
void apply_sum(const SumData& data, const Arguments& args, Cell& out) {
  std::size_t i = 0;
  if (data.constant.is_zero() && args.size() > 0) {
    out.number = args[0].number;
    if (data.coefficients[0] != 1) out.number *= data.coefficients[0];
    i = 1;
  } else {
    out.number = data.constant;
  }
  for (; i < args.size(); ++i) {
    const Rational& c = data.coefficients[i];
    if (c == 1) out.number += args[i].number;
    else if (c == -1) out.number -= args[i].number;
    else out.number += c * args[i].number;
  }
  out.state = Cell::State::value;
}

void apply_table(const TableData& table, const Arguments& args, Cell& out) {
  std::vector<std::uint32_t> keys(args.size());
  for (std::size_t i = 0; i < args.size(); ++i)
    keys[i] = static_cast<std::uint32_t>(small_int(args[i].number));
  const auto it = table.cells.find(keys);
  if (it == table.cells.end()) out.state = Cell::State::absent;
  else out = it->second;
}

void apply_choose(const Arguments& args, Cell& out) {
  std::size_t i = 0;
  for (; i + 1 < args.size(); i += 2) {
    if (!args[i].is_value()) {
      out.state = args[i].state;
      out.site = args[i].site;
      return;
    }
    if (args[i].flag) break;
  }
  out = i + 1 < args.size() ? args[i + 1] : args[args.size() - 1];
}

}  // namespace

std::size_t next_needed(const Graph& graph, NodeId id, const Arguments& args) {
  const std::size_t done = args.size();
  if (graph[id].op == Op::otherwise) {
    if (!args[0].is_set()) return 0;
    return args[0].is_absent() && !args[1].is_set() ? 1 : done;
  }
  for (std::size_t i = 0; i + 1 < args.size(); i += 2) {
    if (!args[i].is_set()) return i;
    if (!args[i].is_value()) return done;
    if (args[i].flag) return args[i + 1].is_set() ? done : i + 1;
  }
  return args[args.size() - 1].is_set() ? done : args.size() - 1;
}

void apply(const Graph& graph, NodeId id, const Arguments& args, const RowContext& row, Cell& out) {
  const Node& node = graph[id];
  switch (node.op) {
    case Op::constant: out = graph.payload<Cell>(id); return;
    case Op::none: out.state = Cell::State::absent; return;
    case Op::fail:
      out.state = Cell::State::failed;
      out.site = graph.payload<SiteId>(id);
      return;
    case Op::input:
    case Op::fold:
    case Op::fetch: assert(false); return;
    case Op::choose: apply_choose(args, out); return;
    case Op::otherwise: out = args[0].is_absent() ? args[1] : args[0]; return;
    case Op::present:
      if (args[0].is_failed()) out = args[0];
      else set(out, args[0].is_value());
      return;
    default: break;
  }
  if (propagate(args, out)) return;
  switch (node.op) {
    case Op::sum: apply_sum(graph.payload<SumData>(id), args, out); return;
    case Op::mul:
      out.number = args[0].number;
      for (std::size_t i = 1; i < args.size(); ++i) out.number *= args[i].number;
      out.state = Cell::State::value;
      return;
    case Op::ratio:
      if (args[1].number.is_zero()) out.state = Cell::State::absent;
      else set(out, Rational(args[0].number / args[1].number));
      return;
    case Op::min:
    case Op::max: {
      const Cell* best = &args[0];
      for (std::size_t i = 1; i < args.size(); ++i) {
        const bool smaller = args[i].number < best->number;
        if (node.op == Op::min ? smaller : best->number < args[i].number) best = &args[i];
      }
      out.number = best->number;
      out.state = Cell::State::value;
      return;
    }
    case Op::round: {
      const RoundData& data = graph.payload<RoundData>(id);
      set(out, round_to(args[0].number, data.how));
      if (is_too_long(out.number, data.how.digits)) {
        out.state = Cell::State::failed;
        out.site = data.too_long;
      }
      return;
    }
    case Op::curve: set(out, graph.payload<Curve>(id)(args[0].number)); return;
    case Op::less: set(out, args[0].number < args[1].number); return;
    case Op::same: set(out, equal(args[0], args[1], graph[graph.arguments(id)[0]].type.kind)); return;
    case Op::table: apply_table(graph.payload<TableData>(id), args, out); return;
    case Op::calendar: apply_calendar(graph.payload<CalendarFunction>(id), args, row, out); return;
    default: assert(false);
  }
}

std::optional<Cell> constant_value(const Graph& graph, NodeId id, std::size_t first) {
  if (graph[id].op == Op::constant) return graph.payload<Cell>(id);
  if (!graph[id].domain.is_plan() || id.value < first) return std::nullopt;
  // Cells are found by node id, so those before `first` are there but never looked at.
  std::vector<Cell> cells(id.value + 1);
  for (std::size_t i = first; i <= id.value; ++i) {
    const NodeId node{static_cast<std::uint32_t>(i)};
    if (!graph[node].domain.is_plan()) return std::nullopt;
    apply(graph, node, Arguments(cells.data(), graph.arguments(node)), {}, cells[i]);
  }
  return cells[id.value];
}

}  // namespace merit::graph
