// Formulas to nodes: aggregates, `sum(sales.amount where sales.large)`.
#include <algorithm>

#include "graph/codes.hpp"
#include "graph/functions.hpp"
#include "graph/lower.hpp"
#include "graph/paths.hpp"

namespace merit::graph {

using formula::Kind;

/// The rows that an aggregate reads: the way to them from a frame of the formula.
struct Rows {
  std::size_t frame = 0;
  Path path;
  std::string name;  ///< "sales", "clients.orders"
  const formula::Node* first = nullptr;
};

bool is_aggregate(const formula::Node& call) {
  const bool is_name = std::any_of(aggregates().begin(), aggregates().end(),
                                   [&](const FunctionInfo& f) { return f.name == call.text; });
  return is_name && call.kind == Kind::call &&
         (call.is_group() || call.children.size() == 1 || call.text == "count" || call.text == "any");
}

namespace {

// The names of a formula that are not those of an aggregate inside it.
void collect_names(const formula::Tree& tree, formula::NodeIndex index,
                   std::vector<const formula::Node*>& out) {
  const formula::Node& node = tree[index];
  if (node.kind == Kind::name) out.push_back(&node);
  if (is_aggregate(node)) return;
  for (formula::NodeIndex child : node.children) collect_names(tree, child, out);
}

}  // namespace

// Finds the rows by the names that lead to them; all of these must lead to the same.
std::optional<Rows> Lowering::rows_of(const formula::Node& call) {
  std::vector<const formula::Node*> names;
  collect_names(*tree_, call.children[0], names);
  if (call.where) collect_names(*tree_, *call.where, names);
  std::optional<Rows> found;
  for (const formula::Node* name : names) {
    if (setting_.locals.contains(name->text)) continue;
    const auto [frame, rest] = place_of(name->text);
    const auto path = rest.empty() ? std::nullopt : path_of(context_, setting_.frames[frame].table, rest);
    if (!path || path->rows.empty()) continue;
    const std::size_t before = name->text.size() - rest.size();
    std::string rows = name->text.substr(0, before + path->rows.size());
    if (!found) {
      found = Rows{frame, *path, std::move(rows), name};
    } else if (found->name != rows) {
      Diagnostic& d =
          context_.report(codes::rows_differ, span(*name), {Text::same(found->name), Text::same(rows)});
      d.related.push_back(
          {span(*found->first), {"`" + found->name + "` here", "`" + found->name + "` 在此"}});
      if (found->name.starts_with(rows + ".") && found->path.down.size() == path->down.size() + 1) {
        const Ref& ref = context_.graph.refs[found->path.down.back()];
        const std::string way =
            found->name + "." + context_.graph.inputs[ref.input].name + name->text.substr(rows.size());
        d.suggestion = {"write `" + way + "`", "请写 `" + way + "`"};
      }
      return std::nullopt;
    }
  }
  if (found) return found;
  // A way that leads nowhere is told at its place.
  for (const formula::Node* name : names) {
    const auto [frame, rest] = place_of(name->text);
    const bool is_known = setting_.locals.contains(name->text) || rest.empty() ||
                          name->text.starts_with("period.") ||
                          path_of(context_, setting_.frames[frame].table, rest);
    if (is_known || name->text.find('.') == std::string::npos) continue;
    report_unknown(*name);
    return std::nullopt;
  }
  std::string example = "sales";
  for (const Ref& ref : context_.graph.refs)
    if (ref.to == setting_.frames.front().table) example = ref.back;
  example = "`" + call.text + "(" + example + (call.text == "count" ? "" : ".amount") + ")`";
  const std::string in_row = call.text == "count" ? "count_true(a, b)"
                             : call.text == "any" ? "a or b"
                                                  : call.text + "(a, b)";
  context_.report(codes::aggregate_needs_rows, name_span(call),
                  {Text::same(call.text),
                   {example + "; of several values of one row write `" + in_row + "`",
                    example + "；同一行的多个值请写 `" + in_row + "`"}});
  return std::nullopt;
}

std::optional<Value> Lowering::lower_aggregate(const formula::Node& call) {
  if (call.over != formula::Window::none) return lower_window(call);
  if (!call.by.empty() || call.by_all) return lower_group(call);
  if (call.children.size() != 1) {
    const auto it = std::find_if(aggregates().begin(), aggregates().end(),
                                 [&](const FunctionInfo& f) { return f.name == call.text; });
    return error(codes::wrong_form, call, {Text::same(call.text), Text::same(std::string(it->form))});
  }
  if (setting_.constants_only) return error(codes::needs_constant, call, {Text::same(call.text)});
  if (setting_.closed_reads)
    return error(codes::weight_reads, call, {Text::same(call.text), {"made of records", "对记录的汇总"}});
  const auto rows = rows_of(call);
  if (!rows) return std::nullopt;

  Setting inner = setting_;
  inner.frames.resize(rows->frame + 1);
  Frame frame{rows->path.rows_table, rows->name, rows->path.down, !rows->path.up.empty()};
  std::reverse(frame.up.begin(), frame.up.end());
  inner.frames.push_back(frame);
  inner.absence_allowed = inner.may_be_absent = false;
  if (inner.locals_frame > rows->frame) inner.locals_frame = Setting::no_frame;  // of rows left behind
  inner.absent_reads = nullptr;
  Lowering body(context_, std::move(inner));
  body.scalar_ = scalar_;
  body.tree_ = tree_;
  const std::uint32_t outer_table = builder_.set_table(frame.table);
  auto x = body.lower_argument(call, *rows);
  builder_.set_table(outer_table);
  if (!x) return std::nullopt;

  const auto made = aggregated(call, *x, *rows);
  if (!made) return std::nullopt;
  const bool is_empty_absent = call.text == "mean" || call.text == "min" || call.text == "max";
  Type type = builder_.type(*made);
  type.maybe_absent = false;
  std::optional<Value> v = value(*made, type, is_empty_absent);
  const formula::Node& name = *rows->first;
  v = fetched(*v, rows->path.up, false, name);
  if (v) v = brought(*v, rows->frame, name);
  return v ? alone(*v, call) : std::nullopt;
}

// What may be absent stands alone in the formula of a value, or in an item that says what absence means.
std::optional<Value> Lowering::alone(const Value& v, const formula::Node& call) {
  if (!v.maybe_absent) return v;
  if (setting_.absence_allowed && setting_.absent_reads) setting_.absent_reads->insert(v.node);
  if (setting_.absence_allowed || (setting_.may_be_absent && &call == &tree_->root())) return v;
  return error(codes::aggregate_alone, call, {Text::same(call.text)});
}

Text Lowering::written(const formula::Node& part) const {
  return Text::same(in_short(std::string_view(tree_->text).substr(part.begin, part.end - part.begin)));
}

// Whether the argument of an aggregate is of a type that it takes, and of a fixed number of decimals.
bool Lowering::is_foldable(const formula::Node& call, const Value& x) {
  const formula::Node& argument = (*tree_)[call.children[0]];
  const Type& type = x.type;
  const auto refuse = [&](const CodeInfo& code, Text what) {
    context_.report(code, span(argument), {std::move(what)});
    return false;
  };
  const Text kind = Text::same(type_text(context_.graph, type));
  if (call.text == "any" && type.kind != ValueKind::boolean) return refuse(codes::needs_condition, kind);
  if ((call.text == "sum" || call.text == "mean") && !type.is_number())
    return refuse(codes::needs_number, kind);
  const bool has_order = type.kind != ValueKind::boolean && type.kind != ValueKind::text;
  if ((call.text == "min" || call.text == "max") && !has_order) return refuse(codes::not_ordered, kind);
  if (type.is_number() && !builder_.type(x.node).is_fixed())
    return refuse(codes::exact_crosses, written(argument));
  return true;
}

// What each of the rows gives: absent where it does not count.
std::optional<Value> Lowering::lower_argument(const formula::Node& call, const Rows& rows) {
  const formula::Node& argument = (*tree_)[call.children[0]];
  const bool is_rows = argument.kind == Kind::name && argument.text == rows.name;
  std::optional<Value> condition;
  if (call.where) {
    condition = lower_condition(*call.where);
    if (!condition) return std::nullopt;
    collect_presence(*call.where, true, setting_.present);
  }
  setting_.absence_allowed = true;
  std::optional<Value> x;
  if (call.text == "count" && !is_rows) return error(codes::count_of_rows, argument, {Text::same(rows.name)});
  if (is_rows && (call.text == "count" || call.text == "any"))
    x = value(builder_.boolean(true), Type::boolean());
  else x = lower(call.children[0]);
  if (!x || !is_foldable(call, *x)) return std::nullopt;
  if (condition)
    x->node = builder_.choose({{condition->node, x->node}}, builder_.none(x->type), x->type.unit);
  return x;
}

// Over rows of rows the inner ones are folded first: those of a row that failed fail with it.
std::optional<NodeId> Lowering::aggregated(const formula::Node& call, const Value& x, const Rows& rows) {
  const SiteId too_long = site(codes::too_many_digits, call, {written(call)});
  const auto fold = [&](FoldFunction function) {
    NodeId made = x.node;
    for (std::size_t i = rows.path.down.size(); i-- > 0;) {
      const std::uint32_t ref = rows.path.down[i];
      made = builder_.fold(made, {function, ref, too_long}, context_.graph.refs[ref].to);
      if (function == FoldFunction::count) function = FoldFunction::sum;
    }
    return made;
  };
  if (call.text != "mean") return fold(*fold_named(call.text));
  return builder_.ratio(fold(FoldFunction::sum), fold(FoldFunction::count), x.type.unit);
}

}  // namespace merit::graph
