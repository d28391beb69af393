#include "graph/stages.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace merit::graph {

namespace {

bool is_crossing(const Node& node) { return node.op == Op::fold || node.op == Op::fetch; }

// How many times rows of other tables are read on the way to each node. A row is read when its checks are
// done, for one that does not hold fails it; their nodes stand before those that read it.
std::vector<std::uint32_t> levels_of(const Graph& graph) {
  std::vector<std::uint32_t> levels(graph.nodes.size(), 0);
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    const NodeId id{i};
    for (NodeId a : graph.arguments(id)) levels[i] = std::max(levels[i], levels[a.value]);
    if (!is_crossing(graph[id])) continue;
    for (std::uint32_t check : checks_of(graph, read_table(graph, id)))
      if (const NodeId result = graph.entities[check].result; !result.is_none())
        levels[i] = std::max(levels[i], levels[result.value]);
    ++levels[i];
  }
  return levels;
}

void add(std::vector<NodeId>& ids, NodeId id) {
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

}  // namespace

const std::vector<std::uint32_t>& checks_of(const Graph& graph, std::uint32_t table) {
  return table == people ? graph.checks : graph.tables[table].checks;
}

bool goes_on(const Graph& graph, NodeId crossing) {
  const NodeId x = graph.arguments(crossing)[0];
  if (graph[x].op != Op::fold) return false;
  // Only what the same formula aggregates: a value that the other row has for itself is told as it is.
  if (graph[x].origin.entity != graph[crossing].origin.entity) return false;
  if (graph[crossing].op == Op::fetch) return true;
  const FoldFunction outer = graph.payload<FoldData>(crossing).function;
  const FoldFunction inner = graph.payload<FoldData>(x).function;
  return outer == FoldFunction::sum ? inner == FoldFunction::sum || inner == FoldFunction::count
                                    : outer == inner && outer != FoldFunction::count;
}

std::uint32_t read_table(const Graph& graph, NodeId crossing) {
  if (graph[crossing].op == Op::fold) return graph.refs[graph.payload<FoldData>(crossing).ref].from;
  return graph.payload<FetchData>(crossing).table;
}

std::vector<Stage> stages_of(const Graph& graph) {
  const std::vector<std::uint32_t> levels = levels_of(graph);
  std::map<std::pair<std::uint32_t, std::uint32_t>, Stage> stages;  // by level and table
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    const NodeId id{i};
    if (!is_crossing(graph[id])) continue;
    const NodeId x = graph.arguments(id)[0];
    Stage& stage = stages[{levels[i] - 1, read_table(graph, id)}];
    add(stage.gives, x);
    stage.feeds.push_back(id);
  }
  const auto level_of_check = [&](std::uint32_t check) {
    const NodeId result = graph.entities[check].result;
    return result.is_none() ? 0 : levels[result.value];
  };
  for (std::uint32_t table = 1; table < graph.tables.size(); ++table)
    for (std::uint32_t check : graph.tables[table].checks) stages[{level_of_check(check), table}];
  std::vector<Stage> result;
  for (auto& [key, stage] : stages) {
    const std::uint32_t level = key.first, table = key.second;
    stage.table = table;
    for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
      if (is_crossing(graph.nodes[i]) && graph.nodes[i].domain == Domain{table} && levels[i] <= level)
        stage.takes.push_back(NodeId{i});
    for (std::uint32_t check : checks_of(graph, table))
      if (level_of_check(check) <= level) stage.checks.push_back(check);
    stage.is_last_of_table =
        table != people && std::none_of(stages.begin(), stages.end(), [&](const auto& s) {
          return s.first.second == table && s.first.first > level;
        });
    result.push_back(std::move(stage));
  }
  Stage last;
  last.is_last_of_table = true;
  last.checks = graph.checks;
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
    if (is_crossing(graph.nodes[i]) && graph.nodes[i].domain == Domain{people})
      last.takes.push_back(NodeId{i});
  result.push_back(std::move(last));
  return result;
}

namespace {

// What another table brings, as an input of the stage.
Input given(const Graph& graph, NodeId crossing) {
  const Node& node = graph[crossing];
  Input input;
  input.table = node.domain.table;
  input.is_given = true;
  input.type = node.type;
  input.range = node.range;
  input.node = crossing;
  input.missing = node.type.maybe_absent ? Missing::skip : Missing::error;
  return input;
}

}  // namespace

Graph graph_of(const Graph& graph, const Stage& stage, bool is_last) {
  Graph result = graph;
  const Table& table = graph.tables[stage.table];
  result.inputs.assign(graph.inputs.begin() + table.inputs_begin,
                       graph.inputs.begin() + table.inputs_begin + table.inputs_count);
  for (NodeId take : stage.takes) result.inputs.push_back(given(graph, take));
  for (std::uint32_t i = 0; i < result.inputs.size(); ++i) {
    Node& node = result.nodes[result.inputs[i].node.value];
    node.op = Op::input;
    node.args_count = 0;
    result.payloads[node.payload] = InputId{i};
  }
  if (is_last) return result;
  result.checks.clear();
  result.outputs.clear();
  result.roots = stage.gives;
  for (NodeId give : stage.gives) result.outputs.push_back({"", give, graph[give].type, {}});
  for (std::uint32_t check : stage.checks) {
    if (graph.entities[check].result.is_none()) continue;
    result.checks.push_back(check);
    result.roots.push_back(graph.entities[check].result);
  }
  return result;
}

}  // namespace merit::graph
