#include "graph/skip.hpp"

#include <string_view>

#include "graph/codes.hpp"
#include "graph/weights.hpp"

namespace merit::graph {

namespace {

bool says_who_peers_are(Context& context, const Entity& item, const plan::Fields& fields) {
  const plan::DocNode* skip = fields["skip"];
  const bool needs_peers = skip && skip->text == "peers";
  if (needs_peers && fields.has("every")) {
    context.report(codes::peers_every, fields.key("every").span, {Text::same(item.path)});
    return false;
  }
  if (needs_peers && !item.weight->points) {
    context.report(codes::peers_weight, fields.key("weight").span, {Text::same(item.path)});
    return false;
  }
  if (needs_peers == fields.has("peers")) return true;
  if (needs_peers) context.report(codes::must_say_peers, fields.key("skip").span);
  else context.report(codes::peers_unused, fields.key("peers").span);
  return false;
}

// The mean of `own`, which is absent for those to whom the item does not apply, over the rows that have the
// same of the item's `peers`. Fails where it applies to none of them.
std::optional<NodeId> peers_mean(Context& context, const Lowering& lowering, std::uint32_t item,
                                 const Value& own, const std::optional<Rounding>& how) {
  Builder& b = context.builder;
  const Entity& entity = context.graph.entities[item];
  const Text name = Text::same(entity.path);
  const auto site = [&](const CodeInfo& info) { return b.site(info, entity.span, {name}); };
  Lowering peer(context, lowering.peers());
  peer.setting().is_of_peers = false;
  const auto keys = peer.group_keys(*context.parts[item].text->fields["peers"]);
  if (!keys) return std::nullopt;
  if (!b.type(own.node).is_fixed()) {
    context.report(codes::exact_crosses, entity.span, {name});
    return std::nullopt;
  }
  const auto fold = [&](FoldFunction function) {
    return b.fold(own.node, {function, std::nullopt, site(codes::too_many_digits)}, entity.table, *keys);
  };
  const NodeId number = b.role(fold(FoldFunction::count), "peers");
  NodeId mean = b.ratio(fold(FoldFunction::sum), number, own.type.unit);
  if (how) mean = b.round(mean, *how, site(codes::too_many_digits));
  b.role(mean, "mean of peers");
  return b.otherwise(mean, b.fail(site(codes::no_peers), own.type));
}

}  // namespace

bool says_skip(Context& context, std::uint32_t id) {
  const Entity& entity = context.graph.entities[id];
  const plan::Fields& fields = context.parts[id].text->fields;
  const bool is_counted = entity.kind == EntityKind::item && entity.weight;
  const char* condition = fields.has("applies") ? "applies" : "every";
  if (is_counted && fields.has(condition) && !fields.has("skip")) {
    context.report(codes::must_say_skip, fields.key(condition).span,
                   {Text::same(entity.path), Text::same(condition)});
    return false;
  }
  if (fields.has("skip") && !is_counted) {
    context.report(codes::skip_not_counted, fields.key("skip").span, {Text::same(entity.path)});
    return false;
  }
  return says_who_peers_are(context, entity, fields);
}

std::optional<NodeId> instead_of_skipped(Context& context, const Lowering& lowering, std::uint32_t entity,
                                         const Value& v, NodeId applies, const std::optional<Rounding>& how) {
  Builder& b = context.builder;
  const plan::DocNode* skip = context.parts[entity].text->fields["skip"];
  const std::string_view choice = skip ? std::string_view(skip->text) : "";
  if (choice == "full") return points_of(b, *context.graph.entities[entity].weight);
  if (choice == "zero") return b.number(0);
  const NodeId none = b.none(v.type);
  if (choice != "peers") return none;
  const Value own{b.choose({{applies, v.node}}, none, v.type.unit), v.type, true};
  return peers_mean(context, lowering, entity, own, how);
}

}  // namespace merit::graph
