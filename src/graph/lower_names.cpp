// Formulas to nodes: what a name stands for, here or in another table, and whether it is there.
#include <algorithm>

#include "base/rounding.hpp"
#include "graph/axis.hpp"
#include "graph/codes.hpp"
#include "graph/functions.hpp"
#include "graph/lower.hpp"
#include "graph/paths.hpp"

namespace merit::graph {

using formula::Kind;

std::optional<Value> Lowering::lower_name(const formula::Node& node, List list) {
  return resolve(node, false, list);
}

// The frame whose rows a name begins with, and the rest of the name; without any, the frame of the node.
Lowering::Place Lowering::place_of(std::string_view name) const {
  for (std::size_t f = setting_.frames.size(); f-- > 1;) {
    const std::string& rows = setting_.frames[f].rows;
    if (name == rows) return {f, {}};
    if (name.starts_with(rows) && name[rows.size()] == '.') return {f, name.substr(rows.size() + 1)};
  }
  return {0, name};
}

std::optional<Value> Lowering::resolve(const formula::Node& node, bool absence_allowed, List list) {
  auto v = resolve_any(node, absence_allowed, list);
  if (!v || !setting_.closed_reads || builder_[v->node].domain.is_plan()) return v;
  const Symbol* symbol = context_.scope.find(node.text);
  if (symbol && symbol->kind == SymbolKind::param) return v;  // its day is among what was read
  const bool is_closed = v->type.kind == ValueKind::member || v->type.kind == ValueKind::boolean;
  if (!is_closed)
    return error(codes::weight_reads, node,
                 {Text::same(node.text), Text::same(type_text(context_.graph, v->type))});
  setting_.closed_reads->emplace(v->node, ClosedRead{node.text, {}});
  return v;
}

std::optional<Value> Lowering::resolve_any(const formula::Node& node, bool absence_allowed, List list) {
  if (const auto local = setting_.locals.find(node.text); local != setting_.locals.end()) {
    const auto v = brought(local->second, setting_.locals_frame, node);
    return v ? read_absent(*v, node, absence_allowed, {}) : std::nullopt;
  }
  if (node.text.starts_with("period.")) return Functions(*this).period(node);
  const auto [frame, rest] = place_of(node.text);
  if (rest.empty()) return rows_refused(node, node.text);
  const auto path = path_of(context_, setting_.frames[frame].table, rest);
  if (path && !path->rows.empty()) {
    const std::size_t before = node.text.size() - rest.size();
    return rows_refused(node, std::string_view(node.text).substr(0, before + path->rows.size()));
  }
  const bool is_plain = frame == 0 && !(path && path->has_steps());
  if (!is_plain) {
    if (path) return read(*path, frame, node, absence_allowed);
    report_unknown(node);
    return std::nullopt;
  }
  const Symbol* symbol = path ? path->symbol : nullptr;
  const auto lists = context_.scope.lists_with(node.text);
  if (symbol && !lists.empty() && symbol->kind != SymbolKind::define) {
    const bool wanted = list && std::find(lists.begin(), lists.end(), *list) != lists.end();
    if (wanted) {
      Diagnostic& d =
          context_.report(codes::name_and_member, span(node),
                          {Text::same(node.text), Text::same(context_.graph.lists[lists[0]].name)});
      d.related.push_back({symbol->span, {"the name is declared here", "名称声明于此"}});
      d.related.push_back(
          {context_.graph.lists[lists[0]].span, {"the list is declared here", "清单声明于此"}});
      return std::nullopt;
    }
  }
  if (path) return read(*path, 0, node, absence_allowed);
  if (!lists.empty()) return lower_member(node, list);
  report_unknown(node);
  return std::nullopt;
}

std::nullopt_t Lowering::rows_refused(const formula::Node& node, std::string_view rows) {
  const std::string name(rows);
  const std::string value = node.text == name ? name + ".amount" : node.text;
  return error(codes::rows_outside, node, {Text::same(node.text), Text::same(name), Text::same(value)});
}

void Lowering::report_unknown(const formula::Node& node) {
  Scope& scope = context_.scope_of(setting_.frames.front().table);
  if (scope.may_be_broken(node.text)) return;
  Diagnostic& d = context_.report(codes::unknown_name, span(node), {Text::same(node.text)});
  d.suggestion = context_.diagnostics.did_you_mean(node.text, scope.names());
  const auto [frame, rest] = place_of(node.text);
  if (d.suggestion != Text{} || rest.find('.') == std::string_view::npos) return;
  const LostStep lost = lost_step(context_, setting_.frames[frame].table, rest);
  d.suggestion = did_you_mean(std::string(lost.name), context_.scope_of(lost.table).names());
}

void Lowering::check_names(const plan::DocNode& scalar, const std::vector<std::string>& locals) {
  const formula::Tree* tree = context_.formulas.parse(scalar);
  if (!tree) return;
  scalar_ = &scalar;
  tree_ = tree;
  // A definition is read for the rows of whoever calls it.
  const auto is_known_somewhere = [&](const std::string& name) {
    for (std::uint32_t table = 0; table < context_.graph.tables.size(); ++table)
      if (path_of(context_, table, name)) return true;
    return false;
  };
  for (const formula::Node& node : tree->nodes) {
    const bool is_name =
        node.kind == Kind::name && !node.text.starts_with("period.") && !rounding_mode_named(node.text);
    const bool is_local = std::find(locals.begin(), locals.end(), node.text) != locals.end();
    if (!is_name || is_local || !context_.scope.lists_with(node.text).empty()) continue;
    if (!is_known_somewhere(node.text)) report_unknown(node);
  }
}

std::optional<Value> Lowering::lower_member(const formula::Node& node, List list) {
  const auto lists = context_.scope.lists_with(node.text);
  std::uint32_t found = lists[0];
  if (list && std::find(lists.begin(), lists.end(), *list) != lists.end()) {
    found = *list;
  } else if (lists.size() > 1) {
    return error(codes::member_of_several, node,
                 {Text::same(node.text), Text::same(context_.graph.lists[lists[0]].name),
                  Text::same(context_.graph.lists[lists[1]].name)});
  }
  const auto& members = context_.graph.lists[found].members;
  const auto place = std::find(members.begin(), members.end(), node.text) - members.begin();
  return value(builder_.constant(Cell::of(Rational(place)), Type::member(found)), Type::member(found));
}

// ---- values

// What the path ends with, for a row of the frame in which the formula stands.
std::optional<Value> Lowering::read(const Path& path, std::size_t frame, const formula::Node& node,
                                    bool absence_allowed) {
  auto v = read(*path.symbol, node);
  if (!v) return std::nullopt;
  if (path.is_single) v = fetched_single(*v, path.table, setting_.frames[frame].table, node);
  else v = fetched(*v, path.up, false, node);
  if (v) v = brought(*v, frame, node);
  if (v && path.has_steps() && setting_.frames.size() == 1) builder_.note_reading(node.text, v->node);
  return v ? read_absent(*v, node, absence_allowed, path.symbol->span) : std::nullopt;
}

std::optional<Value> Lowering::read(const Symbol& symbol, const formula::Node& node) {
  const bool varies = symbol.kind == SymbolKind::input || symbol.kind == SymbolKind::entity;
  if (varies && setting_.constants_only) return error(codes::needs_constant, node, {Text::same(node.text)});
  switch (symbol.kind) {
    case SymbolKind::input: return context_.value_of_input(symbol.index);
    case SymbolKind::param: {
      const Param& param = context_.params[symbol.index];
      if (!param.is_good) return std::nullopt;
      if (!param.axes.empty())
        return error(codes::param_needs_keys, node,
                     {Text::same(param.name), Text::same(axis_name(context_, param, 0))});
      if (param.is_dated()) return param_cell(node, param, {}, {});
      const Cell& cell = param.table.cells.begin()->second;
      const NodeId constant = builder_.constant(cell, param.type);
      if (setting_.frames.size() == 1) builder_.note_reading(node.text, constant);
      return value(constant, param.type);
    }
    case SymbolKind::define: return error(codes::define_needs_call, node, {Text::same(node.text)});
    case SymbolKind::entity: return context_.results[symbol.index];
    case SymbolKind::back:
    case SymbolKind::table: break;
  }
  return std::nullopt;
}

// Whether the value is due whenever the node is that reads it.
bool Lowering::is_due(NodeId node) const {
  const auto due = context_.due.find(node);
  return setting_.due && due != context_.due.end() && due->second <= *setting_.due;
}

// A value where it is read: what may be absent has to be guarded, unless the item says what absence means.
std::optional<Value> Lowering::read_absent(Value v, const formula::Node& node, bool absence_allowed,
                                           std::optional<Span> declared) {
  if (!v.maybe_absent || absence_allowed) return v;
  if (setting_.present.contains(v.node) || is_due(v.node)) {
    v.maybe_absent = false;
    return v;
  }
  if (setting_.absence_allowed) {
    if (setting_.absent_reads) setting_.absent_reads->insert(v.node);
    return v;
  }
  Diagnostic& d = context_.report(codes::maybe_absent, span(node), {Text::same(node.text)});
  if (declared) d.related.push_back({*declared, {"declared here", "声明于此"}});
  return std::nullopt;
}

// A value of the rows of a frame, for those of the frame in which the formula stands.
std::optional<Value> Lowering::brought(Value v, std::size_t frame, const formula::Node& node) {
  if (setting_.present.contains(v.node)) v.maybe_absent = false;
  if (builder_[v.node].domain.is_plan()) return v;
  if (frame == Setting::no_frame)
    return error(codes::mine_not_here, node,
                 {Text::same(node.text), Text::same(setting_.frames.back().rows)});
  RefPath up;
  for (std::size_t f = setting_.frames.size(); --f > frame;) {
    const Frame& rows = setting_.frames[f];
    if (rows.is_shared)
      return error(codes::mine_not_here, node, {Text::same(node.text), Text::same(rows.rows)});
    up.insert(up.end(), rows.up.begin(), rows.up.end());
  }
  return fetched(v, up, true, node);
}

// A value of the row to which `up` leads, for a row of the table where it begins. Each step is a reading of
// its own, so that a row on the way that has failed fails those that read over it.
std::optional<Value> Lowering::fetched(Value v, const RefPath& up, bool is_mine, const formula::Node& node) {
  std::optional<NodeId> x = v.node;
  bool is_over_skip = false;
  for (std::size_t i = up.size(); x && i-- > 0;) {
    const Ref& ref = context_.graph.refs[up[i]];
    x = crossed(*x, {up[i], ref.to, is_mine}, ref.from);
    // Rows of an aggregate have the ref that makes them its rows.
    const Input& input = context_.graph.inputs[ref.input];
    const bool is_sure = is_mine || (i == 0 && setting_.present.contains(input.node));
    is_over_skip |= input.missing == Missing::skip && !is_sure;
  }
  if (!x) return error(codes::exact_crosses, node, {Text::same(node.text)});
  v.maybe_absent |= is_over_skip;
  if (const auto due = context_.due.find(v.node); due != context_.due.end() && !is_over_skip)
    context_.due.emplace(*x, due->second);
  return value(*x, v.type, v.maybe_absent);
}

std::optional<Value> Lowering::fetched_single(const Value& v, std::uint32_t single, std::uint32_t table,
                                              const formula::Node& node) {
  const auto x = crossed(v.node, {{}, single, false}, table);
  if (!x) return error(codes::exact_crosses, node, {Text::same(node.text)});
  if (const auto due = context_.due.find(v.node); due != context_.due.end())
    context_.due.emplace(*x, due->second);
  return value(*x, v.type, v.maybe_absent);
}

// The two fixed numbers whose quotient `x` is, here or brought from another row.
std::optional<Lowering::Quotient> Lowering::quotient_of(NodeId x) const {
  const auto args = context_.graph.arguments(x);
  switch (builder_[x].op) {
    case Op::ratio:
      if (!builder_.type(args[0]).is_fixed() || !builder_.type(args[1]).is_fixed()) return std::nullopt;
      return Quotient{args[0], args[1]};
    case Op::otherwise: {
      auto quotient = quotient_of(args[0]);
      if (!quotient || builder_[args[1]].op != Op::fail) return std::nullopt;
      quotient->if_zero = args[1];
      return quotient;
    }
    case Op::choose: {
      const bool is_brought =
          args.size() == 3 && builder_[args[0]].op == Op::present && builder_[args[2]].op == Op::none;
      return is_brought ? quotient_of(args[1]) : std::nullopt;
    }
    default: return std::nullopt;
  }
}

// `x` of a row, for the rows of `table` that name it. What crosses has a fixed number of digits; a quotient
// of two such numbers crosses as the pair.
std::optional<NodeId> Lowering::crossed(NodeId x, const FetchData& how, std::uint32_t table) {
  const auto key = std::make_tuple(x, how.ref, how.is_mine, table);
  if (const auto known = context_.fetched.find(key); known != context_.fetched.end()) return known->second;
  const Type& type = builder_.type(x);
  std::optional<NodeId> made;
  if (type.is_fixed() || !type.is_number()) {
    made = builder_.fetch(x, how, table);
  } else if (const auto quotient = quotient_of(x)) {
    const Unit unit = type.unit;
    const NodeId q = *crossed(quotient->q, how, table);
    made = builder_.ratio(*crossed(quotient->p, how, table), q, unit);
    if (!quotient->if_zero.is_none()) made = builder_.otherwise(*made, quotient->if_zero);
    // Without a row there is no divisor either: that is absence, and no division by zero.
    if (builder_.type(q).maybe_absent)
      made = builder_.choose({{builder_.present(q), *made}}, builder_.none(builder_.type(*made)), unit);
  }
  if (made) context_.fetched.emplace(key, *made);
  return made;
}

// ---- presence

// What is known to be there when the condition holds (or fails to hold).
void Lowering::collect_presence(Index index, bool holds, std::set<NodeId>& out) {
  const formula::Node& node = (*tree_)[index];
  if (node.kind == Kind::logical_not) return collect_presence(node.children[0], !holds, out);
  if ((node.kind == Kind::logical_and && holds) || (node.kind == Kind::logical_or && !holds)) {
    for (Index child : node.children) collect_presence(child, holds, out);
    return;
  }
  if (node.kind != Kind::call || node.text != "has" || !holds || node.children.size() != 1) return;
  const formula::Node& name = (*tree_)[node.children[0]];
  if (name.kind != Kind::name) return;
  if (const auto known = node_named(name)) out.insert(*known);
}

// The node that a name reads, if there is one to read; reports nothing that `resolve` would not report too.
std::optional<NodeId> Lowering::node_named(const formula::Node& name) {
  if (const auto local = setting_.locals.find(name.text); local != setting_.locals.end()) {
    const auto v = brought(local->second, setting_.locals_frame, name);
    return v ? std::optional(v->node) : std::nullopt;
  }
  const auto [frame, rest] = place_of(name.text);
  const auto path = rest.empty() ? std::nullopt : path_of(context_, setting_.frames[frame].table, rest);
  const bool varies = path && path->symbol && path->rows.empty() &&
                      (path->symbol->kind == SymbolKind::input || path->symbol->kind == SymbolKind::entity);
  if (!varies || setting_.constants_only) return std::nullopt;
  const auto v = read(*path, frame, name, true);
  return v ? std::optional(v->node) : std::nullopt;
}

}  // namespace merit::graph
