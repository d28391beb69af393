// Checks: claims about a row.
#include "graph/codes.hpp"
#include "graph/forks.hpp"
#include "graph/node.hpp"

namespace merit::graph {

namespace {

// ": at most the whole"; in both languages the same when the plan has but one.
Text label_text(const Text& label) {
  const std::string& en = label.en.empty() ? label.zh : label.en;
  const std::string& zh = label.zh.empty() ? label.en : label.zh;
  return en.empty() ? Text{} : Text{": " + en, "：" + zh};
}

}  // namespace

void lower_check(Context& context, std::uint32_t id) {
  const plan::NamedFields& check = *context.parts[id].check;
  const plan::DocNode* must = check.fields["must"];
  context.builder.set_origin({id, context.graph.entities[id].span});
  context.builder.set_table(context.graph.entities[id].table);
  Lowering lowering(context, setting_of(context.graph.entities[id].table));
  auto v = must ? lowering.condition(*must) : std::nullopt;
  if (!v) return;
  Entity& entity = context.graph.entities[id];
  entity.written.push_back({"must", must->text});
  Builder& b = context.builder;
  Fork& fork = note_condition(context, ForkKind::check, must->span, must->span, {v->node, v->node});
  fork.ways[0].can_be_taken = false;  // that a check holds is nothing to look for
  if (entity.is_error) {
    const NodeId fails =
        b.fail(b.site(codes::check_broken, entity.span, {Text::same(entity.name), label_text(entity.label)}),
               Type::boolean());
    v->node = b.choose({{v->node, b.boolean(true)}}, fails, {});
  }
  entity.result = v->node;
  entity.type = Type::boolean();
  context.results[id] = *v;
}

}  // namespace merit::graph
