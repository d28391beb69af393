// What is kept of rows for later periods: its slots, and the nodes that fill them.
#include <algorithm>

#include "graph/codes.hpp"
#include "graph/context.hpp"
#include "graph/lower.hpp"

namespace merit::graph {

std::uint32_t Context::keep(std::uint32_t table, const std::string& name, std::optional<std::uint32_t> entity,
                            const std::optional<Value>& made) {
  const NodeId node = made ? made->node : no_node;
  std::string free_name = name;
  for (std::uint32_t i = 0; i < graph.kept.size(); ++i) {
    const Kept& kept = graph.kept[i];
    if (kept.table != table || kept.name != free_name) continue;
    if ((entity && kept_entities[i] == entity) || (!node.is_none() && kept.node == node)) return i;
    if (kept_entities[i] && results[*kept_entities[i]] && results[*kept_entities[i]]->node == node) return i;
    free_name += "'";  // the same words about something else, as arguments of a definition can be
    i = static_cast<std::uint32_t>(-1);
  }
  graph.kept.push_back({table, free_name, node, made ? builder.type(node) : Type{}});
  kept_entities.push_back(entity);
  return static_cast<std::uint32_t>(graph.kept.size() - 1);
}

void settle_kept(Context& c) {
  for (std::uint32_t i = 0; i < c.graph.kept.size(); ++i) {
    Kept& kept = c.graph.kept[i];
    if (!c.kept_entities[i]) continue;
    const auto& result = c.results[*c.kept_entities[i]];
    if (!result) continue;  // it was reported
    kept.node = result->node;
    kept.type = c.builder.type(result->node);
    const Entity& entity = c.graph.entities[*c.kept_entities[i]];
    if (kept.type.is_number() && !kept.type.is_fixed()) {
      c.report(codes::exact_crosses, entity.span, {Text::same(kept.name)});
      continue;
    }
    for (const Node& node : c.graph.nodes) {
      if (node.op != Op::past || std::get<PastData>(c.graph.payloads[node.payload]).kept != i) continue;
      if (std::get<PastData>(c.graph.payloads[node.payload]).function != PastFunction::last) continue;
      const bool is_same_kind = meet_types(node.type, result->type).has_value();
      if (is_same_kind && (!node.type.is_number() || kept.type.digits <= node.type.digits)) continue;
      c.report(codes::kept_differs, node.origin.span,
               {Text::same(kept.name), Text::same(std::to_string(kept.type.digits))});
      break;
    }
  }
}

std::optional<PeriodStep> longer_step(Context& c, const char* field, const plan::DocNode& written) {
  const auto step = period_step_named(written.text), own = period_step_named(c.graph.period);
  if (!step) return std::nullopt;  // reported where its form was read
  if (!own) {
    c.report(codes::no_period, written.span, {Text::same(field)});
    return std::nullopt;
  }
  if (*step > *own) return step;
  std::string longer;
  for (const PeriodStep s : {PeriodStep::month, PeriodStep::quarter, PeriodStep::half, PeriodStep::year})
    if (s > *own) longer += (longer.empty() ? "" : ", ") + std::string(name_of(s));
  c.report(codes::every_not_coarser, written.span,
           {Text::same(field), Text::same(written.text), Text::same(c.graph.period), Text::same(longer)});
  return std::nullopt;
}

std::optional<PeriodStep> due_step(Context& c, std::uint32_t id) {
  const Part& part = c.parts[id];
  const plan::DocNode* written = part.text->fields["every"];
  if (!written && part.is_component) {
    const plan::NodeText* pay = c.parts[c.graph.entities[id].parent].text;
    written = pay ? pay->fields["every"] : nullptr;
  }
  return written ? longer_step(c, "every", *written) : std::nullopt;
}

CalendarFunction closing(PeriodStep step) {
  switch (step) {
    case PeriodStep::quarter: return CalendarFunction::period_closes_quarter;
    case PeriodStep::half: return CalendarFunction::period_closes_half;
    case PeriodStep::year: return CalendarFunction::period_closes_year;
    default: return CalendarFunction::period_closes_month;
  }
}

std::optional<PeriodStep> every_of(Context& c, std::uint32_t entity) {
  for (std::uint32_t at = entity; at < c.graph.entities.size(); at = c.graph.entities[at].parent) {
    const plan::NodeText* text = c.parts[at].text;
    const plan::DocNode* every = text ? text->fields["every"] : nullptr;
    if (every && every->is_scalar()) return period_step_named(every->text);
  }
  return std::nullopt;
}

}  // namespace merit::graph
