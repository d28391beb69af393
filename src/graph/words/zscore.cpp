// How far a row lies from the mean of its group, measured by the group's spread: 50 + 10 x z.

#include "graph/codes.hpp"
#include "graph/group_word.hpp"

namespace merit::graph {

namespace {

// A number of the plan: as written, or `without` where the field may be left out.
std::optional<Rational> number_of(WordContext& word, const char* field, const Rational& without) {
  const plan::DocNode* written = word.field(field);
  if (!written) return without;
  if (!written->is_scalar()) return std::nullopt;
  const auto v = word.lowering().constant(*written);
  if (!v) return std::nullopt;
  const Cell* cell = word.b.constant_of(v->node);
  if (cell && v->type.is_number()) return cell->number;
  word.context().report(codes::zscore_constant, written->span, {Text::same(field)});
  return std::nullopt;
}

std::optional<WordValue> rewrite(WordContext& word) {
  GroupWord group(word);
  const auto keys = group.keys();
  const auto of = group.number("of"), own = group.own("of");
  const auto center = number_of(word, "center", 0), points = number_of(word, "points", 1);
  const auto if_none = number_of(word, "if_none", 0);
  if (!keys || !of || !own || !center || !points || !if_none) return std::nullopt;
  if (!word.round()) {
    word.context().report(codes::zscore_needs_round, word.span());
    return std::nullopt;
  }
  AmongData data;
  data.function = AmongFunction::zscore;
  data.scale = {word.choice("spread") == "sample", *center, *points, *if_none, *word.round()};
  data.too_long = word.site(codes::too_many_digits, {word.name()});
  Type type = Type::number(word.weight() ? Unit::points() : Unit::plain(), word.round()->digits);
  type.maybe_absent = own->maybe_absent;
  word.b.role(own->node, "of");
  const NodeId score = group.among(data, {of->node, own->node}, {}, *keys, type, {});
  word.b.role(score, "score");
  return WordValue{{score, type, own->maybe_absent}};
}

std::vector<Text> sentence(const Story& s) {
  if (!s.has("score")) return {fill(s, "no score: {field:of} is absent", "没有得分：{field:of} 缺失")};
  return {fill(s, "{field:of} = {of}, measured by the mean and the spread by {field:by}: {score}",
               "{field:of} = {of}，按 {field:by} 的均值与离散程度衡量：{score}")};
}

}  // namespace

const Word& zscore_word() {
  using plan::FieldForm;
  static const Word word = {
      {"zscore", "how far a row lies from the mean of its group, in spreads",
       "与本组均值的距离，以离散程度衡量",
       group_fields({{"of", FieldForm::formula, true, {}, "what is measured", "衡量什么", "sales"}},
                    {{"spread",
                      FieldForm::choice,
                      true,
                      {"population", "sample"},
                      "of the group as a whole (divided by n), or as a sample (by n - 1)",
                      "按总体（除以 n）或按样本（除以 n - 1）计算离散程度",
                      "population"},
                     {"if_none",
                      FieldForm::formula,
                      true,
                      {},
                      "the score where all are alike",
                      "全组相同时的得分",
                      "50"},
                     {"center",
                      FieldForm::formula,
                      false,
                      {},
                      "the score of the mean; 0, if not said",
                      "均值对应的得分；未写为 0",
                      "50"},
                     {"points",
                      FieldForm::formula,
                      false,
                      {},
                      "what one spread adds; 1, if not said",
                      "每一个离散程度折合的分值；未写为 1",
                      "10"}})},
      "标准分",
      "",
      rewrite,
      sentence};
  return word;
}

}  // namespace merit::graph
