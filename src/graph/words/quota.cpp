// A label by forced distribution: the best take the seats of the best label.

#include "graph/group_word.hpp"

namespace merit::graph {

namespace {

std::optional<WordValue> rewrite(WordContext& word) {
  GroupWord group(word);
  const auto keys = group.keys();
  const auto of = group.ranked("of");
  const auto shares = shares_of(word, "shares");
  const auto order = group.settled("ties");
  if (!keys || !of || !shares || !order) return std::nullopt;
  AmongData data;
  data.function = AmongFunction::quota;
  data.descending = {word.choice("best") == "highest"};
  data.shares = shares->of;
  const std::string_view fractions = word.choice("fractions");
  data.fractions = fractions == "floor"     ? Fractions::floor
                   : fractions == "ceiling" ? Fractions::ceiling
                                            : Fractions::largest;
  Type type = Type::member(shares->list);
  type.maybe_absent = of->maybe_absent;
  const Range range = {Rational(shares->of.back().first), Rational(shares->of.front().first)};
  const NodeId label = group.among(data, {of->node}, *order, *keys, type, range);
  word.b.role(label, "label");
  return WordValue{{label, type, of->maybe_absent}};
}

std::vector<Text> sentence(const Story& s) {
  if (!s.has("label")) return {fill(s, "no label: {field:of} takes no part", "没有等级：{field:of} 不参与")};
  return {fill(s, "{field:of} = {of}: {label}, by the shares of {field:by}",
               "{field:of} = {of}：按 {field:by} 内的份额得 {label}")};
}

}  // namespace

const Word& quota_word() {
  using plan::FieldForm;
  static const Word word = {
      {"quota", "a label by forced distribution", "按比例强制分布的等级",
       group_fields(
           {{"of", FieldForm::formula, true, {}, "what is ranked", "按什么排名", "score"}},
           {best_field(),
            {"shares",
             FieldForm::shares,
             true,
             {},
             "a share for each label; they add up to 100%",
             "各等级的份额，合计 100%",
             "{A: 20%, B: 50%, C: 30%}"},
            {"fractions",
             FieldForm::choice,
             true,
             {"largest", "floor", "ceiling"},
             "whose are the parts of a seat: of the largest parts, or whole seats from the best label down",
             "不足一个名额的部分归谁：归余数最大者，或从最好等级起取整（舍或进）",
             "largest"},
            order_field("ties")})},
      "等级分布",
      "",
      rewrite,
      sentence};
  return word;
}

}  // namespace merit::graph
