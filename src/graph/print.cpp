#include "graph/print.hpp"

#include "base/calendar.hpp"
#include "base/number_text.hpp"

namespace merit::graph {

namespace {

std::string cell_text(const Graph& graph, const Cell& cell, const Type& type) {
  switch (type.kind) {
    case ValueKind::number: return format_exact(cell.number);
    case ValueKind::boolean: return cell.flag ? "true" : "false";
    case ValueKind::text: return "'" + cell.text + "'";
    case ValueKind::date:
      if (decimals_of(cell.number) == 0)
        return format_date(static_cast<DayNumber>(numerator_of(cell.number)));
      return format_exact(cell.number);
    case ValueKind::member: {
      const auto& members = graph.lists[type.list].members;
      if (decimals_of(cell.number) != 0 || cell.number < 0 || cell.number >= Rational(members.size()))
        return format_exact(cell.number);
      return members[static_cast<std::size_t>(numerator_of(cell.number))];
    }
  }
  return "";
}

std::string curve_text(const Curve& curve) {
  std::string text = "[" + format_exact(curve.left_slope);
  for (const Knot& k : curve.knots) {
    text += ", " + format_exact(k.x) + ": " + format_exact(k.left);
    if (k.left != k.at || k.at != k.right) text += " " + format_exact(k.at) + " " + format_exact(k.right);
  }
  return text + ", " + format_exact(curve.right_slope) + "]";
}

std::string table_text(const Graph& graph, const TableData& table, const Type& type) {
  std::string text = "[";
  for (const auto& [key, cell] : table.cells) {
    if (text.size() > 1) text += ", ";
    for (std::size_t i = 0; i < key.size(); ++i)
      text += (i == 0 ? "" : "/") + graph.lists[table.lists[i]].members[key[i]];
    text += ": " + cell_text(graph, cell, type);
  }
  return text + "]";
}

// What stands between the operator and its operands.
std::string data_text(const Graph& graph, NodeId id) {
  switch (graph[id].op) {
    case Op::sum: return " " + format_exact(graph.payload<SumData>(id).constant);
    case Op::round: return " \"" + to_text(graph.payload<RoundData>(id).how) + "\"";
    case Op::curve: return " " + curve_text(graph.payload<Curve>(id));
    case Op::table: return " " + table_text(graph, graph.payload<TableData>(id), graph[id].type);
    default: return "";
  }
}

}  // namespace

std::string print(const Graph& graph, NodeId id) {
  const Node& node = graph[id];
  switch (node.op) {
    case Op::constant: return cell_text(graph, graph.payload<Cell>(id), node.type);
    case Op::input: return graph.inputs[graph.payload<InputId>(id).value].name;
    case Op::none: return "none";
    case Op::fail:
      return std::string("(fail ") + graph.sites[graph.payload<SiteId>(id).value].info->code + ")";
    default: break;
  }
  const bool is_calendar = node.op == Op::calendar;
  std::string text = "(";
  text += is_calendar ? name_of(graph.payload<CalendarFunction>(id)) : name_of(node.op);
  text += data_text(graph, id);
  const auto args = graph.arguments(id);
  for (std::size_t i = 0; i < args.size(); ++i) {
    text += " ";
    if (node.op == Op::sum) text += format_exact(graph.payload<SumData>(id).coefficients[i]) + "*";
    text += print(graph, args[i]);
  }
  return text + ")";
}

std::string print(const Graph& graph) {
  std::string text;
  for (const Output& o : graph.outputs) text += o.name + " = " + print(graph, o.node) + "\n";
  return text;
}

}  // namespace merit::graph
