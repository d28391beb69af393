#include "eval/row/engine.hpp"

#include <algorithm>

namespace merit::eval {

using graph::Arguments;
using graph::Cell;
using graph::NodeId;
using graph::Op;
using graph::SiteId;

namespace {

bool is_lazy(Op op) { return op == Op::choose || op == Op::otherwise; }
bool is_fixed(Op op) { return op == Op::constant || op == Op::none || op == Op::fail; }

// Nodes that every row needs: the roots, and what they read through operators that look at all their
// arguments. A lazy operator surely looks at its first argument only.
std::vector<NodeId> always_needed(const graph::Graph& graph) {
  std::vector<bool> needed(graph.nodes.size(), false);
  for (NodeId root : graph.roots) needed[root.value] = true;
  for (std::size_t i = graph.nodes.size(); i-- > 0;) {
    if (!needed[i]) continue;
    const NodeId id{static_cast<std::uint32_t>(i)};
    const auto args = graph.arguments(id);
    const std::size_t sure = is_lazy(graph[id].op) ? std::min<std::size_t>(1, args.size()) : args.size();
    for (std::size_t k = 0; k < sure; ++k) needed[args[k].value] = true;
  }
  std::vector<NodeId> result;
  for (std::uint32_t i = 0; i < needed.size(); ++i)
    if (needed[i] && !is_fixed(graph.nodes[i].op) && graph.nodes[i].op != Op::input)
      result.push_back(NodeId{i});
  return result;
}

}  // namespace

RowEngine::RowEngine(const graph::Graph& graph)
    : graph_(graph), cells_(graph.nodes.size()), always_(always_needed(graph)) {
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
    if (is_fixed(graph.nodes[i].op)) compute(NodeId{i});
}

void RowEngine::compute(NodeId id) {
  graph::apply(graph_, id, Arguments(cells_.data(), graph_.arguments(id)), row_, cells_[id.value]);
}

std::optional<SiteId> RowEngine::run(const graph::RowContext& row) {
  row_ = row;
  for (NodeId id : touched_) cells_[id.value].state = Cell::State::unset;
  touched_.clear();
  for (NodeId id : always_) cells_[id.value].state = Cell::State::unset;
  for (NodeId id : always_) {
    if (is_lazy(graph_[id].op)) evaluate(id);
    else compute(id);
  }
  std::optional<SiteId> failed;
  const auto look = [&](const Cell& c) {
    if (c.is_failed() && (!failed || c.site < *failed)) failed = c.site;
  };
  // What another table gives fails a row only where the row looks at it.
  for (const graph::Input& input : graph_.inputs)
    if (!input.is_given) look(cells_[input.node.value]);
  for (NodeId root : graph_.roots) look(cells_[root.value]);
  return failed;
}

const Cell& RowEngine::demand(NodeId id) {
  if (!cells_[id.value].is_set()) evaluate(id);
  return cells_[id.value];
}

// With a stack of its own, because plans may be deep: ten thousand values in a chain.
void RowEngine::evaluate(NodeId root) {
  stack_.push_back({root, 0});
  while (!stack_.empty()) {
    Frame& frame = stack_.back();
    const NodeId id = frame.node;
    const auto args = graph_.arguments(id);
    std::size_t next = frame.next;
    if (is_lazy(graph_[id].op)) {
      next = graph::next_needed(graph_, id, Arguments(cells_.data(), args));
    } else {
      while (next < args.size() && cells_[args[next].value].is_set()) ++next;
    }
    if (next < args.size()) {
      frame.next = static_cast<std::uint32_t>(next);
      stack_.push_back({args[next], 0});
      continue;
    }
    compute(id);
    touched_.push_back(id);
    stack_.pop_back();
  }
}

}  // namespace merit::eval
