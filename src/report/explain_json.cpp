#include <nlohmann/json.hpp>
#include <span>

#include "base/number_text.hpp"
#include "graph/stages.hpp"
#include "report/cell_text.hpp"
#include "report/explain.hpp"

namespace merit::report {

using graph::Cell;
using graph::Graph;
using graph::Node;
using graph::NodeId;
using graph::Op;
using Json = nlohmann::ordered_json;

namespace {

// Those of the same row: what a fold or a fetch reads belongs to others, and its records are told instead.
std::span<const NodeId> arguments_here(const Graph& graph, NodeId id) {
  return is_brought(graph[id]) ? std::span<const NodeId>() : graph.arguments(id);
}

// Everything below the given nodes, of this row.
void mark_below(const Graph& graph, std::vector<bool>& marked) {
  for (std::size_t i = graph.nodes.size(); i-- > 0;) {
    if (!marked[i]) continue;
    for (NodeId arg : arguments_here(graph, NodeId{static_cast<std::uint32_t>(i)})) marked[arg.value] = true;
  }
}

std::string type_name(const Graph& graph, const Type& type) {
  return type.kind == ValueKind::member ? "list:" + graph.lists[type.list].name
                                        : graph::type_text(graph, type);
}

Json value_of(const Graph& graph, const Cell& cell, const Type& type) {
  if (cell.is_failed()) return {{"failed", graph.sites[cell.site.value].info->code}};
  if (cell.is_absent()) return nullptr;
  return exact_text(graph, cell, type);
}

Json curve_of(const graph::Curve& curve) {
  Json knots = Json::array();
  for (const graph::Knot& k : curve.knots)
    knots.push_back({{"x", format_exact(k.x)},
                     {"left", format_exact(k.left)},
                     {"at", format_exact(k.at)},
                     {"right", format_exact(k.right)}});
  return knots;
}

void add_among(const Graph& graph, NodeId id, Json& line) {
  const auto& data = graph.payload<graph::AmongData>(id);
  line["function"] = name_of(data.function);
  line["descending"] = data.descending;
}

void add_payload(const Explained& row, NodeId id, Json& line) {
  const Graph& graph = *row.graph;
  switch (graph[id].op) {
    case Op::input: {
      const std::uint32_t index = graph.payload<graph::InputId>(id).value;
      line["input"] = graph.inputs[index].name;
      line["cell"] = std::string(row.cell_text(index));
      return;
    }
    case Op::fold:
    case Op::fetch:
    case Op::among: {
      if (graph[id].op == Op::among) add_among(graph, id, line);
      if (graph[id].op == Op::fold) line["function"] = name_of(graph.payload<graph::FoldData>(id).function);
      line["table"] = graph.tables[read_table(graph, id)].name;
      line["records"] = Json::array();
      for (const RecordBehind& r : row.records(id, false)) {
        if (r.is_left_out) continue;
        Json record = {{"place", r.place}, {"value", value_of(graph, r.cell, r.type)}};
        if (!r.key.empty()) record["key"] = r.key;
        if (!r.day.empty()) record["day"] = r.day;
        if (r.cell.is_value() && r.type.kind == ValueKind::member)
          record["ordinal"] = static_cast<int>(numerator_of(r.cell.number));
        record["type"] = type_name(graph, r.type);
        if (r.is_this_row) record["this"] = true;
        for (const auto& [cell, type] : r.order) record["order"].push_back(value_of(graph, cell, type));
        line["records"].push_back(std::move(record));
      }
      return;
    }
    case Op::fail: line["code"] = graph.sites[graph.payload<graph::SiteId>(id).value].info->code; return;
    case Op::sum: {
      const auto& data = graph.payload<graph::SumData>(id);
      line["constant"] = format_exact(data.constant);
      line["coefficients"] = Json::array();
      for (const Rational& c : data.coefficients) line["coefficients"].push_back(format_exact(c));
      return;
    }
    case Op::round: {
      const Rounding& how = graph.payload<graph::RoundData>(id).how;
      line["mode"] = name_of(how.mode);
      line["step"] = format_exact(how.step);
      return;
    }
    case Op::curve: {
      const auto& curve = graph.payload<graph::Curve>(id);
      line["knots"] = curve_of(curve);
      line["left_slope"] = format_exact(curve.left_slope);
      line["right_slope"] = format_exact(curve.right_slope);
      return;
    }
    case Op::table: {
      const auto& table = graph.payload<graph::TableData>(id);
      line["cells"] = Json::array();
      for (const auto& [keys, cell] : table.cells) {
        Json names = Json::array();
        for (std::size_t k = 0; k < keys.size(); ++k)
          names.push_back(graph.lists[table.lists[k]].members[keys[k]]);
        line["cells"].push_back(
            {{"keys", std::move(names)}, {"value", exact_text(graph, cell, graph[id].type)}});
      }
      return;
    }
    case Op::past: {
      const auto& data = graph.payload<graph::PastData>(id);
      const graph::Kept& kept = graph.kept[data.kept];
      line["function"] = name_of(data.function);
      line["of"] = kept.name;
      line["earlier"] = Json::array();
      for (const auto& [period, cell] : row.earlier(id))
        line["earlier"].push_back({{"period", period}, {"value", value_of(graph, cell, kept.type)}});
      return;
    }
    case Op::calendar: line["function"] = graph::name_of(graph.payload<graph::CalendarFunction>(id)); return;
    default: return;
  }
}

Json line_of(const Explained& row, NodeId id, const std::vector<std::uint32_t>& ids) {
  const Graph& graph = *row.graph;
  const Node& node = graph[id];
  Json line;
  line["id"] = ids[id.value];
  line["op"] = graph::name_of(node.op);
  line["args"] = Json::array();
  for (NodeId arg : arguments_here(graph, id)) line["args"].push_back(ids[arg.value]);
  const Cell& cell = (*row.engine)[id];
  if (cell.is_set()) line["value"] = value_of(graph, cell, node.type);
  if (cell.is_value() && node.type.kind == ValueKind::member)
    line["ordinal"] = static_cast<int>(numerator_of(cell.number));
  const bool has_entity = node.origin.entity < graph.entities.size();
  line["name"] = has_entity             ? graph.entities[node.origin.entity].path
                 : node.op == Op::input ? graph.inputs[graph.payload<graph::InputId>(id).value].name
                                        : "";
  line["role"] = node.role.index > 0 ? std::string(node.role.name) + " " + std::to_string(node.role.index)
                                     : std::string(node.role.name);
  line["type"] = type_name(graph, node.type);
  line["digits"] = node.type.is_number() && node.type.is_fixed() ? Json(node.type.digits) : Json(nullptr);
  if (row.sources->contains(node.origin.span.source)) {
    const Place place = row.sources->place(node.origin.span.source, node.origin.span.begin);
    line["file"] = std::string(row.sources->name(node.origin.span.source));
    line["line"] = place.line;
    line["column"] = place.column;
  }
  add_payload(row, id, line);
  return line;
}

}  // namespace

void demand_steps(const Explained& row) {
  const Graph& graph = *row.graph;
  std::vector<bool> needed(graph.nodes.size(), false);
  if (row.table == graph::people)
    for (NodeId root : graph.roots) needed[root.value] = true;
  mark_below(graph, needed);
  // A node outside of what rows need can be told when all it reads can: then nothing untaken is looked at.
  std::vector<bool> can(graph.nodes.size(), false);
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    const NodeId id{i};
    const bool is_given = is_brought(graph[id]);
    const bool is_of_others = !graph[id].domain.is_plan() && graph[id].domain.table != row.table;
    if (needed[i] || is_given || is_of_others) {
      can[i] = (*row.engine)[id].is_set();
      continue;
    }
    can[i] = true;
    for (NodeId arg : arguments_here(graph, id)) can[i] = can[i] && can[arg.value];
  }
  for (const graph::Entity& entity : graph.entities)
    for (const graph::Step& step : entity.steps)
      if (entity.table == row.table && can[step.node.value]) row.engine->demand(step.node);
}

std::string explain_json(const Explained& row, std::string_view node) {
  const Graph& graph = *row.graph;
  std::vector<bool> shown(graph.nodes.size(), false);
  Json outputs = Json::object();
  std::vector<std::pair<std::string, NodeId>> wanted;
  if (node.empty()) {
    if (row.table == graph::people)
      for (const graph::Output& output : graph.outputs) wanted.push_back({output.name, output.node});
    else
      for (const graph::Entity& e : graph.entities)
        if (e.table == row.table && !e.result.is_none())
          wanted.push_back({std::string(name_at_home(graph, e)), e.result});
    for (const graph::Entity& e : graph.entities)
      for (const graph::Step& step : e.steps) shown[step.node.value] = (*row.engine)[step.node].is_set();
    if (row.table == graph::people)
      for (NodeId root : graph.roots) shown[root.value] = true;
  } else if (const graph::Entity* e = graph.find_entity(node)) {
    wanted.push_back({e->path, e->result});
    row.engine->demand(e->result);
  }
  for (const auto& [name, id] : wanted) shown[id.value] = true;
  mark_below(graph, shown);
  std::vector<std::uint32_t> ids(graph.nodes.size(), 0);
  std::uint32_t next = 0;
  for (std::size_t i = 0; i < shown.size(); ++i)
    if (shown[i]) ids[i] = next++;
  Json root;
  root["merit"] = MERIT_VERSION;
  root["plan"] = graph.plan_name;
  root["each"] = graph.tables[row.table].name;
  root["who"] = row.who;
  root["period"] = row.period.empty() ? Json(nullptr) : Json(row.period);
  root["data"] = row.data_place;
  root["error"] = nullptr;
  if (row.error)
    root["error"] = {{"code", row.error->code},
                     {"reason", {{"en", row.error->reason.en}, {"zh", row.error->reason.zh}}},
                     {"place", row.error->plan_place}};
  for (const auto& [name, id] : wanted) outputs[name] = ids[id.value];
  root["outputs"] = std::move(outputs);
  root["lines"] = Json::array();
  for (std::uint32_t i = 0; i < shown.size(); ++i)
    if (shown[i]) root["lines"].push_back(line_of(row, NodeId{i}, ids));
  return root.dump(1) + "\n";
}

}  // namespace merit::report
