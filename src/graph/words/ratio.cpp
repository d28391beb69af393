#include "graph/word.hpp"

// A formula that is a share.

namespace merit::graph {

namespace {

std::optional<WordValue> rewrite(WordContext& word) {
  auto v = word.number("formula");
  if (!v || !word.is_plain(*v, "formula")) return std::nullopt;
  word.b.role(v->node, "share");
  return WordValue{*v, true};
}

std::vector<Text> sentence(const Story& s) {
  return {fill(s, "{field:formula} = {share%}", "{field:formula} = {share%}")};
}

}  // namespace

const Word& ratio_word() {
  static const Word word = {
      {"ratio",
       "a formula that is a share of the weight",
       "公式即权重的份额",
       {{"formula", plan::FieldForm::formula, true, {}, "the share", "份额", "done / due"}}},
      "比例",
      "formula",
      rewrite,
      sentence};
  return word;
}

}  // namespace merit::graph
