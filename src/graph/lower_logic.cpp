// Formulas to nodes: comparisons, and, or, not, in, if, match.
#include <algorithm>

#include "graph/codes.hpp"
#include "graph/forks.hpp"
#include "graph/lower.hpp"

namespace merit::graph {

using formula::Kind;

namespace {

bool any_absent(const std::vector<Value>& values) {
  return std::any_of(values.begin(), values.end(), [](const Value& v) { return v.maybe_absent; });
}

}  // namespace

template <typename F>
auto Lowering::with_presence(Index condition, bool holds, F body) {
  std::set<NodeId> known = setting_.present;
  collect_presence(condition, holds, known);
  std::swap(known, setting_.present);
  auto result = body();
  std::swap(known, setting_.present);
  return result;
}

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
  if (!builder_.constant_of(c->node))
    note_condition(context_, ForkKind::condition, span(node), span(node.children[0]), {id, c->node},
                   span(node.children[1]), span(node.children[2]));
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
  std::vector<NodeId> constants;  // the keys that are
  std::vector<Way> ways;
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
    const Cell* constant = builder_.constant_of(key->node);
    const auto is_it = [&](NodeId earlier) { return *builder_.constant_of(earlier) == *constant; };
    if (constant && std::any_of(constants.begin(), constants.end(), is_it)) {
      error(codes::match_twice, (*tree_)[key_index],
            {Text::same(std::string(context_.sources.text(span(key_index))))});
      is_good = false;
      continue;
    }
    if (constant) constants.push_back(key->node);
    named.insert((*tree_)[key_index].text);
    if (v) cases.push_back({builder_.same(x->node, key->node), v->node});
    ways.push_back({{}, span(node.children[2 + 2 * i]), span(key_index), nowhere});
  }
  std::optional<Value> last;
  if (node.has_else) {
    last = branch(node.children.back());
    ways.push_back({{}, span(node.children.back()), nowhere, nowhere});
  } else if (!is_good) {
    return std::nullopt;
  } else if (!keys || named.size() < context_.graph.lists[*keys].members.size()) {
    return error(codes::match_needs_else, node, {cases_left(keys, named)});
  }
  if (!is_good || cases.empty()) return std::nullopt;
  NodeId otherwise = last ? last->node : cases.back().second;
  if (!last) cases.pop_back();
  const NodeId id = builder_.choose(cases, otherwise, type->unit);
  fork_at(context_, ForkKind::match, span(node), span(node.children[0]), std::move(ways))
      .nodes.push_back({id});
  return value(id, *type, any_absent(all));
}

}  // namespace merit::graph
