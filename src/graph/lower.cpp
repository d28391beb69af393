#include "graph/lower.hpp"

#include <algorithm>

#include "base/calendar.hpp"
#include "base/utf8.hpp"
#include "graph/apply.hpp"
#include "graph/codes.hpp"
#include "graph/functions.hpp"
#include "graph/node.hpp"

namespace merit::graph {

using formula::Kind;

namespace {

// What stands between quotes, or nothing when the text is none.
std::optional<std::string> quoted_text(std::string_view written) {
  const bool is_quoted = written.size() > 2 && (written.front() == '\'' || written.front() == '"') &&
                         written.back() == written.front();
  return is_quoted ? std::optional(std::string(written.substr(1, written.size() - 2))) : std::nullopt;
}

// `A+` and `Tier 1` are members that no formula can read.
bool is_written_bare(const std::string& member) {
  const formula::ParseResult read = formula::parse(member);
  return read.tree && read.tree->root().kind == formula::Kind::name;
}

Text write_instead(const std::string& text) { return {"write `" + text + "`", "请写 `" + text + "`"}; }

// A text beside a date or a member of a list: `text` and `other` as written.
Text way_out_of_text(const Graph& graph, const Type& type, std::string_view text, std::string_view other) {
  const auto quoted = quoted_text(text);
  if (type.kind == ValueKind::date) {
    const auto day = quoted ? parse_date(*quoted) : std::nullopt;
    if (!day) return {};
    const CivilDate date = civil_date(*day);
    return write_instead("date(" + std::to_string(date.year) + ", " + std::to_string(date.month) + ", " +
                         std::to_string(date.day) + ")");
  }
  const List& list = graph.lists[type.list];
  const auto is_member = [&](const std::string& word) {
    return std::find(list.members.begin(), list.members.end(), word) != list.members.end();
  };
  if (quoted && is_member(*quoted) && !is_written_bare(*quoted))
    return {"no formula can name this member; say its value for each member in a parameter with `by`",
            "公式无法引用这个成员；请用带 `by` 的参数逐个成员写明取值"};
  if (quoted && is_member(*quoted)) return write_instead(*quoted);
  const std::string member(other);
  if (quoted || !is_member(member)) return {};
  return {
      "write `'" + member + "'`; or declare `" + std::string(text) + "` with the type `" + list.name + "`",
      "请写 `'" + member + "'`；或把 `" + std::string(text) + "` 的类型声明为 `" + list.name + "`"};
}

// What most often mends a clash of these two numbers, or nothing.
Text way_out(const Type& a, const Type& b) {
  const Unit money = Unit::of_money();
  const bool is_amount_and_number = a.is_number() && b.is_number() && (a.unit == money || b.unit == money) &&
                                    (a.unit == Unit::plain() || b.unit == Unit::plain());
  if (is_amount_and_number)
    return {"a parameter such as `{value: 20, type: money}` turns a number into an amount",
            "乘以 `{value: 20, type: money}` 这样的参数，数就成为金额"};
  return {};
}

}  // namespace

std::string in_short(std::string_view text) {
  constexpr std::size_t most = 40;
  std::size_t end = 0;
  for (std::size_t n = 0; n < most && end < text.size(); ++n) utf8::next(text, end);
  return std::string(text.substr(0, end)) + (end < text.size() ? "..." : "");
}

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
  const auto is_beside_text = [](const Type& type, const Type& text) {
    return text.kind == ValueKind::text && (type.kind == ValueKind::date || type.kind == ValueKind::member);
  };
  const std::string_view a_text = context_.sources.text(a_span), b_text = context_.sources.text(b_span);
  if (is_beside_text(a, b)) d.suggestion = way_out_of_text(context_.graph, a, b_text, a_text);
  else if (is_beside_text(b, a)) d.suggestion = way_out_of_text(context_.graph, b, a_text, b_text);
  else d.suggestion = way_out(a, b);
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

}  // namespace merit::graph
