#include "graph/words/share.hpp"

// Actual / target: the share of the target that was reached.

namespace merit::graph {

namespace {

std::optional<WordValue> rewrite(WordContext& word) {
  return share_of_quotient(word, {"actual", "target", {"target", "目标"}, "zero_target"});
}

std::vector<Text> sentence(const Story& s) {
  return quotient_sentence(s, "{actual} / {target} = {ratio%}", "{actual} ÷ {target} = {ratio%}",
                           "the target is zero or less", "目标为零或负");
}

}  // namespace

const Word& completion_word() {
  static const Word word = {
      {"completion", "actual / target, a share", "实际 ÷ 目标",
       quotient_fields({"actual", "what was reached", "实际完成", "revenue"},
                       {"target", "what was to be reached", "目标", "revenue_target"}, "zero_target")},
      "完成率",
      "",
      rewrite,
      sentence};
  return word;
}

}  // namespace merit::graph
