#include "graph/reads.hpp"

#include <set>

namespace merit::graph {

namespace {

constexpr std::uint32_t nobody = 0xFFFFFFFFu;

/// Walks from the nodes of one entity up to the results of others. A node may be shared without being a
/// result: what is read over a ref belongs to whoever read it first.
class Walk {
 public:
  explicit Walk(const Graph& graph) : graph_(graph), seen_by_(graph.nodes.size(), nobody) {}

  Reads reads_of(std::uint32_t id) {
    const Entity& entity = graph_.entities[id];
    see(id, entity.result);
    for (const Step& step : entity.steps) see(id, step.node);
    std::set<std::uint32_t> inputs, entities;
    while (!open_.empty()) {
      const NodeId node = open_.back();
      open_.pop_back();
      const std::uint32_t maker = graph_[node].origin.entity;
      if (graph_[node].op == Op::input) {
        inputs.insert(graph_.payload<InputId>(node).value);
      } else if (maker != id && maker < graph_.entities.size() && graph_.entities[maker].result == node) {
        entities.insert(maker);
      } else {
        for (NodeId argument : graph_.arguments(node)) see(id, argument);
      }
    }
    return {{inputs.begin(), inputs.end()}, {entities.begin(), entities.end()}};
  }

 private:
  void see(std::uint32_t id, NodeId node) {
    if (node.is_none() || seen_by_[node.value] == id) return;
    seen_by_[node.value] = id;
    open_.push_back(node);
  }

  const Graph& graph_;
  std::vector<std::uint32_t> seen_by_;  ///< the last entity that came by each node
  std::vector<NodeId> open_;
};

}  // namespace

std::vector<Reads> reads_of(const Graph& graph) {
  Walk walk(graph);
  std::vector<Reads> result;
  result.reserve(graph.entities.size());
  for (std::uint32_t id = 0; id < graph.entities.size(); ++id) result.push_back(walk.reads_of(id));
  return result;
}

}  // namespace merit::graph
