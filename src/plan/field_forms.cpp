#include "plan/field_forms.hpp"

#include <algorithm>

#include "base/rounding.hpp"
#include "base/utf8.hpp"
#include "plan/codes.hpp"
#include "plan/scaled_number.hpp"
#include "plan/tables.hpp"
#include "plan/wording.hpp"

namespace merit::plan {

namespace {

const FieldTable knot_table = {
    "knot",
    "A jump of a line: what holds just below and at the knot.",
    "折线的跳点：该点之下和该点上的值。",
    {{"below", FieldForm::formula, true, {}, "the value just below", "该点之下的值", "0"},
     {"at", FieldForm::formula, true, {}, "the value at the knot", "该点上的值", "40"}}};

class FormCheck {
 public:
  FormCheck(const Entry& entry, const Field& field, Diagnostics& diagnostics)
      : name_(Text::same(field.name)), value_(entry.value), field_(field), diagnostics_(diagnostics) {}

  void run() const {
    switch (field_.form) {
      case FieldForm::text: scalar({"one text", "一段文字"}); break;
      case FieldForm::texts: texts(); break;
      case FieldForm::name: name(); break;
      case FieldForm::number: number(); break;
      case FieldForm::formula:
      case FieldForm::formula_or_choice: formula(); break;
      case FieldForm::choice: choice(); break;
      case FieldForm::rounding: rounding(); break;
      case FieldForm::pair: pair(); break;
      case FieldForm::list: list(); break;
      case FieldForm::map: map({"a map", "映射"}); break;
      case FieldForm::cells: cells(); break;
      case FieldForm::knots: knots(); break;
      case FieldForm::formulas: formulas(); break;
      case FieldForm::shares: shares(); break;
      case FieldForm::gates: gates(); break;
      case FieldForm::any: break;
    }
  }

 private:
  Diagnostic& add(const CodeInfo& info, const DocNode& place, std::vector<Text> rest = {}) const {
    rest.insert(rest.begin(), name_);
    return diagnostics_.add(info, place.span, std::move(rest));
  }

  bool scalar(Text form) const {
    if (value_.is_scalar()) return true;
    add(codes::not_a_scalar, value_, {std::move(form), kind_in_words(value_)});
    return false;
  }

  bool map(Text form) const {
    if (value_.is_map()) return true;
    add(codes::field_not_a_map, value_, {std::move(form), kind_in_words(value_)});
    return false;
  }

  std::string choices() const {
    std::string text;
    for (const std::string& choice : field_.choices) text += (text.empty() ? "" : ", ") + choice;
    return text;
  }

  bool is_choice(const DocNode& value) const {
    return std::find(field_.choices.begin(), field_.choices.end(), value.text) != field_.choices.end();
  }

  void texts() const {
    if (!value_.is_map()) {
      scalar({"a text, or one in `en` and one in `zh`", "一段文字，或 `en`、`zh` 各一段"});
      return;
    }
    for (const Entry& text : value_.map) {
      if (text.key.text != "en" && text.key.text != "zh") {
        add(codes::unknown_language, text.key, {shown(text.key.text)});
      } else if (text.value.is_null()) {
        diagnostics_.add(codes::empty_value, text.key.span, {Text::same(text.key.text)});
      } else if (!text.value.is_scalar()) {
        diagnostics_.add(codes::not_a_scalar, text.value.span,
                         {Text::same(text.key.text), {"one text", "一段文字"}, kind_in_words(text.value)});
      }
    }
  }

  void name() const {
    if (scalar({"a name", "名称"}) && !utf8::is_name(value_.text))
      add(codes::not_a_name, value_, {shown(value_.text)});
  }

  void number() const {
    if (scalar({"a number", "数"}) && !parse_scaled_number(value_.text))
      add(codes::not_a_number, value_, {shown(value_.text)});
  }

  void formula() const {
    if (scalar({"a formula", "公式"}) && value_.text.find_first_not_of(" \t\r\n") == std::string::npos)
      add(codes::empty_value, value_);
  }

  void choice() const {
    if (scalar({"one of: " + choices(), "其中之一：" + choices()})) one_of_choices(value_);
  }

  void one_of_choices(const DocNode& value) const {
    if (is_choice(value)) return;
    add(codes::not_a_choice, value, {shown(value.text), Text::same(choices())}).suggestion =
        did_you_mean(value.text, field_.choices);
  }

  void rounding() const {
    if (!scalar({"a rounding", "舍入方式"}) || is_choice(value_) || parse_rounding(value_.text)) return;
    std::string modes = "half_up, half_even, half_down, up, down, ceiling, floor";
    Diagnostic& d = add(codes::bad_rounding, value_, {shown(value_.text), Text::same(modes)});
    if (!field_.choices.empty()) d.suggestion = did_you_mean(value_.text, field_.choices);
  }

  void pair() const {
    if (!value_.is_list()) {
      add(codes::not_a_pair, value_, {kind_in_words(value_)});
    } else if (value_.list.size() != 2) {
      const std::string count = std::to_string(value_.list.size());
      add(codes::not_a_pair, value_, {{"a list of " + count, "有 " + count + " 项的列表"}});
    } else {
      items({"a formula or `none`", "公式或 `none`"});
    }
  }

  void list() const {
    if (!value_.is_list()) add(codes::not_a_list, value_, {kind_in_words(value_)});
    else items({"one value", "一个值"});
    if (field_.choices.empty()) return;
    for (const DocNode& item : value_.list)
      if (item.is_scalar()) one_of_choices(item);
  }

  void items(const Text& form) const {
    for (const DocNode& item : value_.list)
      if (!item.is_scalar()) add(codes::bad_item, item, {form, kind_in_words(item)});
  }

  void cells() const {
    if (!map({"a map of breakpoints", "由分段点组成的映射"})) return;
    if (value_.map.empty()) {
      add(codes::empty_value, value_);
      return;
    }
    const Entry& first = value_.map.front();
    if (first.key.text != "else") add(codes::else_not_first, first.key, {shown(first.key.text)});
    for (const Entry& cell : value_.map) entry_is_scalar(cell);
  }

  void entry_is_scalar(const Entry& cell) const {
    if (cell.value.is_null()) {
      diagnostics_.add(codes::empty_value, cell.key.span, {shown(cell.key.text)});
    } else if (!cell.value.is_scalar()) {
      diagnostics_.add(codes::not_a_scalar, cell.value.span,
                       {shown(cell.key.text), {"one value", "一个值"}, kind_in_words(cell.value)});
    }
  }

  void knots() const {
    if (!map({"a map of knots", "由折点组成的映射"})) return;
    if (value_.map.empty()) add(codes::empty_value, value_);
    for (const Entry& knot : value_.map) {
      if (knot.value.is_map()) read_fields(knot.value, knot_table, diagnostics_);
      else entry_is_scalar(knot);
    }
  }

  void formulas() const {
    if (!value_.is_list()) {
      formula();
    } else if (value_.list.empty()) {
      add(codes::empty_value, value_);
    } else {
      items({"a formula", "公式"});
    }
  }

  void shares() const {
    if (!map({"a map of shares", "由份额组成的映射"})) return;
    if (value_.map.empty()) add(codes::empty_value, value_);
    for (const Entry& share : value_.map) entry_is_scalar(share);
  }

  void gates() const {
    if (!value_.is_list()) {
      add(codes::not_a_list, value_, {kind_in_words(value_)});
      return;
    }
    for (const DocNode& gate : value_.list) {
      const Fields fields = read_fields(gate, gate_table, diagnostics_);
      const int outcomes = int{fields.has("to")} + int{fields.has("times")} + int{fields.has("at_most")};
      if ((gate.is_map() || gate.is_null()) && outcomes != 1)
        diagnostics_.add(codes::gate_outcome, gate.span);
    }
  }

  Text name_;
  const DocNode& value_;
  const Field& field_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_form(const Entry& entry, const Field& field, Diagnostics& diagnostics) {
  if (entry.value.is_null() && field.form != FieldForm::any) {
    diagnostics.add(codes::empty_value, entry.key.span, {Text::same(field.name)});
    return;
  }
  FormCheck(entry, field, diagnostics).run();
}

Text kind_in_words(const DocNode& node) {
  switch (node.kind) {
    case DocNode::Kind::list: return {"a list", "列表"};
    case DocNode::Kind::map: return {"a map", "映射"};
    case DocNode::Kind::scalar: return {"one value", "一个值"};
    case DocNode::Kind::null: break;
  }
  return {"nothing", "空的"};
}

}  // namespace merit::plan
