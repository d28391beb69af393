#include "eval/batch/owners.hpp"

#include <algorithm>

namespace merit::eval {

using graph::NodeId;

// Operands come before what reads them, so in the order of their results the smallest entity comes first.
std::vector<std::uint32_t> owners_of(const graph::Graph& graph) {
  std::vector<std::uint32_t> owners(graph.nodes.size(), no_entity);
  std::vector<std::uint32_t> entities;
  for (std::uint32_t i = 0; i < graph.entities.size(); ++i)
    if (!graph.entities[i].result.is_none()) entities.push_back(i);
  std::stable_sort(entities.begin(), entities.end(), [&](std::uint32_t a, std::uint32_t b) {
    return graph.entities[a].result < graph.entities[b].result;
  });
  std::vector<NodeId> open;
  for (std::uint32_t entity : entities) {
    open.push_back(graph.entities[entity].result);
    while (!open.empty()) {
      const NodeId id = open.back();
      open.pop_back();
      if (owners[id.value] != no_entity) continue;
      owners[id.value] = entity;
      for (NodeId a : graph.arguments(id)) open.push_back(a);
    }
  }
  return owners;
}

}  // namespace merit::eval
