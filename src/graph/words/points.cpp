#include "graph/codes.hpp"
#include "graph/word.hpp"

// A formula that is points.

namespace merit::graph {

namespace {

std::optional<WordValue> rewrite(WordContext& word) {
  auto v = word.number("formula");
  if (!v) return std::nullopt;
  if (!meet(v->type.unit, Unit::points())) {
    word.context().report(codes::needs_points, word.field("formula")->span,
                          {Text::same(type_text(word.context().graph, v->type))});
    return std::nullopt;
  }
  word.b.role(v->node, "points");
  return WordValue{*v, false};
}

std::vector<Text> sentence(const Story& s) {
  return {fill(s, "{field:formula} = {points}", "{field:formula} = {points}")};
}

}  // namespace

const Word& points_word() {
  static const Word word = {
      {"points",
       "a formula that is points",
       "公式即分值",
       {{"formula", plan::FieldForm::formula, true, {}, "the points", "分值", "plus - minus"}}},
      "分值",
      "formula",
      rewrite,
      sentence};
  return word;
}

}  // namespace merit::graph
