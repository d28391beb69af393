#include "graph/declare.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "graph/codes.hpp"
#include "graph/inputs.hpp"
#include "graph/word.hpp"

namespace merit::graph {

namespace {

Text texts(const plan::DocNode* node) {
  if (!node) return {};
  if (node->is_scalar()) return Text::same(node->text);
  const plan::DocNode* en = node->find("en");
  const plan::DocNode* zh = node->find("zh");
  return {en ? en->text : "", zh ? zh->text : ""};
}

void declare_rounding(Context& c) {
  const plan::DocNode* written = c.plan.top["rounding"];
  plan::Fields fields;
  if (written) fields = plan::read_fields(*written, plan::rounding_table, c.diagnostics);
  const auto rule = [&](const char* name, bool needed, std::optional<Rounding>& out) {
    const plan::DocNode* said = written ? fields[name] : nullptr;
    if (said) out = parse_rounding(said->text);
    if (!said && needed) {
      const plan::NodeText& whole = std::string_view(name) == "pay" ? *c.plan.pay : *c.plan.score;
      c.report(codes::must_say_rounding, written ? written->span : whole.name_span,
               {Text::same(name), Text::same(whole.name)});
    }
  };
  rule("item", c.plan.score.has_value(), c.rounding.item);
  rule("score", c.plan.score.has_value(), c.rounding.score);
  rule("pay", c.plan.pay.has_value(), c.rounding.pay);
}

void declare_lists(Context& c) {
  for (const plan::ListText& written : c.plan.lists) {
    List list{written.name, {}, written.name_span};
    const auto index = static_cast<std::uint32_t>(c.graph.lists.size());
    for (const plan::DocNode* member : written.members) {
      const std::string text = utf8::nfc(member->text);
      if (std::find(list.members.begin(), list.members.end(), text) != list.members.end()) {
        c.report(codes::member_twice, member->span, {Text::same(text), Text::same(written.name)});
        continue;
      }
      list.members.push_back(text);
      c.scope.add_member(text, index);
    }
    c.graph.lists.push_back(std::move(list));
  }
}

std::uint32_t add_entity(Context& c, EntityKind kind, std::string path, const plan::NodeText& node,
                         std::uint32_t parent) {
  Entity entity;
  entity.kind = kind;
  entity.name = node.name;
  entity.path = std::move(path);
  entity.span = node.name_span;
  entity.label = texts(node.fields["label"]);
  entity.parent = parent;
  const auto id = static_cast<std::uint32_t>(c.graph.entities.size());
  if (parent < id) c.graph.entities[parent].children.push_back(id);
  c.scope.declare(entity.path, {SymbolKind::entity, id, entity.span}, c.diagnostics);
  c.graph.entities.push_back(std::move(entity));
  c.parts.push_back({&node, nullptr, false, false});
  return id;
}

void add_items(Context& c, const plan::NodeText& section, std::uint32_t parent) {
  const std::string prefix = c.graph.entities[parent].path + ".";
  for (const plan::NodeText& item : section.items) {
    const EntityKind kind = item.is_section ? EntityKind::section : EntityKind::item;
    const std::uint32_t id = add_entity(c, kind, prefix + item.name, item, parent);
    c.graph.entities[id].is_extra = item.fields.has("extra");
    if (item.is_section) add_items(c, item, id);
  }
}

void declare_nodes(Context& c) {
  constexpr std::uint32_t none = 0xFFFFFFFFu;
  for (const plan::NodeText& value : c.plan.values) add_entity(c, EntityKind::value, value.name, value, none);
  if (c.plan.score) {
    const std::uint32_t score = add_entity(c, EntityKind::section, "score", *c.plan.score, none);
    c.parts[score].is_whole = true;
    add_items(c, *c.plan.score, score);
  }
  if (c.plan.pay) {
    const std::uint32_t pay = add_entity(c, EntityKind::section, "pay", *c.plan.pay, none);
    c.parts[pay].is_whole = true;
    for (const plan::NodeText& component : c.plan.pay->items) {
      const std::uint32_t id = add_entity(c, EntityKind::component, "pay." + component.name, component, pay);
      c.parts[id].is_component = true;
    }
  }
  for (const plan::NamedFields& check : c.plan.checks) {
    Entity entity;
    entity.kind = EntityKind::check;
    entity.name = check.name;
    entity.path = "checks." + check.name;
    entity.span = check.name_span;
    entity.label = texts(check.fields["label"]);
    const plan::DocNode* breach = check.fields["breach"];
    entity.is_error = breach && breach->text == "error";
    c.graph.checks.push_back(static_cast<std::uint32_t>(c.graph.entities.size()));
    c.graph.entities.push_back(std::move(entity));
    c.parts.push_back({nullptr, &check, false, false});
  }
}

void declare_defines(Context& c) {
  for (const plan::DefineText& written : c.plan.defines) {
    Define define;
    define.body = &written.body;
    define.span = written.signature_span;
    if (const auto signature = formula::parse_signature(written.signature)) {
      define.name = signature->name;
      define.parameters = signature->parameters;
      define.is_good = true;
    } else {
      c.report(codes::define_form, written.signature_span, {Text::same(written.signature)});
    }
    if (define.is_good)
      c.scope.declare(define.name,
                      {SymbolKind::define, static_cast<std::uint32_t>(c.defines.size()), define.span},
                      c.diagnostics);
    c.defines.push_back(std::move(define));
  }
}

void declare_defaults(Context& c) {
  for (const plan::NamedFields& written : c.plan.defaults) {
    const Word* word = find_word(written.name);
    if (!word) {
      std::vector<std::string> known;
      for (const Word* w : words()) known.emplace_back(w->fields.name);
      Diagnostic& d = c.report(codes::unknown_word, written.name_span, {Text::same(written.name)});
      d.suggestion = did_you_mean(written.name, known);
      continue;
    }
    c.defaults[word] = plan::read_fields(*written.written, word->relaxed, c.diagnostics);
  }
}

}  // namespace

void declare(Context& c) {
  const plan::Fields& top = c.plan.top;
  if (const plan::DocNode* name = top["plan"]) c.graph.plan_name = name->text;
  if (const plan::DocNode* each = top["each"]) c.graph.each = each->text;
  if (const plan::DocNode* period = top["period"]) c.graph.period = period->text;
  if (const plan::DocNode* currency = top["currency"]) c.graph.currency = currency->text;
  c.graph.title = texts(top["title"]);
  c.graph.source = c.plan.document.source;
  declare_rounding(c);
  declare_lists(c);
  declare_inputs(c);
  for (const plan::NamedFields& written : c.plan.params) {
    c.scope.declare(written.name,
                    {SymbolKind::param, static_cast<std::uint32_t>(c.params.size()), written.name_span},
                    c.diagnostics);
    Param param;
    param.name = written.name;
    param.span = written.name_span;
    c.params.push_back(std::move(param));
  }
  declare_defines(c);
  declare_defaults(c);
  declare_nodes(c);
  c.results.resize(c.graph.entities.size());
}

}  // namespace merit::graph
