// Formulas to nodes: parameters, definitions; functions are in functions.cpp.
#include "graph/axis.hpp"
#include "graph/codes.hpp"
#include "graph/forks.hpp"
#include "graph/functions.hpp"
#include "graph/lower.hpp"
#include "graph/node.hpp"

namespace merit::graph {

using formula::Kind;

std::optional<Value> Lowering::lower_call(const formula::Node& node) {
  if (is_aggregate(node)) return lower_aggregate(node);
  if (is_history(node)) return lower_history(node);
  if (node.is_group()) {
    context_.report(codes::takes_no_group, name_span(node), {Text::same(node.text)});
    return std::nullopt;
  }
  if (const Symbol* symbol = context_.scope.find(node.text)) {
    if (symbol->kind == SymbolKind::param) return lower_param(node, context_.params[symbol->index]);
    if (symbol->kind == SymbolKind::define) return lower_define(node, context_.defines[symbol->index]);
  }
  return Functions(*this).call(node);
}

Span Lowering::name_span(const formula::Node& call) const {
  formula::Node name = call;
  name.end = std::min<std::uint32_t>(call.end, static_cast<std::uint32_t>(tree_->text.find('(', call.begin)));
  return span(name);
}

std::nullopt_t Lowering::wrong_count(const formula::Node& call, const std::vector<std::string>& arguments) {
  std::string form = call.text + "(";
  for (std::size_t i = 0; i < arguments.size(); ++i) form += (i == 0 ? "" : ", ") + arguments[i];
  return error(codes::wrong_argument_count, call,
               {Text::same(call.text), Text::same(std::to_string(arguments.size())),
                Text::same(std::to_string(call.children.size())), Text::same(form + ")")});
}

Text Lowering::keys_text(const formula::Node& call) const {
  const formula::Node& first = (*tree_)[call.children.front()];
  const formula::Node& last = (*tree_)[call.children.back()];
  const std::string keys =
      in_short(std::string_view(tree_->text).substr(first.begin, last.end - first.begin));
  return {"this row's `" + keys + "`", "此行 `" + keys + "` "};
}

std::optional<Value> Lowering::lower_param(const formula::Node& node, const Param& param) {
  if (!param.is_good) return std::nullopt;
  const std::size_t axes = param.axes.size();
  const bool gives_day = param.is_dated() && node.children.size() == axes + 1;
  if (node.children.size() != axes && !gives_day) {
    std::vector<std::string> arguments;
    for (std::size_t i = 0; i < axes; ++i) arguments.push_back(axis_name(context_, param, i));
    if (param.is_dated()) arguments.emplace_back("day");
    return wrong_count(node, arguments);
  }
  std::vector<NodeId> keys;
  bool is_good = true, absent = false;
  for (std::size_t i = 0; i < axes; ++i) {
    const auto key = lower_key(node.children[i], param.axes[i]);
    if (!key) {
      is_good = false;
      continue;
    }
    keys.push_back(key->node);
    absent |= key->maybe_absent;
  }
  std::optional<Value> day;
  if (gives_day) {
    day = lower(node.children.back());
    if (day && day->type.kind != ValueKind::date)
      return error(codes::needs_date, (*tree_)[node.children.back()],
                   {Text::same(type_text(context_.graph, day->type))});
    if (!day) return std::nullopt;
    absent |= day->maybe_absent;
  }
  if (!is_good) return std::nullopt;
  auto cell = param_cell(node, param, keys, day);
  if (cell) cell->maybe_absent = absent;
  return cell;
}

// A key of a parameter: where a list's member is due, a name that is one means it.
std::optional<Value> Lowering::lower_key(Index index, const ParamAxis& axis) {
  const formula::Node& node = (*tree_)[index];
  if (axis.side) {
    auto number = lower_number(index);
    if (!number || !unify(axis.type, axis.type_span, number->type, span(index))) return std::nullopt;
    number->node = band_at(builder_, number->node, axis);
    return number;
  }
  const auto lists = context_.scope.lists_with(node.text);
  const bool is_member = node.kind == Kind::name && !setting_.locals.contains(node.text) &&
                         std::find(lists.begin(), lists.end(), axis.list) != lists.end();
  auto key = is_member ? lower_member(node, axis.list) : lower(index, axis.list);
  if (!key || (key->type.kind == ValueKind::member && key->type.list == axis.list)) return key;
  return error(
      codes::key_of_other_list, node,
      {Text::same(context_.graph.lists[axis.list].name), Text::same(type_text(context_.graph, key->type))});
}

// The cell of a parameter for keys, and for a day where it is dated.
std::optional<Value> Lowering::param_cell(const formula::Node& node, const Param& param,
                                          const std::vector<NodeId>& keys, const std::optional<Value>& day) {
  std::size_t complete = 1;
  for (std::uint32_t list : param.table.lists) complete *= context_.graph.lists[list].members.size();
  bool is_complete = param.table.cells.size() >= complete;
  NodeId cell;
  if (param.is_dated()) {
    if (setting_.constants_only) return error(codes::needs_constant, node, {Text::same(param.name)});
    const auto counts = day ? std::optional(day->node) : day_of(node, param);
    if (!counts) return std::nullopt;
    if (setting_.closed_reads)
      for (const ParamVersion& version : param.versions)
        (*setting_.closed_reads)[*counts].days.insert(version.from);
    is_complete = false;  // there are days before the first
    std::vector<std::pair<NodeId, NodeId>> cases;
    NodeId before = builder_.none(param.type);
    for (const ParamVersion& version : param.versions) {
      const NodeId from = builder_.constant(Cell::of(Rational(version.from)), Type::date());
      cases.push_back({builder_.less(*counts, from), before});
      before = builder_.table(version.table, keys, param.type);
      note_cells(context_, param, version.span, version.table, version.entries, keys, before);
    }
    cell = builder_.choose(cases, before, param.type.unit);
    note_versions(context_, param, cell);
  } else {
    cell = builder_.table(param.table, keys, param.type);
    note_cells(context_, param, param.span, param.table, param.entries, keys, cell);
  }
  Type type = builder_.type(cell);
  type.unit = param.type.unit;
  type.maybe_absent = false;
  note_cell(node, cell);
  if (is_complete) return value(cell, type);
  const Text found = node.children.empty() ? Text{"the day of this period", "本期日期"} : keys_text(node);
  const NodeId fails = builder_.fail(site(codes::no_cell, node, {Text::same(param.name), found}), type);
  return value(builder_.otherwise(cell, fails), type);
}

// The cell that a formula of the node itself reads is told beside what else it reads.
void Lowering::note_cell(const formula::Node& node, NodeId cell) {
  if (setting_.frames.size() > 1 || setting_.expansions > 0) return;
  builder_.note_reading(tree_->text.substr(node.begin, node.end - node.begin), cell);
}

// The day that counts where the formula gives none.
std::optional<NodeId> Lowering::day_of(const formula::Node& node, const Param& param) {
  if (!param.day) return error(codes::param_needs_day, node, {Text::same(param.name)});
  if (context_.graph.period.empty())
    return error(codes::no_period, node,
                 {Text::same(*param.day == CalendarFunction::period_end ? "dated: period_end"
                                                                        : "dated: period_start")});
  return builder_.of_period(*param.day, Type::date());
}

std::optional<Value> Lowering::lower_define(const formula::Node& node, const Define& define) {
  if (!define.is_good) return std::nullopt;
  if (node.children.size() != define.parameters.size()) return wrong_count(node, define.parameters);
  Setting inner;
  inner.outermost = setting_.expansions == 0 ? define.name : setting_.outermost;
  inner.outermost_span = setting_.expansions == 0 ? span(node) : setting_.outermost_span;
  if (setting_.expansions >= max_expansions || context_.graph.nodes.size() > max_expanded_nodes) {
    if (!std::exchange(context_.is_too_large, true))
      context_.report(codes::define_too_large, inner.outermost_span, {Text::same(inner.outermost)});
    return std::nullopt;
  }
  inner.frames = setting_.frames;
  inner.locals_frame = setting_.frames.size() - 1;
  inner.present = setting_.present;
  inner.absence_allowed = setting_.absence_allowed;
  inner.absent_reads = setting_.absent_reads;
  inner.constants_only = setting_.constants_only;
  inner.closed_reads = setting_.closed_reads;
  inner.is_of_peers = setting_.is_of_peers;
  inner.due = setting_.due;
  inner.expansions = setting_.expansions + 1;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    // An argument may be absent: the definition may ask with has().
    const formula::Node& argument = (*tree_)[node.children[i]];
    auto v = argument.kind == Kind::name ? resolve(argument, true, {}) : lower(node.children[i]);
    if (!v) return std::nullopt;
    if (setting_.present.contains(v->node) || is_due(v->node)) v->maybe_absent = false;
    inner.locals.emplace(define.parameters[i], *v);
  }
  Lowering body(context_, std::move(inner));
  return lower_content(body, *define.body);
}

}  // namespace merit::graph
