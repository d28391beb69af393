// What is kept of rows for later periods: its slots, and the nodes that fill them.
#include <algorithm>

#include "graph/codes.hpp"
#include "graph/context.hpp"
#include "graph/lower.hpp"

namespace merit::graph {

std::uint32_t Context::keep(std::uint32_t table, const std::string& name, std::optional<std::uint32_t> entity,
                            const std::optional<Value>& made) {
  const NodeId node = made ? made->node : no_node;
  const auto is_it = [&](std::size_t slot) {
    const auto& other = kept_entities[slot];
    if (entity && other == entity) return true;
    if (node.is_none()) return false;
    return graph.kept[slot].node == node || (other && results[*other] && results[*other]->node == node);
  };
  std::string free_name = name;
  for (std::size_t slot = 0; slot < graph.kept.size();) {
    const bool is_called_so = graph.kept[slot].table == table && graph.kept[slot].name == free_name;
    if (is_called_so && is_it(slot)) return static_cast<std::uint32_t>(slot);
    if (is_called_so)
      free_name += "'";  // the same words about something else, as arguments of a definition can be
    slot = is_called_so ? 0 : slot + 1;
  }
  Type type = made ? builder.type(node) : Type{};
  if (made) type.unit = made->type.unit;
  graph.kept.push_back({table, free_name, node, type});
  kept_entities.push_back(entity);
  return static_cast<std::uint32_t>(graph.kept.size() - 1);
}

namespace {

// Nodes that read the value itself of a slot.
std::vector<const Node*> readers_of(const Graph& graph, std::uint32_t slot) {
  std::vector<const Node*> readers;
  for (const Node& node : graph.nodes) {
    if (node.op != Op::past) continue;
    const PastData& data = std::get<PastData>(graph.payloads[node.payload]);
    if (data.kept == slot && data.function == PastFunction::last) readers.push_back(&node);
  }
  return readers;
}

}  // namespace

namespace {

// How its node is known: not due in most periods, or given for several of them. Whoever reads it.
void tell_kind(Context& c, Kept& kept) {
  for (std::uint32_t i = 0; i < c.graph.inputs.size(); ++i) {
    const Input& input = c.graph.inputs[i];
    const bool is_held = !input.held.is_none() && c.value_of_input(i).node == kept.node;
    if (is_held || input.held == kept.node) kept.is_cell = true;
    if (input.node == kept.node) kept.every = input.every;
  }
  for (std::uint32_t id = 0; id < c.results.size(); ++id)
    if (c.results[id] && c.results[id]->node == kept.node)
      if (const auto every = every_of(c, {SymbolKind::entity, id, {}})) kept.every = every;
}

}  // namespace

bool settle_kept(Context& c, bool is_last_try) {
  bool is_settled = true;
  for (Kept& kept : c.graph.kept)
    if (!kept.node.is_none()) tell_kind(c, kept);
  for (std::uint32_t i = 0; i < c.graph.kept.size(); ++i) {
    Kept& kept = c.graph.kept[i];
    if (!c.kept_entities[i]) continue;
    const auto& result = c.results[*c.kept_entities[i]];
    if (!result) continue;  // it was reported
    kept.node = result->node;
    tell_kind(c, kept);
    kept.type = c.builder.type(result->node);
    kept.type.unit = result->type.unit;
    const Entity& entity = c.graph.entities[*c.kept_entities[i]];
    if (kept.type.is_number() && !kept.type.is_fixed()) {
      c.report(codes::exact_crosses, entity.span, {Text::same(kept.name)});
      continue;
    }
    for (const Node* node : readers_of(c.graph, i)) {
      const bool is_same_kind = meet_types(node->type, result->type).has_value();
      if (is_same_kind && (!node->type.is_number() || kept.type.digits <= node->type.digits)) continue;
      if (is_same_kind && !is_last_try) {
        c.kept_digits[*c.kept_entities[i]] = kept.type.digits;
        is_settled = false;
        continue;
      }
      if (is_same_kind) c.report(codes::kept_grows, node->origin.span, {Text::same(kept.name)});
      else
        c.report(codes::kept_differs, node->origin.span,
                 {Text::same(kept.name), Text::same(type_text(c.graph, result->type)),
                  Text::same(type_text(c.graph, node->type))});
      break;
    }
  }
  return is_settled;
}

std::optional<PeriodStep> longer_step(Context& c, const char* field, const plan::DocNode& written) {
  const auto step = period_step_named(written.text);
  if (!step) return std::nullopt;  // reported where its form was read
  if (!c.graph.calendar) {
    c.report(codes::no_period, written.span, {Text::same(field)});
    return std::nullopt;
  }
  if (c.graph.calendar->has_longer(*step)) return step;
  if (c.graph.calendar->step() == PeriodStep::listed && !c.graph.calendar->has(*step)) {
    c.report(codes::calendar_unit, written.span, {Text::same(c.graph.period), units_text(*step)});
    return std::nullopt;
  }
  std::string longer;
  for (const PeriodStep s : {PeriodStep::month, PeriodStep::quarter, PeriodStep::half, PeriodStep::year})
    if (c.graph.calendar->has_longer(s)) longer += (longer.empty() ? "" : ", ") + std::string(name_of(s));
  c.report(codes::every_not_coarser, written.span,
           {Text::same(field), Text::same(written.text), Text::same(c.graph.period), Text::same(longer)});
  return std::nullopt;
}

namespace {

// The `every` of an entity; a component has it of `pay`, or where both say one, the longer: it is due with
// both.
const plan::DocNode* every_written(const Context& c, std::uint32_t id) {
  const Part& part = c.parts[id];
  if (!part.text) return nullptr;
  const plan::DocNode* written = part.text->fields["every"];
  if (c.graph.entities[id].kind != EntityKind::component) return written;
  const plan::NodeText* pay = c.parts[c.graph.entities[id].parent].text;
  const plan::DocNode* of_pay = pay ? pay->fields["every"] : nullptr;
  if (!written || !of_pay) return of_pay ? of_pay : written;
  const auto own = period_step_named(written->text), other = period_step_named(of_pay->text);
  return own && other && *own < *other ? of_pay : written;
}

}  // namespace

std::optional<PeriodStep> due_step(Context& c, std::uint32_t id) {
  const plan::DocNode* written = every_written(c, id);
  return written ? longer_step(c, "every", *written) : std::nullopt;
}

Text units_text(PeriodStep unit) {
  switch (unit) {
    case PeriodStep::quarter: return {"quarters", "季度"};
    case PeriodStep::half: return {"half-years", "半年"};
    case PeriodStep::month: return {"months", "月"};
    default: return {"years", "年度"};
  }
}

CalendarFunction closing(PeriodStep step) {
  switch (step) {
    case PeriodStep::quarter: return CalendarFunction::period_closes_quarter;
    case PeriodStep::half: return CalendarFunction::period_closes_half;
    case PeriodStep::year: return CalendarFunction::period_closes_year;
    default: return CalendarFunction::period_closes_month;
  }
}

std::optional<PeriodStep> every_of(const Context& c, const Symbol& symbol) {
  if (symbol.kind == SymbolKind::input) return c.graph.inputs[symbol.index].every;
  const plan::DocNode* written = every_written(c, symbol.index);
  return written && written->is_scalar() ? period_step_named(written->text) : std::nullopt;
}

}  // namespace merit::graph
