#include "graph/graph.hpp"

#include <array>

namespace merit::graph {

std::string_view name_of(Op op) {
  constexpr std::array<std::string_view, 22> names = {
      "constant", "input",    "none",  "fail",  "sum",   "mul",    "ratio",   "min",
      "max",      "round",    "curve", "less",  "same",  "choose", "present", "otherwise",
      "table",    "calendar", "fold",  "fetch", "among", "past"};
  return names[static_cast<std::size_t>(op)];
}

std::string_view name_of(CalendarFunction function) {
  constexpr std::array<std::string_view, 19> names = {"date",
                                                      "months",
                                                      "add_months",
                                                      "month_start",
                                                      "real_day",
                                                      "period_start",
                                                      "period_end",
                                                      "period_number",
                                                      "period_year",
                                                      "period_days",
                                                      "period_year_days",
                                                      "period_elapsed_days",
                                                      "period_ends_quarter",
                                                      "period_ends_half",
                                                      "period_ends_year",
                                                      "period_closes_month",
                                                      "period_closes_quarter",
                                                      "period_closes_half",
                                                      "period_closes_year"};
  return names[static_cast<std::size_t>(function)];
}

std::string_view name_of(FoldFunction function) {
  constexpr std::array<std::string_view, 5> names = {"sum", "count", "min", "max", "any"};
  return names[static_cast<std::size_t>(function)];
}

std::optional<FoldFunction> fold_named(std::string_view name) {
  for (const FoldFunction f :
       {FoldFunction::sum, FoldFunction::count, FoldFunction::min, FoldFunction::max, FoldFunction::any})
    if (name_of(f) == name) return f;
  return std::nullopt;
}

std::string_view name_of(AmongFunction function) {
  constexpr std::array<std::string_view, 6> names = {"rank", "quota", "split", "sample", "running", "zscore"};
  return names[static_cast<std::size_t>(function)];
}

std::string_view name_of(PastFunction function) {
  constexpr std::array<std::string_view, 7> names = {"last", "sum", "count", "min", "max", "any", "streak"};
  return names[static_cast<std::size_t>(function)];
}

Range range_earlier(const Graph& graph, NodeId id) {
  const Node& node = graph[id];
  if (node.op == Op::input || !node.type.is_number()) return node.range;
  const Rational least =
      node.type.is_fixed() ? Rational(Integer(1), power_of_ten(node.type.digits)) : Rational(0);
  Range range;
  if (node.range.is_above(0)) range.low = least;
  else if (node.range.is_at_least(0)) range.low = Rational(0);
  if (node.range.high && *node.range.high < 0) range.high = -least;
  else if (node.range.high && *node.range.high <= 0) range.high = Rational(0);
  return range;
}

bool reads_group(const Graph& graph, NodeId id) {
  return graph[id].op == Op::among || (graph[id].op == Op::fold && !graph.payload<FoldData>(id).ref);
}

std::string type_text(const Graph& graph, const Type& type) {
  switch (type.kind) {
    case ValueKind::number: return to_text(type.unit);
    case ValueKind::boolean: return "bool";
    case ValueKind::text: return "text";
    case ValueKind::date: return "date";
    case ValueKind::member: return graph.lists[type.list].name;
  }
  return "";
}

const Entity* Graph::find_entity(std::string_view path) const {
  for (const Entity& e : entities)
    if (e.path == path) return &e;
  return nullptr;
}

const std::vector<Output>& outputs_of(const Graph& graph, std::uint32_t table) {
  return table == people ? graph.outputs : graph.tables[table].outputs;
}

std::string key_column(const Graph& graph, std::uint32_t table) {
  const Table& of = graph.tables[table];
  if (of.has_key) return graph.inputs[of.inputs_begin].name;
  return of.is_single ? "" : "line";
}

const std::vector<std::uint32_t>& checks_of(const Graph& graph, std::uint32_t table) {
  return table == people ? graph.checks : graph.tables[table].checks;
}

std::string_view name_at_home(const Graph& graph, const Entity& entity) {
  const std::string_view path = entity.path;
  return entity.table == people ? path : path.substr(graph.tables[entity.table].name.size() + 1);
}

NodeId leaving(const Graph& graph, std::size_t index) {
  if (index < graph.outputs.size()) return graph.outputs[index].node;
  return graph.entities[graph.checks[index - graph.outputs.size()]].result;
}

}  // namespace merit::graph
