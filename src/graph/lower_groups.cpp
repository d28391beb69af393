// Formulas to nodes: functions over the rows of a group, `sum(sold where in_post by branch)`.
//
// Inside, every name is the peer's. The nodes are those of the table's own rows: what makes them a group's is
// the fold, which reads them of all rows with the same keys.
#include <algorithm>

#include "graph/codes.hpp"
#include "graph/functions.hpp"
#include "graph/lower.hpp"

namespace merit::graph {

std::optional<Value> Lowering::lower_group(const formula::Node& call) {
  if (setting_.constants_only) return error(codes::needs_constant, call, {Text::same(call.text)});
  if (setting_.closed_reads)
    return error(codes::weight_reads, call, {Text::same(call.text), {"made of a group", "对分组的汇总"}});
  if (setting_.frames.size() > 1 || setting_.is_of_peers)
    return error(codes::group_inside, call, {Text::same(call.text)});
  const auto info = std::find_if(group_functions().begin(), group_functions().end(),
                                 [&](const FunctionInfo& f) { return f.name == call.text; });
  if (call.children.size() != info->most)
    return error(codes::wrong_form, call, {Text::same(call.text), Text::same(std::string(info->form))});
  const auto keys = group_keys(call);
  Lowering peer(context_, peers());
  peer.scalar_ = scalar_;
  peer.tree_ = tree_;
  const auto x = peer.lower_peer(call);
  if (!keys || !x) return std::nullopt;

  const std::uint32_t table = setting_.frames.front().table;
  const SiteId too_long = site(codes::too_many_digits, call, {written(call)});
  const auto fold = [&](FoldFunction function) {
    return builder_.fold(x->node, {function, std::nullopt, too_long}, table, *keys);
  };
  const NodeId made = call.text == "mean"
                          ? builder_.ratio(fold(FoldFunction::sum), fold(FoldFunction::count), x->type.unit)
                          : fold(*fold_named(call.text));
  Type type = builder_.type(made);
  type.maybe_absent = false;
  // The row is one of its group: unless something is left out, there is a value.
  const bool may_be_empty = call.where || x->maybe_absent;
  const bool needs_values = call.text == "mean" || call.text == "min" || call.text == "max";
  return alone(value(made, type, needs_values && may_be_empty), call);
}

// What is known of this row is not known of its peers; what is absent is left out.
Setting Lowering::peers() const {
  Setting inner = setting_;
  inner.is_of_peers = true;
  inner.present.clear();
  inner.absence_allowed = true;
  inner.absent_reads = nullptr;
  inner.may_be_absent = false;
  return inner;
}

std::optional<std::vector<NodeId>> Lowering::group_keys(const formula::Node& call) {
  std::vector<NodeId> keys;
  bool is_good = true;
  for (Index index : call.by) {
    const formula::Node& node = (*tree_)[index];
    const auto key = resolve(node, true, {});
    if (key && is_key(*key, span(node))) keys.push_back(key->node);
    else is_good = false;
  }
  return is_good ? std::optional(keys) : std::nullopt;
}

std::optional<std::vector<NodeId>> Lowering::group_keys(const plan::DocNode& by) {
  std::vector<NodeId> keys;
  if (by.is_scalar() && by.text == "all") return keys;
  bool is_good = true;
  const auto add = [&](const plan::DocNode& written) {
    const auto key = written.is_scalar() ? formula(written) : std::nullopt;
    if (key && is_key(*key, written.span)) keys.push_back(key->node);
    else is_good = false;
  };
  if (by.is_scalar()) add(by);
  for (const plan::DocNode& written : by.list) add(written);
  return is_good ? std::optional(keys) : std::nullopt;
}

bool Lowering::is_key(const Value& key, Span at) {
  const std::string_view text = context_.sources.text(at.source).substr(at.begin, at.end - at.begin);
  if (key.maybe_absent) context_.report(codes::key_may_be_absent, at, {Text::same(in_short(text))});
  else if (key.type.is_number() && !builder_.type(key.node).is_fixed())
    context_.report(codes::exact_crosses, at, {Text::same(in_short(text))});
  else return true;
  return false;
}

// What each peer gives: absent where it does not count.
std::optional<Value> Lowering::lower_peer(const formula::Node& call) {
  std::optional<Value> condition;
  if (call.where) {
    condition = lower_condition(*call.where);
    if (!condition) return std::nullopt;
    collect_presence(*call.where, true, setting_.present);
  }
  std::optional<Value> x = value(builder_.boolean(true), Type::boolean());
  if (!call.children.empty()) {
    x = lower(call.children[0]);
    if (!x || !is_foldable(call, *x)) return std::nullopt;
  }
  if (condition)
    x->node = builder_.choose({{condition->node, x->node}}, builder_.none(x->type), x->type.unit);
  return x;
}

}  // namespace merit::graph
