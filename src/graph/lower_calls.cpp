// Formulas to nodes: parameters, definitions; functions are in functions.cpp.
#include "graph/codes.hpp"
#include "graph/functions.hpp"
#include "graph/lower.hpp"
#include "graph/node.hpp"

namespace merit::graph {

using formula::Kind;

std::optional<Value> Lowering::lower_call(const formula::Node& node) {
  if (is_aggregate(node)) return lower_aggregate(node);
  if (node.is_group()) return group_refused(node);
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

std::nullopt_t Lowering::group_refused(const formula::Node& call) {
  context_.report(codes::group_not_yet, name_span(call), {Text::same(call.text)});
  return std::nullopt;
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
  return Text::same(in_short(std::string_view(tree_->text).substr(first.begin, last.end - first.begin)));
}

std::optional<Value> Lowering::lower_param(const formula::Node& node, const Param& param) {
  if (!param.is_good) return std::nullopt;
  if (node.children.size() != param.table.lists.size()) {
    std::vector<std::string> lists;
    for (std::uint32_t list : param.table.lists) lists.push_back(context_.graph.lists[list].name);
    return wrong_count(node, lists);
  }
  std::vector<NodeId> keys;
  bool is_good = true, absent = false;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    auto key = lower(node.children[i], param.table.lists[i]);
    if (!key) {
      is_good = false;
      continue;
    }
    if (key->type.kind != ValueKind::member || key->type.list != param.table.lists[i]) {
      error(codes::key_of_other_list, (*tree_)[node.children[i]],
            {Text::same(context_.graph.lists[param.table.lists[i]].name),
             Text::same(type_text(context_.graph, key->type))});
      is_good = false;
      continue;
    }
    keys.push_back(key->node);
    absent |= key->maybe_absent;
  }
  if (!is_good) return std::nullopt;
  NodeId cell = builder_.table(param.table, keys, param.type);
  Type type = builder_.type(cell);
  type.unit = param.type.unit;
  std::size_t complete = 1;
  for (std::uint32_t list : param.table.lists) complete *= context_.graph.lists[list].members.size();
  if (param.table.cells.size() < complete)
    cell = builder_.otherwise(
        cell, builder_.fail(site(codes::no_cell, node, {Text::same(param.name), keys_text(node)}), type));
  return value(cell, type, absent);
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
  inner.expansions = setting_.expansions + 1;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    // An argument may be absent: the definition may ask with has().
    const formula::Node& argument = (*tree_)[node.children[i]];
    auto v = argument.kind == Kind::name ? resolve(argument, true, {}) : lower(node.children[i]);
    if (!v) return std::nullopt;
    if (setting_.present.contains(v->node)) v->maybe_absent = false;
    inner.locals.emplace(define.parameters[i], *v);
  }
  Lowering body(context_, std::move(inner));
  return lower_content(body, *define.body);
}

}  // namespace merit::graph
