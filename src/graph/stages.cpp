#include "graph/stages.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace merit::graph {

namespace {

// For each table the nodes that are worked out of its groups, on whatever way.
std::vector<std::vector<bool>> made_of_groups(const Graph& graph) {
  std::vector<std::vector<bool>> result(graph.tables.size(), std::vector<bool>(graph.nodes.size(), false));
  for (std::uint32_t table = 0; table < graph.tables.size(); ++table) {
    std::vector<bool>& made = result[table];
    for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
      made[i] = reads_group(graph, NodeId{i}) && graph.nodes[i].domain == Domain{table};
      for (NodeId a : graph.arguments(NodeId{i})) made[i] = made[i] || made[a.value];
    }
  }
  return result;
}

// How many times other rows are read on the way to each node. A row is read when its checks are done, for one
// that does not hold fails it. A check that is itself made of groups of its table comes after these.
class Levels {
 public:
  explicit Levels(const Graph& graph)
      : graph_(graph), of_groups_(made_of_groups(graph)), levels_(graph.nodes.size(), 0) {
    while (rise()) {
    }
  }
  std::uint32_t operator[](NodeId id) const { return levels_[id.value]; }
  bool is_of_groups(std::uint32_t table, NodeId id) const { return of_groups_[table][id.value]; }
  /// That of what is done last.
  std::uint32_t last() const {
    return levels_.empty() ? 0 : *std::max_element(levels_.begin(), levels_.end());
  }

 private:
  // Checks may stand behind the nodes that wait for them: levels are raised until they hold.
  bool rise() {
    bool is_higher = false;
    for (std::uint32_t i = 0; i < graph_.nodes.size(); ++i) {
      const std::uint32_t level = level_of(NodeId{i});
      is_higher |= level > levels_[i];
      levels_[i] = level;
    }
    return is_higher;
  }

  std::uint32_t level_of(NodeId id) const {
    std::uint32_t level = 0;
    for (NodeId a : graph_.arguments(id)) level = std::max(level, levels_[a.value]);
    if (!is_crossing(graph_[id])) return level;
    // What an aggregate of the row's own brings down is read whether the row fails or not.
    if (graph_[id].op == Op::fetch && graph_.payload<FetchData>(id).is_mine) return level + 1;
    const std::uint32_t table = read_table(graph_, id);
    for (std::uint32_t check : checks_of(graph_, table)) {
      const NodeId result = graph_.entities[check].result;
      if (result.is_none() || (reads_group(graph_, id) && of_groups_[table][result.value])) continue;
      level = std::max(level, levels_[result.value]);
    }
    return level + 1;
  }

  const Graph& graph_;
  std::vector<std::vector<bool>> of_groups_;  ///< by table
  std::vector<std::uint32_t> levels_;
};

void add(std::vector<NodeId>& ids, NodeId id) {
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

}  // namespace

bool goes_on(const Graph& graph, NodeId crossing) {
  const NodeId x = graph.arguments(crossing)[0];
  if (graph[x].op != Op::fold || reads_group(graph, crossing) || reads_group(graph, x)) return false;
  // Only what the same formula aggregates: a value that the other row has for itself is told as it is.
  if (graph[x].origin.entity != graph[crossing].origin.entity) return false;
  if (graph[crossing].op == Op::fetch) return true;
  const FoldFunction outer = graph.payload<FoldData>(crossing).function;
  const FoldFunction inner = graph.payload<FoldData>(x).function;
  return outer == FoldFunction::sum ? inner == FoldFunction::sum || inner == FoldFunction::count
                                    : outer == inner && outer != FoldFunction::count;
}

std::uint32_t read_table(const Graph& graph, NodeId crossing) {
  if (reads_group(graph, crossing)) return graph[crossing].domain.table;
  if (graph[crossing].op == Op::fold) return graph.refs[*graph.payload<FoldData>(crossing).ref].from;
  return graph.payload<FetchData>(crossing).table;
}

std::vector<Stage> stages_of(const Graph& graph, std::uint32_t results_of) {
  const Levels levels(graph);
  std::map<std::pair<std::uint32_t, std::uint32_t>, Stage> stages;  // by level and table
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    const NodeId id{i};
    if (!is_crossing(graph[id])) continue;
    Stage& stage = stages[{levels[id] - 1, read_table(graph, id)}];
    for (NodeId a : graph.arguments(id)) add(stage.gives, a);
    stage.feeds.push_back(id);
  }
  for (std::uint32_t i = 0; i < graph.kept.size(); ++i) {
    const Kept& kept = graph.kept[i];
    Stage& stage = stages[{levels.last(), kept.table}];
    add(stage.gives, kept.node);
    stage.keeps.push_back(i);
  }
  const auto level_of_check = [&](std::uint32_t check) {
    const NodeId result = graph.entities[check].result;
    return result.is_none() ? 0 : levels[result];
  };
  for (std::uint32_t table = 1; table < graph.tables.size(); ++table)
    for (std::uint32_t check : graph.tables[table].checks) stages[{level_of_check(check), table}];
  std::vector<Stage> result;
  for (auto& [key, stage] : stages) {
    const std::uint32_t level = key.first, table = key.second;
    stage.table = table;
    for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
      if (is_brought(graph.nodes[i]) && graph.nodes[i].domain == Domain{table} && levels[NodeId{i}] <= level)
        stage.takes.push_back(NodeId{i});
    for (std::uint32_t check : checks_of(graph, table))
      if (level_of_check(check) <= level) stage.checks.push_back(check);
    for (std::uint32_t check : stage.checks)
      if (const NodeId result = graph.entities[check].result;
          !result.is_none() && !levels.is_of_groups(table, result))
        stage.early.push_back(check);
    stage.is_last_of_table =
        table != results_of && std::none_of(stages.begin(), stages.end(), [&](const auto& s) {
          return s.first.second == table && s.first.first > level;
        });
    result.push_back(std::move(stage));
  }
  Stage last;
  last.table = results_of;
  last.is_last_of_table = true;
  last.checks = checks_of(graph, results_of);
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
    if (is_brought(graph.nodes[i]) && graph.nodes[i].domain == Domain{results_of})
      last.takes.push_back(NodeId{i});
  result.push_back(std::move(last));
  return result;
}

bool reads_rows_alone(const Graph& graph) {
  return graph.tables.size() == 1 && graph.refs.empty() && graph.kept.empty() &&
         std::none_of(graph.nodes.begin(), graph.nodes.end(), is_crossing);
}

namespace {

// What other rows or earlier periods bring, as an input of the stage.
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

// What leaves of the rows of another table than the people's. A row of it fails as a whole with any of its
// cells and checks, and has no results with any of what leaves.
void give_results(const Graph& graph, std::uint32_t table, Graph& stage) {
  stage.outputs = outputs_of(graph, table);
  stage.checks.clear();
  stage.roots.clear();
  for (const Input& input : stage.inputs) {
    if (!input.is_given) stage.roots.push_back(input.node);
    if (!input.held.is_none()) stage.roots.push_back(input.held);
  }
  for (const Output& output : stage.outputs) stage.roots.push_back(output.node);
  for (const Entity& entity : graph.entities)
    if (entity.table == table && entity.is_whole()) stage.roots.push_back(entity.result);
  for (std::uint32_t check : checks_of(graph, table)) {
    stage.checks.push_back(check);
    stage.roots.push_back(graph.entities[check].result);
  }
}

// What a stage before the last one gives; cells of its rows need not be worked out.
void give_stage(const Graph& graph, const Stage& stage, Graph& result) {
  result.checks.clear();
  result.outputs.clear();
  // What is kept of a person is that of a row with results: who fails in anything has none.
  const bool keeps_people = !stage.keeps.empty() && stage.table == people;
  const std::vector<NodeId> roots = std::exchange(result.roots, {});
  for (const NodeId give : stage.gives) {
    if (is_own_input(result, give)) continue;
    result.roots.push_back(give);
    result.outputs.push_back({"", give, graph[give].type, {}});
  }
  if (keeps_people) result.roots.insert(result.roots.end(), roots.begin(), roots.end());
  for (const Input& input : result.inputs)
    if (!input.held.is_none()) result.roots.push_back(input.held);
  for (std::uint32_t check : stage.checks) {
    if (graph.entities[check].result.is_none()) continue;
    result.checks.push_back(check);
    result.roots.push_back(graph.entities[check].result);
  }
}

}  // namespace

bool is_own_input(const Graph& stage, NodeId node) {
  if (stage[node].op != Op::input) return false;
  return !stage.inputs[stage.payload<InputId>(node).value].is_given;
}

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
  if (is_last && stage.table != people) give_results(graph, stage.table, result);
  if (!is_last) give_stage(graph, stage, result);
  return result;
}

std::vector<bool> read_nodes(const Graph& stage) {
  std::vector<bool> is_read(stage.nodes.size(), false);
  const auto read = [&](NodeId id) {
    if (!id.is_none()) is_read[id.value] = true;
  };
  for (const NodeId root : stage.roots) read(root);
  for (const Output& output : stage.outputs) read(output.node);
  for (const std::uint32_t check : stage.checks) read(stage.entities[check].result);
  for (std::size_t i = stage.nodes.size(); i-- > 0;)
    if (is_read[i])
      for (const NodeId argument : stage.arguments(NodeId{static_cast<std::uint32_t>(i)})) read(argument);
  return is_read;
}

void leave_unread(Graph& stage) {
  const std::vector<bool> is_read = read_nodes(stage);
  for (const Input& input : stage.inputs)
    if (input.is_given && !is_read[input.node.value]) stage.nodes[input.node.value].op = Op::none;
  std::erase_if(stage.inputs,
                [&](const Input& input) { return input.is_given && !is_read[input.node.value]; });
  for (std::uint32_t i = 0; i < stage.inputs.size(); ++i)
    stage.payloads[stage.nodes[stage.inputs[i].node.value].payload] = InputId{i};
}

}  // namespace merit::graph
