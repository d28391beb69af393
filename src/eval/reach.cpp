#include "eval/reach.hpp"

#include <algorithm>

namespace merit::eval {

using graph::Cell;
using graph::Fork;
using graph::ForkKind;
using graph::ForkNode;
using graph::NodeId;

namespace {

/// The ways [first, last) that a row went; none when it did not come to the fork.
struct Taken {
  std::size_t first = 0, last = 0;
};

Taken one(std::size_t way) { return {way, way + 1}; }

Taken branch_of(const graph::Graph& graph, const RowEngine& engine, const ForkNode& node) {
  const auto args = graph.arguments(node.node);
  const std::size_t branches = args.size() / 2 + 1;
  for (std::size_t i = 0; i < branches; ++i) {
    const bool is_last = i + 1 == branches;
    const Cell* condition = is_last ? nullptr : &engine[args[2 * i]];
    if (condition && !condition->is_value()) return {};
    if (is_last || condition->flag) return one(node.is_reversed ? branches - 1 - i : i);
  }
  return {};
}

Taken cell_of(const graph::Graph& graph, const RowEngine& engine, const Fork& fork, const ForkNode& node) {
  std::vector<std::uint32_t> place;
  for (NodeId key : graph.arguments(node.node)) {
    if (!engine[key].is_value()) return {};
    place.push_back(static_cast<std::uint32_t>(numerator_of(engine[key].number)));
  }
  const auto& cells = graph.payload<graph::TableData>(node.node).cells;
  const auto it = cells.find(place);
  if (it == cells.end()) return {};
  return one(fork.way_of_cell[static_cast<std::size_t>(std::distance(cells.begin(), it))]);
}

// A value that stands on a knot is on the pieces on both sides of it.
Taken piece_of(const Fork& fork, const ForkNode& node, const Rational& x) {
  const auto begin = node.breaks.begin(), end = node.breaks.end();
  const auto above = static_cast<std::size_t>(std::upper_bound(begin, end, x) - begin);
  const auto below = static_cast<std::size_t>(std::lower_bound(begin, end, x) - begin);
  if (fork.kind == ForkKind::line) return {below, above + 1};
  return one(fork.low_in ? above : below);
}

// An amount goes through every slice from its start to its end.
Taken slices_of(const ForkNode& node, const Rational& start, const Rational& end) {
  const auto at = [&](const Rational& x) {
    return static_cast<std::size_t>(std::lower_bound(node.breaks.begin(), node.breaks.end(), x) -
                                    node.breaks.begin());
  };
  const auto behind = static_cast<std::size_t>(
      std::upper_bound(node.breaks.begin(), node.breaks.end(), start) - node.breaks.begin());
  return end > start ? Taken{behind, at(end) + 1} : Taken{};
}

Taken taken_by(const graph::Graph& graph, const RowEngine& engine, const Fork& fork, const ForkNode& node) {
  if (node.way) return one(*node.way);
  if (!engine[node.node].is_set()) return {};
  if (fork.kind == ForkKind::cells) return cell_of(graph, engine, fork, node);
  if (node.of.is_none()) return branch_of(graph, engine, node);
  const Cell& of = engine[node.of];
  if (!of.is_value()) return {};
  if (graph[node.of].type.kind == ValueKind::boolean) return one(of.flag ? 0 : 1);
  if (fork.kind != ForkKind::slices) return piece_of(fork, node, of.number);
  const bool has_start = !node.start.is_none();
  if (has_start && !engine[node.start].is_value()) return {};
  return slices_of(node, has_start ? engine[node.start].number : Rational(0), of.number);
}

}  // namespace

Reach::Reach(const graph::Graph& graph) : graph_(graph) {
  for (const Fork& fork : graph.forks) taken_.emplace_back(fork.ways.size(), false);
}

void Reach::look(const RowEngine& engine) {
  for (std::size_t i = 0; i < taken_.size(); ++i) {
    for (const ForkNode& node : graph_.forks[i].nodes) {
      const Taken taken = taken_by(graph_, engine, graph_.forks[i], node);
      for (std::size_t way = taken.first; way < taken.last; ++way) taken_[i][way] = true;
    }
  }
}

}  // namespace merit::eval
