#include "graph/normal.hpp"

#include <utility>
#include <vector>

#include "graph/normal_maker.hpp"

namespace merit::graph {

namespace {

// Takes the nodes out of a graph: all else stays, and need not be copied to be kept.
Graph nodes_of(Graph& graph) {
  Graph taken;
  taken.nodes.swap(graph.nodes);
  taken.args.swap(graph.args);
  taken.payloads.swap(graph.payloads);
  return taken;
}

// The nodes that the roots and outputs of `whole` need.
std::vector<bool> needed(const Graph& nodes, const Graph& whole) {
  std::vector<bool> result(nodes.nodes.size(), false);
  for (NodeId root : whole.roots) result[root.value] = true;
  for (const Output& o : whole.outputs) result[o.node.value] = true;
  for (std::size_t i = nodes.nodes.size(); i-- > 0;)
    if (result[i])
      for (NodeId a : nodes.arguments(NodeId{static_cast<std::uint32_t>(i)})) result[a.value] = true;
  return result;
}

// One pass over the nodes, operands first; each is made again of what its operands have become. The roots and
// outputs of `to` name nodes of `from` until the end, its inputs those that are made.
class Rewriter {
 public:
  Rewriter(const Graph& from, Graph& to) : from_(from), to_(to), maker_(to), made_(from.nodes.size()) {
    for (std::uint32_t i = 0; i < to.inputs.size(); ++i) {
      const NodeId made = maker_.input(InputId{i});
      made_[to.inputs[i].node.value] = made;
      to.inputs[i].node = made;
    }
  }

  std::vector<NodeId> run() {
    const std::vector<bool> is_needed = needed(from_, to_);
    for (std::uint32_t i = 0; i < from_.nodes.size(); ++i) {
      if (!is_needed[i]) continue;
      maker_.set_origin(from_.nodes[i].origin);
      if (!from_.nodes[i].domain.is_plan()) maker_.set_table(from_.nodes[i].domain.table);
      made_[i] = rewritten(NodeId{i});
    }
    return std::move(made_);
  }

 private:
  std::vector<NodeId> arguments(NodeId id) const {
    std::vector<NodeId> result;
    for (NodeId a : from_.arguments(id)) result.push_back(made_[a.value]);
    return result;
  }

  NodeId rewritten(NodeId id) {
    const std::vector<NodeId> args = arguments(id);
    const Type& type = from_[id].type;
    switch (from_[id].op) {
      case Op::constant: return maker_.constant(from_.payload<Cell>(id), type);
      case Op::input: return maker_.input(from_.payload<InputId>(id));
      case Op::none: return maker_.none(type);
      case Op::fail: return maker_.fail(from_.payload<SiteId>(id), type);
      case Op::sum: return sum(from_.payload<SumData>(id), args, type);
      case Op::mul: return maker_.mul(args);
      case Op::ratio: return maker_.ratio(args[0], args[1]);
      case Op::min:
      case Op::max: return maker_.extreme(from_[id].op, args, type);
      case Op::round: return maker_.round(args[0], from_.payload<RoundData>(id));
      case Op::curve: return maker_.curve(args[0], from_.payload<Curve>(id), type);
      case Op::less: return maker_.less(args[0], args[1]);
      case Op::same: return maker_.same(args[0], args[1]);
      case Op::choose: return choose(args, type);
      case Op::present: return maker_.present(args[0]);
      case Op::otherwise: return maker_.otherwise(args[0], args[1]);
      case Op::table: return maker_.table(from_.payload<TableData>(id), args, type);
      case Op::fold: return maker_.fold(args, from_.payload<FoldData>(id), from_[id].domain.table);
      case Op::fetch: return maker_.fetch(args[0], from_.payload<FetchData>(id), from_[id].domain.table);
      case Op::among: return maker_.among(args, from_.payload<AmongData>(id), from_[id]);
      case Op::past: return maker_.past(from_.payload<PastData>(id), from_[id]);
      case Op::calendar: return maker_.calendar(from_.payload<CalendarFunction>(id), args, type);
    }
    return no_node;
  }

  NodeId sum(const SumData& data, const std::vector<NodeId>& args, const Type& type) {
    NormalMaker::Terms terms;
    for (std::size_t i = 0; i < args.size(); ++i) terms.push_back({data.coefficients[i], args[i]});
    return maker_.sum(data.constant, std::move(terms), type);
  }

  NodeId choose(const std::vector<NodeId>& args, const Type& type) {
    NormalMaker::Cases cases;
    for (std::size_t i = 0; i + 1 < args.size(); i += 2) cases.push_back({args[i], args[i + 1]});
    return maker_.choose(cases, args.back(), type);
  }

  const Graph& from_;
  const Graph& to_;
  NormalMaker maker_;
  std::vector<NodeId> made_;
};

// Moves the nodes that are needed: inputs first, then roots and outputs with their operands before them, so
// that numbers depend on nothing but structure.
class Renumbering {
 public:
  Renumbering(Graph& from, Graph& to) : from_(from), to_(to), place_(from.nodes.size()) {}

  NodeId place(NodeId root) {
    std::vector<std::pair<NodeId, std::size_t>> stack = {{root, 0}};
    while (!stack.empty()) {
      auto& [id, next] = stack.back();
      const auto args = from_.arguments(id);
      while (next < args.size() && !place_[args[next].value].is_none()) ++next;
      if (next < args.size() && place_[id.value].is_none()) {
        stack.push_back({args[next], 0});
        continue;
      }
      if (place_[id.value].is_none()) place_[id.value] = move(id);
      stack.pop_back();
    }
    return place_[root.value];
  }

  NodeId placed(NodeId id) const { return id.is_none() ? no_node : place_[id.value]; }

 private:
  NodeId move(NodeId id) {
    const auto args = from_.arguments(id);
    Node node = std::move(from_.nodes[id.value]);
    node.args_begin = static_cast<std::uint32_t>(to_.args.size());
    for (NodeId a : args) to_.args.push_back(place_[a.value]);
    to_.payloads.push_back(std::move(from_.payloads[node.payload]));
    node.payload = static_cast<std::uint32_t>(to_.payloads.size() - 1);
    to_.nodes.push_back(std::move(node));
    return NodeId{static_cast<std::uint32_t>(to_.nodes.size() - 1)};
  }

  Graph& from_;
  Graph& to_;
  std::vector<NodeId> place_;
};

}  // namespace

Graph normalise(Graph graph) {
  for (Entity& e : graph.entities) e.steps.clear();
  const Graph before = nodes_of(graph);
  const std::vector<NodeId> made = Rewriter(before, graph).run();
  const auto made_of = [&](NodeId old) { return old.is_none() ? no_node : made[old.value]; };

  Graph unordered = nodes_of(graph);
  Renumbering numbers(unordered, graph);
  for (Input& input : graph.inputs) input.node = numbers.place(input.node);
  for (NodeId& root : graph.roots) root = numbers.place(made_of(root));
  for (Output& output : graph.outputs) output.node = numbers.place(made_of(output.node));
  for (Entity& entity : graph.entities) entity.result = numbers.placed(made_of(entity.result));
  return graph;
}

bool is_normal(const Graph& graph) {
  const Graph normal = normalise(graph);
  return graph.nodes.size() == normal.nodes.size() && same_structure(graph, normal);
}

}  // namespace merit::graph
