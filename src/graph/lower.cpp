#include "graph/lower.hpp"

#include <algorithm>

#include "graph/apply.hpp"
#include "graph/codes.hpp"
#include "graph/functions.hpp"
#include "graph/node.hpp"

namespace merit::graph {

using formula::Kind;

namespace {

// What most often mends a clash of these two, or nothing.
Text way_out(const Type& a, const Type& b) {
  const bool is_member = a.kind == ValueKind::member || b.kind == ValueKind::member;
  if (is_member && (a.kind == ValueKind::text || b.kind == ValueKind::text))
    return {"members of a list stand without quotes", "清单成员不加引号"};
  const Unit money = Unit::of_money();
  const bool is_amount_and_number = a.is_number() && b.is_number() && (a.unit == money || b.unit == money) &&
                                    (a.unit == Unit::plain() || b.unit == Unit::plain());
  if (is_amount_and_number)
    return {"a parameter such as `{value: 20, type: money}` turns a number into an amount",
            "乘以 `{value: 20, type: money}` 这样的参数，数就成为金额"};
  return {};
}

bool any_absent(const std::vector<Value>& values) {
  return std::any_of(values.begin(), values.end(), [](const Value& v) { return v.maybe_absent; });
}

}  // namespace

std::optional<Type> meet_types(const Type& a, const Type& b) {
  if (a.kind != b.kind) return std::nullopt;
  Type type = a;
  if (a.kind == ValueKind::member && a.list != b.list) return std::nullopt;
  if (a.is_number()) {
    const auto unit = meet(a.unit, b.unit);
    if (!unit) return std::nullopt;
    type.unit = *unit;
    type.digits = a.digits < 0 || b.digits < 0 ? exact_digits : std::max(a.digits, b.digits);
  }
  type.maybe_absent = a.maybe_absent || b.maybe_absent;
  return type;
}

std::optional<Type> Lowering::unify(const Type& a, Span a_span, const Type& b, Span b_span) {
  if (auto type = meet_types(a, b)) return type;
  Diagnostic& d =
      context_.report(codes::units_clash, b_span,
                      {Text::same(type_text(context_.graph, a)), Text::same(type_text(context_.graph, b))});
  d.related.push_back(
      {a_span, {"this is " + type_text(context_.graph, a), "此处为 " + type_text(context_.graph, a)}});
  d.suggestion = way_out(a, b);
  return std::nullopt;
}

std::optional<Value> Lowering::formula(const plan::DocNode& scalar, List list) {
  const formula::Tree* tree = context_.formulas.parse(scalar);
  if (!tree) return std::nullopt;
  const auto* outer_scalar = std::exchange(scalar_, &scalar);
  const auto* outer_tree = std::exchange(tree_, tree);
  const Span outer_span = builder_.origin().span;
  builder_.set_origin({builder_.origin().entity, scalar.span});
  auto result = lower(static_cast<Index>(tree->nodes.size() - 1), list);
  builder_.set_origin({builder_.origin().entity, outer_span});
  scalar_ = outer_scalar;
  tree_ = outer_tree;
  return result;
}

std::optional<Value> Lowering::number(const plan::DocNode& scalar) {
  auto v = formula(scalar);
  if (!v || v->type.is_number()) return v;
  context_.report(codes::needs_number, scalar.span, {Text::same(type_text(context_.graph, v->type))});
  return std::nullopt;
}

std::optional<Value> Lowering::condition(const plan::DocNode& scalar) {
  auto v = formula(scalar);
  if (!v || v->type.kind == ValueKind::boolean) return v;
  context_.report(codes::needs_condition, scalar.span, {Text::same(type_text(context_.graph, v->type))});
  return std::nullopt;
}

std::optional<Value> Lowering::constant(const plan::DocNode& scalar, List list) {
  setting_.constants_only = true;
  const std::size_t first = context_.graph.nodes.size();
  const auto v = formula(scalar, list);
  setting_.constants_only = false;
  if (!v) return std::nullopt;
  const std::optional<Cell> cell = constant_value(context_.graph, v->node, first);
  if (cell && cell->is_value()) {
    Type type = v->type;
    if (type.is_number()) type.digits = decimals_of(cell->number);
    return value(builder_.constant(*cell, type), type);
  }
  context_.report(codes::needs_constant, scalar.span, {Text::same(scalar.text)});
  return std::nullopt;
}

void Lowering::assume(const plan::DocNode& scalar) {
  const formula::Tree* tree = context_.formulas.parse(scalar);
  if (!tree) return;
  const auto* outer_scalar = std::exchange(scalar_, &scalar);
  const auto* outer_tree = std::exchange(tree_, tree);
  collect_presence(static_cast<Index>(tree->nodes.size() - 1), true, setting_.present);
  scalar_ = outer_scalar;
  tree_ = outer_tree;
}

std::optional<Value> Lowering::lower(Index index, List list) {
  const formula::Node& node = (*tree_)[index];
  switch (node.kind) {
    case Kind::number: {
      const NodeId id = builder_.number(node.value);
      return value(id, builder_.type(id));
    }
    case Kind::text: return value(builder_.constant(Cell::of_text(node.text), Type::text()), Type::text());
    case Kind::boolean: return value(builder_.boolean(node.value == 1), Type::boolean());
    case Kind::name: return lower_name(node, list);
    case Kind::negate: {
      auto x = lower_number(node.children[0]);
      if (!x) return std::nullopt;
      Type type = x->type;
      return value(builder_.scaled(x->node, -1, type.unit), type, x->maybe_absent);
    }
    case Kind::positive: return lower_number(node.children[0]);
    case Kind::add:
    case Kind::subtract: return lower_sum(index);
    case Kind::multiply:
    case Kind::divide: return lower_product(index);
    case Kind::equal:
    case Kind::not_equal:
    case Kind::less:
    case Kind::less_equal:
    case Kind::greater:
    case Kind::greater_equal: return lower_comparison(node);
    case Kind::in: return lower_in(node);
    case Kind::logical_not:
    case Kind::logical_and:
    case Kind::logical_or: return lower_logic(node);
    case Kind::if_: return lower_if(node, list);
    case Kind::match: return lower_match(node, list);
    case Kind::call: return lower_call(node);
  }
  return std::nullopt;
}

std::optional<Value> Lowering::lower_number(Index index) {
  auto v = lower(index);
  if (!v || v->type.is_number()) return v;
  return error(codes::needs_number, (*tree_)[index], {Text::same(type_text(context_.graph, v->type))});
}

std::optional<Value> Lowering::lower_condition(Index index) {
  auto v = lower(index);
  if (!v || v->type.kind == ValueKind::boolean) return v;
  return error(codes::needs_condition, (*tree_)[index], {Text::same(type_text(context_.graph, v->type))});
}

// ---- names
// -----------------------------------------------------------------------------------------------------

std::optional<Value> Lowering::lower_name(const formula::Node& node, List list) {
  return resolve(node, false, list);
}

std::optional<Value> Lowering::resolve(const formula::Node& node, bool absence_allowed, List list) {
  if (const auto local = setting_.locals.find(node.text); local != setting_.locals.end()) {
    return read_absent(local->second, node, absence_allowed, {});
  }
  if (node.text.starts_with("period.")) return Functions(*this).period(node);
  const Symbol* symbol = context_.scope.find(node.text);
  const auto lists = context_.scope.lists_with(node.text);
  if (symbol && !lists.empty() && symbol->kind != SymbolKind::define) {
    const bool wanted = !list || std::find(lists.begin(), lists.end(), *list) != lists.end();
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
  if (symbol) return read(*symbol, node, absence_allowed);
  if (!lists.empty()) return lower_member(node, list);
  report_unknown(node);
  return std::nullopt;
}

void Lowering::report_unknown(const formula::Node& node) {
  if (context_.scope.may_be_broken(node.text)) return;
  Diagnostic& d = context_.report(codes::unknown_name, span(node), {Text::same(node.text)});
  d.suggestion = did_you_mean(node.text, context_.scope.names());
}

void Lowering::check_names(const plan::DocNode& scalar, const std::vector<std::string>& locals) {
  const formula::Tree* tree = context_.formulas.parse(scalar);
  if (!tree) return;
  scalar_ = &scalar;
  tree_ = tree;
  for (const formula::Node& node : tree->nodes) {
    const bool is_name = node.kind == Kind::name && !node.text.starts_with("period.") &&
                         !rounding_mode_named(node.text);
    const bool is_local = std::find(locals.begin(), locals.end(), node.text) != locals.end();
    const bool is_known = context_.scope.find(node.text) || !context_.scope.lists_with(node.text).empty();
    if (is_name && !is_local && !is_known) report_unknown(node);
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

std::optional<Value> Lowering::read(const Symbol& symbol, const formula::Node& node, bool absence_allowed) {
  Value v;
  const bool varies = symbol.kind == SymbolKind::input || symbol.kind == SymbolKind::entity;
  if (varies && setting_.constants_only)
    return error(codes::needs_constant, node, {Text::same(node.text)});
  switch (symbol.kind) {
    case SymbolKind::input: {
      const Input& input = context_.graph.inputs[symbol.index];
      v = value(input.node, input.type, input.missing == Missing::skip);
      break;
    }
    case SymbolKind::param: {
      const Param& param = context_.params[symbol.index];
      if (!param.is_good) return std::nullopt;
      if (!param.table.lists.empty())
        return error(codes::param_needs_keys, node,
                     {Text::same(param.name), Text::same(context_.graph.lists[param.table.lists[0]].name)});
      const Cell& cell = param.table.cells.begin()->second;
      return value(builder_.constant(cell, param.type), param.type);
    }
    case SymbolKind::define: return error(codes::define_needs_call, node, {Text::same(node.text)});
    case SymbolKind::entity: {
      const auto& result = context_.results[symbol.index];
      if (!result) return std::nullopt;
      v = *result;
      break;
    }
  }
  return read_absent(v, node, absence_allowed, symbol.span);
}

// A value where it is read: what may be absent has to be guarded, unless the item says what absence means.
std::optional<Value> Lowering::read_absent(Value v, const formula::Node& node, bool absence_allowed,
                                           std::optional<Span> declared) {
  if (!v.maybe_absent || absence_allowed) return v;
  if (setting_.present.contains(v.node)) {
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
  if (const auto local = setting_.locals.find(name.text); local != setting_.locals.end()) {
    out.insert(local->second.node);
    return;
  }
  const Symbol* symbol = context_.scope.find(name.text);
  if (!symbol) return;
  if (symbol->kind == SymbolKind::input) out.insert(context_.graph.inputs[symbol->index].node);
  if (symbol->kind == SymbolKind::entity && context_.results[symbol->index])
    out.insert(context_.results[symbol->index]->node);
}

template <typename F>
auto Lowering::with_presence(Index condition, bool holds, F body) {
  std::set<NodeId> known = setting_.present;
  collect_presence(condition, holds, known);
  std::swap(known, setting_.present);
  auto result = body();
  std::swap(known, setting_.present);
  return result;
}

// ---- arithmetic
// ------------------------------------------------------------------------------------------------

// A chain a + b - c becomes one sum. Dates count: date - date is days, date + days is a date.
std::optional<Value> Lowering::lower_sum(Index index) {
  std::vector<std::pair<Index, int>> chain;
  for (Index i = index;;) {
    const formula::Node& node = (*tree_)[i];
    if (node.kind != Kind::add && node.kind != Kind::subtract) {
      chain.push_back({i, 1});
      break;
    }
    chain.push_back({node.children[1], node.kind == Kind::add ? 1 : -1});
    i = node.children[0];
  }
  std::reverse(chain.begin(), chain.end());
  std::vector<std::pair<Rational, NodeId>> terms;
  std::optional<Type> type;
  Span type_span;
  int dates = 0;
  std::optional<Index> fraction;  // a term that is not a whole number
  bool is_good = true, maybe_absent = false;
  for (const auto& [term, sign] : chain) {
    auto v = lower(term);
    if (!v) {
      is_good = false;
      continue;
    }
    maybe_absent |= v->maybe_absent;
    terms.push_back({sign, v->node});
    if (v->type.kind == ValueKind::date) {
      dates += sign;
      continue;
    }
    if (!v->type.is_number()) {
      error(codes::needs_number, (*tree_)[term], {Text::same(type_text(context_.graph, v->type))});
      is_good = false;
      continue;
    }
    if (builder_.type(v->node).digits != 0 && !fraction) fraction = term;
    const auto met = type ? unify(*type, type_span, v->type, span(term)) : std::optional(v->type);
    if (!met) {
      is_good = false;
      continue;
    }
    if (!type || type->unit.tag == Unit::Tag::literal) type_span = span(term);
    type = met;
  }
  if (!is_good) return std::nullopt;
  const bool has_dates = std::any_of(terms.begin(), terms.end(), [&](const auto& t) {
    return builder_.type(t.second).kind == ValueKind::date;
  });
  if (has_dates) {
    const bool days_only = !type || meet(type->unit, Unit::of_days()) || type->unit.tag == Unit::Tag::count ||
                           type->unit == Unit::plain();
    if (dates < 0 || dates > 1 || !days_only) return error(codes::date_arithmetic, (*tree_)[index]);
    if (dates == 1 && fraction) return error(codes::needs_whole, (*tree_)[*fraction]);
    const NodeId sum = builder_.sum(0, terms, dates == 1 ? Type::date() : Type::number(Unit::of_days(), 0));
    Type result = builder_.type(sum);
    result.maybe_absent = false;
    return value(sum, result, maybe_absent);
  }
  const NodeId sum = builder_.sum(0, terms, type->unit);
  type->digits = builder_.type(sum).digits;
  return value(sum, *type, maybe_absent);
}

std::optional<Value> Lowering::lower_product(Index index) {
  // Left-deep chains are walked, not recursed into: a * b / c * d.
  std::vector<Index> chain;
  Index leftmost = index;
  while ((*tree_)[leftmost].kind == Kind::multiply || (*tree_)[leftmost].kind == Kind::divide) {
    chain.push_back(leftmost);
    leftmost = (*tree_)[leftmost].children[0];
  }
  auto result = lower_number(leftmost);
  for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
    const formula::Node& node = (*tree_)[*it];
    auto right = lower_number(node.children[1]);
    if (!result || !right) {
      result.reset();
      continue;
    }
    const bool divides = node.kind == Kind::divide;
    const auto unit = divides ? quotient(result->type.unit, right->type.unit)
                              : product(result->type.unit, right->type.unit);
    if (!unit) {
      error(divides ? codes::units_quotient : codes::units_product, node,
            {Text::same(type_text(context_.graph, result->type)),
             Text::same(type_text(context_.graph, right->type))});
      result.reset();
      continue;
    }
    const NodeId id =
        divides ? builder_.divided(result->node, right->node, *unit, site(codes::division_by_zero, node))
                : builder_.mul({result->node, right->node}, *unit);
    Type type = builder_.type(id);
    type.unit = *unit;
    result = value(id, type, result->maybe_absent || right->maybe_absent);
  }
  return result;
}

// ---- comparison and logic
// --------------------------------------------------------------------------------------

std::optional<Value> Lowering::compare(Kind kind, const Value& a, const Value& b) {
  const bool absent = a.maybe_absent || b.maybe_absent;
  NodeId id = no_node;
  switch (kind) {
    case Kind::equal: id = builder_.same(a.node, b.node); break;
    case Kind::not_equal: id = builder_.logical_not(builder_.same(a.node, b.node)); break;
    case Kind::less: id = builder_.less(a.node, b.node); break;
    case Kind::greater: id = builder_.less(b.node, a.node); break;
    case Kind::less_equal: id = builder_.logical_not(builder_.less(b.node, a.node)); break;
    default: id = builder_.logical_not(builder_.less(a.node, b.node)); break;
  }
  return value(id, Type::boolean(), absent);
}

std::optional<Value> Lowering::lower_comparison(const formula::Node& node) {
  // The side that is not a bare word says which list the other side's word belongs to.
  const auto is_bare = [&](Index i) {
    const formula::Node& n = (*tree_)[i];
    return n.kind == Kind::name && !setting_.locals.contains(n.text) &&
           !context_.scope.lists_with(n.text).empty();
  };
  const auto list_of = [](const std::optional<Value>& v) -> List {
    return v && v->type.kind == ValueKind::member ? List(v->type.list) : List{};
  };
  const bool left_later = is_bare(node.children[0]) && !is_bare(node.children[1]);
  std::optional<Value> a, b;
  if (left_later) {
    b = lower(node.children[1]);
    a = lower(node.children[0], list_of(b));
  } else {
    a = lower(node.children[0]);
    b = lower(node.children[1], list_of(a));
  }
  if (!a || !b || !unify(a->type, span(node.children[0]), b->type, span(node.children[1])))
    return std::nullopt;
  const bool ordered = node.kind != Kind::equal && node.kind != Kind::not_equal;
  if (ordered && (a->type.kind == ValueKind::text || a->type.kind == ValueKind::boolean))
    return error(codes::not_ordered, node, {Text::same(type_text(context_.graph, a->type))});
  return compare(node.kind, *a, *b);
}

std::optional<Value> Lowering::lower_in(const formula::Node& node) {
  auto x = lower(node.children[0]);
  if (!x) return std::nullopt;
  const List list = x->type.kind == ValueKind::member ? List(x->type.list) : List{};
  std::vector<std::pair<NodeId, NodeId>> cases;
  bool is_good = true, absent = x->maybe_absent;
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    auto member = lower(node.children[i], list);
    if (!member || !unify(x->type, span(node.children[0]), member->type, span(node.children[i]))) {
      is_good = false;
      continue;
    }
    absent |= member->maybe_absent;
    cases.push_back({builder_.same(x->node, member->node), builder_.boolean(true)});
  }
  if (!is_good) return std::nullopt;
  return value(builder_.choose(cases, builder_.boolean(false), {}), Type::boolean(), absent);
}

std::optional<Value> Lowering::lower_logic(const formula::Node& node) {
  auto a = lower_condition(node.children[0]);
  if (node.kind == Kind::logical_not) {
    if (!a) return std::nullopt;
    return value(builder_.logical_not(a->node), Type::boolean(), a->maybe_absent);
  }
  const bool is_and = node.kind == Kind::logical_and;
  auto b = with_presence(node.children[0], is_and, [&] { return lower_condition(node.children[1]); });
  if (!a || !b) return std::nullopt;
  const NodeId id = is_and ? builder_.logical_and(a->node, b->node) : builder_.logical_or(a->node, b->node);
  return value(id, Type::boolean(), a->maybe_absent || b->maybe_absent);
}

std::optional<Value> Lowering::lower_if(const formula::Node& node, List list) {
  auto c = lower_condition(node.children[0]);
  auto a = with_presence(node.children[0], true, [&] { return lower(node.children[1], list); });
  const List other = a && a->type.kind == ValueKind::member ? List(a->type.list) : list;
  auto b = with_presence(node.children[0], false, [&] { return lower(node.children[2], other); });
  if (!c || !a || !b) return std::nullopt;
  auto type = unify(a->type, span(node.children[1]), b->type, span(node.children[2]));
  if (!type) return std::nullopt;
  const NodeId id = builder_.choose({{c->node, a->node}}, b->node, type->unit);
  return value(id, *type, c->maybe_absent || a->maybe_absent || b->maybe_absent);
}

// The members that a match does not name; what else there may be where it is no list.
Text Lowering::cases_left(List list, const std::set<std::string>& named) const {
  if (!list) return {"all other values", "其他取值"};
  std::string left;
  for (const std::string& member : context_.graph.lists[*list].members)
    if (!named.contains(member)) left += (left.empty() ? "`" : ", `") + member + "`";
  return Text::same(left);
}

std::optional<Value> Lowering::lower_match(const formula::Node& node, List list) {
  auto x = lower(node.children[0]);
  if (!x) return std::nullopt;
  const List keys = x->type.kind == ValueKind::member ? List(x->type.list) : List{};
  const std::size_t count = (node.children.size() - 1) / 2;
  std::vector<std::pair<NodeId, NodeId>> cases;
  std::vector<Value> all = {*x};
  std::optional<Type> type;
  Span type_span;
  std::set<std::string> named;
  bool is_good = true;
  const auto branch = [&](Index i) -> std::optional<Value> {
    auto v = lower(i, type && type->kind == ValueKind::member ? List(type->list) : list);
    if (!v) {
      is_good = false;
      return std::nullopt;
    }
    auto met = type ? unify(*type, type_span, v->type, span(i)) : std::optional(v->type);
    if (!met) {
      is_good = false;
      return std::nullopt;
    }
    if (!type) type_span = span(i);
    type = met;
    all.push_back(*v);
    return v;
  };
  for (std::size_t i = 0; i < count; ++i) {
    const Index key_index = node.children[1 + 2 * i];
    auto key = lower(key_index, keys);
    auto v = branch(node.children[2 + 2 * i]);
    if (!key || !unify(x->type, span(node.children[0]), key->type, span(key_index))) {
      is_good = false;
      continue;
    }
    named.insert((*tree_)[key_index].text);
    if (v) cases.push_back({builder_.same(x->node, key->node), v->node});
  }
  std::optional<Value> last;
  if (node.has_else) {
    last = branch(node.children.back());
  } else if (!is_good) {
    return std::nullopt;
  } else if (!keys || named.size() < context_.graph.lists[*keys].members.size()) {
    return error(codes::match_needs_else, node, {cases_left(keys, named)});
  }
  if (!is_good || cases.empty()) return std::nullopt;
  NodeId otherwise = last ? last->node : cases.back().second;
  if (!last) cases.pop_back();
  return value(builder_.choose(cases, otherwise, type->unit), *type, any_absent(all));
}

// ---- calls
// -----------------------------------------------------------------------------------------------------

std::optional<Value> Lowering::lower_call(const formula::Node& node) {
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
  const std::string& name = call.text;
  const std::string in_row = name == "count" ? "count_true(a, b)" : name == "any" ? "a or b" : name + "(a, b)";
  context_.report(codes::group_not_yet, name_span(call), {Text::same(name), Text::same(in_row)});
  return std::nullopt;
}

std::nullopt_t Lowering::wrong_count(const formula::Node& call, const std::vector<std::string>& arguments) {
  std::string form = call.text + "(";
  for (std::size_t i = 0; i < arguments.size(); ++i) form += (i == 0 ? "" : ", ") + arguments[i];
  return error(codes::wrong_argument_count, call,
               {Text::same(call.text), Text::same(std::to_string(arguments.size())),
                Text::same(std::to_string(call.children.size())), Text::same(form + ")")});
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
    cell =
        builder_.otherwise(cell, builder_.fail(site(codes::no_cell, node, {Text::same(param.name)}), type));
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
