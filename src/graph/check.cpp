// Checks: claims about a row.
#include "base/utf8.hpp"
#include "graph/codes.hpp"
#include "graph/forks.hpp"
#include "graph/node.hpp"

namespace merit::graph {

namespace {

// ": at most the whole", in both languages the same when the plan has but one; without a label what was
// claimed, where that is short.
Text claim_of(const Text& label, const std::string& written) {
  const std::string& en = label.en.empty() ? label.zh : label.en;
  const std::string& zh = label.zh.empty() ? label.en : label.zh;
  if (!en.empty()) return {": " + en, "：" + zh};
  constexpr std::size_t longest = 60;
  const bool is_short = utf8::count(written) <= longest && written.find('\n') == std::string::npos;
  return is_short ? Text{": `" + written + "`", "：`" + written + "`"} : Text{};
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
    const NodeId fails = b.fail(b.site(codes::check_broken, entity.span,
                                       {Text::same(entity.name), claim_of(entity.label, must->text)}),
                                Type::boolean());
    v->node = b.choose({{v->node, b.boolean(true)}}, fails, {});
  }
  entity.result = v->node;
  entity.type = Type::boolean();
  context.results[id] = *v;
}

}  // namespace merit::graph
