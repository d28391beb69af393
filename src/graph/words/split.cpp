// Parts of an amount that add up to it, to the cent.

#include "base/number_text.hpp"
#include "graph/codes.hpp"
#include "graph/group_word.hpp"

namespace merit::graph {

namespace {

// The range of a part: between nothing and the whole amount.
Range range_of_part(const Range& amount) {
  Range range = amount;
  if (range.low && *range.low > 0) range.low = Rational(0);
  if (range.high && *range.high < 0) range.high = Rational(0);
  return range;
}

IfNone if_none_named(std::string_view choice) {
  return choice == "zero" ? IfNone::zero : choice == "equal" ? IfNone::equal : IfNone::error;
}

std::optional<WordValue> rewrite(WordContext& word) {
  Builder& b = word.b;
  GroupWord group(word);
  const auto keys = group.keys();
  const auto amount = group.common("amount");
  const auto proportion = group.number("in_proportion_to");
  const auto order = group.settled("rest");
  if (!keys || !amount || !proportion || !order) return std::nullopt;
  const bool may_have_none = proportion->maybe_absent || !b.range(proportion->node).is_above(0);
  if (!word.says("if_none") && may_have_none) {
    word.must_say("if_none", codes::must_say_none);
    return std::nullopt;
  }
  const auto& pay = word.context().rounding.pay;
  if (!pay) {
    if (!word.context().is_pay_rounding_refused)
      word.context().report(codes::part_needs_pay, word.span(), {word.name()});
    return std::nullopt;
  }
  if (b.type(amount->node).digits > pay->digits) {
    word.context().report(
        codes::split_digits, word.field("amount")->span,
        {Text::same(std::to_string(b.type(amount->node).digits)), Text::same(std::to_string(pay->digits))});
    return std::nullopt;
  }
  AmongData data;
  data.function = AmongFunction::split;
  data.unit = pay->step;
  data.if_none = if_none_named(word.choice("if_none"));
  data.uneven = word.site(codes::group_uneven, {word.written("amount")});
  data.negative = word.site(codes::group_negative, {word.written("in_proportion_to")});
  data.none = word.site(codes::split_none, {word.written("amount")});
  data.unit_differs =
      word.site(codes::split_unit, {word.written("amount"), Text::same(format_exact(pay->step))});
  b.role(amount->node, "amount");
  Type type = amount->type;
  type.digits = pay->digits;
  const NodeId part = group.among(data, {proportion->node, amount->node}, *order, *keys, type,
                                  range_of_part(b.range(amount->node)));
  b.role(part, "part");
  return WordValue{{part, type, false}};
}

std::vector<Text> sentence(const Story& s) {
  return {fill(s, "{part} of {amount} by {field:by}, in proportion to {field:in_proportion_to} = {of}",
               "{field:by} 内 {amount} 按 {field:in_proportion_to} = {of} 的比例分得 {part}")};
}

}  // namespace

const Word& split_word() {
  using plan::FieldForm;
  static const Word word = {
      {"split", "parts of an amount that add up to it, to the cent", "把一笔金额分成各部分，合计分毫不差",
       group_fields({{"amount",
                      FieldForm::formula,
                      true,
                      {},
                      "what is split: one amount for the group",
                      "要分的金额：同组相同",
                      "branch_pool"}},
                    {{"in_proportion_to",
                      FieldForm::formula,
                      true,
                      {},
                      "what parts are in proportion to; 0 or more",
                      "按什么的比例分；不小于 0",
                      "score"},
                     {"if_none",
                      FieldForm::choice,
                      false,
                      {"error", "zero", "equal"},
                      "what happens when the proportions add up to 0",
                      "比例合计为 0 时如何处理",
                      "error"},
                     order_field("rest")})},
      "分配",
      "",
      rewrite,
      sentence};
  return word;
}

}  // namespace merit::graph
