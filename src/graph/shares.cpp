#include "base/number_text.hpp"
#include "graph/forks.hpp"
#include "graph/words/share.hpp"

namespace merit::graph {

std::vector<plan::Field> quotient_fields(const QuotientField& first, const QuotientField& second,
                                         const char* zero_policy) {
  using Form = plan::FieldForm;
  return {{first.name, Form::formula, true, {}, first.doc_en, first.doc_zh, first.example},
          {second.name, Form::formula, true, {}, second.doc_en, second.doc_zh, second.example},
          {"cap", Form::formula_or_choice, true, {"none"}, "the largest share", "封顶比例", "120%"},
          {zero_policy,
           Form::choice,
           false,
           {"error", "full", "zero"},
           "the share when the divisor is zero or less",
           "除数为零或负时",
           "full"},
          {"negative",
           Form::choice,
           false,
           {"error", "zero", "keep"},
           "what a negative dividend means",
           "被除数为负时",
           "zero"}};
}

std::optional<WordValue> share_of_quotient(WordContext& word, const QuotientRoles& roles) {
  Builder& b = word.b;
  const auto p = word.number(roles.dividend);
  const auto q = word.number(roles.divisor);
  const bool is_capped = word.choice("cap") != "none";
  const auto cap = is_capped ? word.number("cap") : std::nullopt;
  if (!p || !q || (is_capped && !cap)) return std::nullopt;
  const bool zero_possible = !b.range(q->node).is_above(0);
  const bool negative_possible = !b.range(p->node).is_at_least(0);
  if (zero_possible && !word.says(roles.zero_policy))
    word.must_say(roles.zero_policy, codes::must_say_zero, roles.divisor);
  if (negative_possible && !word.says("negative"))
    word.must_say("negative", codes::must_say_negative, roles.dividend);
  const Cell* constant_cap = cap ? b.constant_of(cap->node) : nullptr;
  if (constant_cap && constant_cap->number > 10)
    word.context().report(codes::share_looks_bare, word.field("cap")->span,
                          {Text::same("cap"), Text::same(format_percent(constant_cap->number, -1)),
                           Text::same(format_exact(constant_cap->number))});
  const auto unit = quotient(p->type.unit, q->type.unit);
  if (!unit || unit->has_dimension() || (cap && !word.is_plain(*cap, "cap"))) {
    if (!unit || unit->has_dimension())
      word.context().report(codes::share_units, word.span(),
                            {Text::same(type_text(word.context().graph, p->type)),
                             Text::same(type_text(word.context().graph, q->type))});
    return std::nullopt;
  }
  const Type type = Type::number(Unit::plain(), exact_digits);
  b.role(p->node, roles.dividend);
  b.role(q->node, roles.divisor);
  NodeId share = b.role(b.ratio(p->node, q->node, Unit::plain()), "ratio");
  if (cap) {
    b.role(cap->node, "cap");
    share = b.role(b.min({share, cap->node}, Unit::plain()), "capped");
  }
  std::vector<std::pair<NodeId, NodeId>> cases;
  if (zero_possible) {
    const std::string_view policy = word.choice(roles.zero_policy);
    NodeId instead = policy == "error"
                         ? word.fail(codes::zero_target, type, {roles.zero_name, word.written(roles.divisor)})
                     : policy == "zero" ? b.number(0)
                                        : b.number(1);
    if (policy == "full" && cap) instead = b.min({instead, cap->node}, Unit::plain());
    const NodeId condition = b.logical_not(b.less(b.number(0), q->node));
    cases.push_back({b.role(condition, "divisor is zero"), instead});
  }
  if (negative_possible && word.choice("negative") != "keep") {
    const NodeId instead = word.choice("negative") == "error"
                               ? word.fail(codes::negative_amount, type, {word.written(roles.dividend)})
                               : b.number(0);
    cases.push_back({b.role(b.less(p->node, b.number(0)), "dividend is negative"), instead});
  }
  if (!cases.empty()) share = b.choose(cases, share, Unit::plain());
  for (const auto& [condition, instead] : cases) {
    const bool is_divisor = zero_possible && condition == cases.front().first;
    note_condition(word.context(), is_divisor ? ForkKind::divisor : ForkKind::dividend, word.span(),
                   word.field(is_divisor ? roles.divisor : roles.dividend)->span, {share, condition});
  }
  b.role(share, "share");
  Type result = b.type(share);
  result.unit = Unit::plain();
  return WordValue{{share, result, p->maybe_absent || q->maybe_absent || (cap && cap->maybe_absent)}, true};
}

std::vector<Text> quotient_sentence(const Story& story, std::string_view en, std::string_view zh,
                                    std::string_view zero_en, std::string_view zero_zh) {
  std::vector<Text> lines;
  const Cell* zero = story.cell("divisor is zero");
  if (zero && zero->is_value() && zero->flag) {
    const Text share = story.percent("share");
    lines.push_back({std::string(zero_en) + ": counts as " + share.en,
                     std::string(zero_zh) + "：按 " + share.zh + " 计"});
    return lines;
  }
  const Cell* negative = story.cell("dividend is negative");
  if (negative && negative->is_value() && negative->flag) {
    lines.push_back({"a negative amount counts as " + story.percent("share").en,
                     "负数按 " + story.percent("share").zh + " 计"});
    return lines;
  }
  lines.push_back(fill(story, en, zh));
  if (story.has("capped") && story.has("ratio") && story.cell("capped")->number < story.cell("ratio")->number)
    lines.push_back(fill(story, "capped at {cap%}", "封顶 {cap%}"));
  return lines;
}

}  // namespace merit::graph
