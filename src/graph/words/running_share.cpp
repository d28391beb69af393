// The share of the group's total that a row and those before it make: classes A, B, C by 70, 20, 10%.

#include "graph/codes.hpp"
#include "graph/group_word.hpp"

namespace merit::graph {

namespace {

std::optional<WordValue> rewrite(WordContext& word) {
  GroupWord group(word);
  const auto keys = group.keys();
  const auto of = group.number("of");
  const auto order = group.settled("ties");
  if (!keys || !of || !order) return std::nullopt;
  AmongData data;
  data.function = AmongFunction::running;
  data.descending = {word.choice("best") == "highest"};
  data.before_me = word.choice("counting") == "before_me";
  data.negative = word.site(codes::group_negative, {word.written("of")});
  Type type = word.b.type(of->node);
  type.maybe_absent = of->maybe_absent;
  const NodeId so_far = group.among(data, {of->node}, *order, *keys, type, {Rational(0), std::nullopt});
  word.b.role(so_far, "so far");
  const NodeId total = word.b.role(group.sum(*of, *keys), "total");
  const NodeId share = word.b.role(word.b.ratio(so_far, total, Unit::plain()), "share");
  return WordValue{{share, word.b.type(share), of->maybe_absent || !word.b.range(total).is_above(0)}};
}

std::vector<Text> sentence(const Story& s) {
  if (!s.has("share"))
    return {fill(s, "no share: {field:of} takes no part, or the total is zero",
                 "没有份额：{field:of} 不参与，或合计为零")};
  return {fill(s, "{so far} of {total} by {field:by} = {share%}",
               "按 {field:by} 累计 {so far} / {total} = {share%}")};
}

}  // namespace

const Word& running_share_word() {
  using plan::FieldForm;
  static const Word word = {
      {"running_share", "the share of the group's total up to this row", "累计到本行占全组合计的份额",
       group_fields({{"of", FieldForm::formula, true, {}, "what is added up", "累计什么", "sales"}},
                    {best_field(),
                     order_field("ties"),
                     {"counting",
                      FieldForm::choice,
                      true,
                      {"through_me", "before_me"},
                      "with this row, or only those before it",
                      "含本行，或只计本行之前",
                      "through_me"}})},
      "累计份额",
      "",
      rewrite,
      sentence};
  return word;
}

}  // namespace merit::graph
