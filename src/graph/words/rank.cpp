// The place in a group: 1 is the best.

#include "graph/group_word.hpp"

namespace merit::graph {

namespace {

Ties ties_named(std::string_view choice) {
  return choice == "same_best"    ? Ties::same_best
         : choice == "same_worst" ? Ties::same_worst
         : choice == "average"    ? Ties::average
                                  : Ties::settled;
}

std::optional<WordValue> rewrite(WordContext& word) {
  GroupWord group(word);
  const auto keys = group.keys();
  const auto of = group.ranked("of");
  AmongData data;
  data.function = AmongFunction::rank;
  data.ties = ties_named(word.choice("ties"));
  data.descending = {word.choice("best") == "highest"};
  const auto order = data.ties == Ties::settled ? group.settled("ties") : Ordering{};
  if (!keys || !of || !order) return std::nullopt;
  Type type = Type::number(Unit::plain(), data.ties == Ties::average ? 1 : 0);
  type.maybe_absent = of->maybe_absent;
  const NodeId place = group.among(data, {of->node}, *order, *keys, type, {Rational(1), std::nullopt});
  word.b.role(place, "place");
  return WordValue{{place, type, of->maybe_absent}};
}

std::vector<Text> sentence(const Story& s) {
  if (!s.has("place"))
    return {fill(s, "no place: {field:of} takes no part", "没有名次：{field:of} 不参与排名")};
  return {fill(s, "{field:of} = {of}: rank {place} by {field:by}",
               "{field:of} = {of}：按 {field:by} 排名第 {place}")};
}

}  // namespace

const Word& rank_word() {
  static const Word word = {
      {"rank", "the place in a group: 1 is the best", "组内名次：1 为最好",
       group_fields({{"of", plan::FieldForm::formula, true, {}, "what is ranked", "按什么排名", "score"}},
                    {best_field(), order_field("ties", {"same_best", "same_worst", "average"})})},
      "排名",
      "",
      rewrite,
      sentence};
  return word;
}

}  // namespace merit::graph
