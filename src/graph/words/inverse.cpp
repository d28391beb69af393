#include "graph/words/share.hpp"

// Target / actual: a share for figures that should be small.

namespace merit::graph {

namespace {

std::optional<WordValue> rewrite(WordContext& word) {
  return share_of_quotient(word, {"target", "actual", {"actual", "实际值"}, "zero_actual"});
}

std::vector<Text> sentence(const Story& s) {
  return quotient_sentence(s, "{target} / {actual} = {ratio%}", "{target} ÷ {actual} = {ratio%}",
                           "the actual is zero or less", "实际为零或负");
}

}  // namespace

const Word& inverse_word() {
  static const Word word = {
      {"inverse", "target / actual, a share, for figures that should be small",
       "目标 ÷ 实际（越低越好的指标）",
       quotient_fields({"actual", "what was reached", "实际完成", "days_taken"},
                       {"target", "what was to be kept to", "目标", "days_allowed"}, "zero_actual")},
      "反向完成率",
      "",
      rewrite,
      sentence};
  return word;
}

}  // namespace merit::graph
