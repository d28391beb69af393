#include "graph/forks.hpp"

// All or nothing: a condition that gives the whole share or none of it.

namespace merit::graph {

namespace {

std::optional<WordValue> rewrite(WordContext& word) {
  Builder& b = word.b;
  const auto condition = word.condition("formula");
  if (!condition) return std::nullopt;
  b.role(condition->node, "condition");
  const NodeId share =
      b.role(b.choose({{condition->node, b.number(1)}}, b.number(0), Unit::plain()), "share");
  note_condition(word.context(), ForkKind::condition, word.field("formula")->span,
                 word.field("formula")->span, {share, condition->node});
  return WordValue{{share, b.type(share), condition->maybe_absent}, true};
}

std::vector<Text> sentence(const Story& s) {
  if (!s.has("condition")) return {};
  if (!s.cell("condition")->flag) return {fill(s, "{field:formula} does not hold", "{field:formula} 不成立")};
  if (!s.has("weighted")) return {fill(s, "{field:formula} holds", "{field:formula} 成立")};
  return {fill(s, "{field:formula} holds: full weight", "{field:formula} 成立：得全部权重")};
}

}  // namespace

const Word& met_word() {
  static const Word word = {
      {"met",
       "all or nothing: a share of 1 when the condition holds, else 0",
       "全得或不得：条件成立份额为 1，否则为 0",
       {{"formula", plan::FieldForm::formula, true, {}, "the condition", "条件", "slowest_answer <= 10"}}},
      "达标",
      "formula",
      rewrite,
      sentence};
  return word;
}

}  // namespace merit::graph
