// A draw that everybody can repeat: the first rows by the digest of seed, period and key.

#include "graph/codes.hpp"
#include "graph/group_word.hpp"

namespace merit::graph {

namespace {

std::optional<WordValue> rewrite(WordContext& word) {
  GroupWord group(word);
  const auto keys = group.keys();
  const auto taking_part = group.taking_part();
  const auto take = group.common("take");
  const auto key = group.key();
  const plan::DocNode* seed = word.field("seed");
  if (!keys || !taking_part || !take || !key || !seed) return std::nullopt;
  if (word.b.type(take->node).digits > 0) {
    word.context().report(codes::needs_whole, word.field("take")->span);
    return std::nullopt;
  }
  AmongData data;
  data.function = AmongFunction::sample;
  data.seed = seed->text;
  data.uneven = word.site(codes::group_uneven, {word.written("take")});
  data.negative = word.site(codes::group_negative, {word.written("take")});
  word.b.role(take->node, "take");
  const NodeId drawn =
      group.among(data, {taking_part->node, take->node}, {{*key}, {false}}, *keys, Type::boolean(), {});
  word.b.role(drawn, "drawn");
  return WordValue{{drawn, Type::boolean(), false}};
}

std::vector<Text> sentence(const Story& s) {
  if (!s.has("drawn")) return {};
  return {s.cell("drawn")->flag
              ? fill(s, "one of {take} drawn, by {field:by}", "按 {field:by} 抽取 {take} 个，抽中")
              : fill(s, "not one of {take} drawn, by {field:by}", "按 {field:by} 抽取 {take} 个，未抽中")};
}

}  // namespace

const Word& sample_word() {
  using plan::FieldForm;
  static const Word word = {
      {"sample", "whether a row is drawn; everybody can repeat the draw", "是否被抽中；任何人都可复核",
       group_fields(
           {{"take", FieldForm::formula, true, {}, "how many of a group are drawn", "每组抽取几个", "5"}},
           {{"seed",
             FieldForm::text,
             true,
             {},
             "a text from which the draw follows",
             "决定抽取结果的文本",
             "\"2026 spring\""}})},
      "抽样",
      "",
      rewrite,
      sentence};
  return word;
}

}  // namespace merit::graph
