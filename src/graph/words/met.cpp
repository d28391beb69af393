#include "graph/word.hpp"

// All of the weight when a condition holds, else nothing.

namespace merit::graph {

namespace {

std::optional<WordValue> rewrite(WordContext& word) {
  const auto condition = word.condition("formula");
  if (!condition) return std::nullopt;
  Builder& b = word.b;
  b.role(condition->node, "condition");
  const NodeId share =
      b.role(b.choose({{condition->node, b.number(1)}}, b.number(0), Unit::plain()), "share");
  return WordValue{{share, b.type(share), condition->maybe_absent}, true};
}

std::vector<Text> sentence(const Story& s) {
  const Cell* condition = s.cell("condition");
  if (condition && condition->is_value() && condition->flag)
    return {fill(s, "{field:formula} holds: {share%}", "{field:formula} 成立：{share%}")};
  return {fill(s, "{field:formula} does not hold: {share%}", "{field:formula} 不成立：{share%}")};
}

}  // namespace

const Word& met_word() {
  static const Word word = {
      {"met",
       "all of the weight when a condition holds",
       "条件成立得满分，否则不得分",
       {{"formula", plan::FieldForm::formula, true, {}, "the condition", "条件", "complaints == 0"}}},
      "formula",
      rewrite,
      sentence};
  return word;
}

}  // namespace merit::graph
