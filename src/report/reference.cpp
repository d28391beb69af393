#include "report/reference.hpp"

#include <algorithm>

#include "base/diagnostic.hpp"
#include "graph/functions.hpp"
#include "graph/word.hpp"
#include "plan/tables.hpp"
#include "report/terms.hpp"

namespace merit::report {

namespace {

using plan::Field;
using plan::FieldForm;

Text form_in_words(FieldForm form) {
  switch (form) {
    case FieldForm::text: return {"a text", "一段文字"};
    case FieldForm::texts: return {"a text, or one in `en` and one in `zh`", "一段文字,或 `en`、`zh` 各一段"};
    case FieldForm::name: return {"a name", "名称"};
    case FieldForm::number: return {"a number", "数"};
    case FieldForm::formula: return {"a formula", "公式"};
    case FieldForm::choice: return {"one of the choices", "选项之一"};
    case FieldForm::formula_or_choice: return {"a formula, or a choice", "公式,或选项"};
    case FieldForm::rounding: return {"a rounding", "舍入方式"};
    case FieldForm::pair: return {"a list of two formulas or `none`", "两项的列表,各为公式或 `none`"};
    case FieldForm::list: return {"a list", "列表"};
    case FieldForm::map: return {"a map", "映射"};
    case FieldForm::cells: return {"a map, breakpoint to cell", "映射:分界点到取值"};
    case FieldForm::knots: return {"a map, knot to height", "映射:折点到取值"};
    case FieldForm::formulas:
      return {"a formula, a choice, or a list of formulas", "公式、选项，或公式的列表"};
    case FieldForm::shares: return {"a map, member to share", "映射：成员到份额"};
    case FieldForm::gates: return {"a list of gates", "门槛的列表"};
    case FieldForm::any: break;
  }
  return {"anything", "任意"};
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string code(std::string_view text) { return text.empty() ? "" : "`" + escaped(text) + "`"; }

class Page {
 public:
  explicit Page(Language language) : language_(language) {}

  std::string text() && {
    heading("# ", {"Reference", "参考"});
    out_ += say({"Every field of a plan, every word, every type and all that formulas are written with. Made "
                 "from "
                 "the tables that read plans: do not\nedit. What they mean together is in "
                 "[language.md](language.md); what Merit says of mistakes is in [errors.md](errors.md).",
                 "方案的所有字段、词、类型，以及公式的全部写法。本页由读取方案的字段表生成，请勿手改；含义见 "
                 "[language.md](language.md)，\n各种错误提示见 [errors.zh.md](errors.zh.md)。"}) +
            "\n\n";
    heading("## ", {"Maps of a plan", "方案中的各类映射"});
    for (const plan::FieldTable* table : plan::plan_tables()) section(*table);
    heading("## ", {"Types", "类型"});
    terms(types());
    heading("## ", {"Words", "词"});
    out_ +=
        say({"A node is a formula or exactly one word. What a word must be told may also stand once under "
             "`defaults`.",
             "一个计算项要么是公式,要么恰好用一个词。词的必填字段也可在 `defaults` 中统一填写。"}) +
        "\n\n";
    for (const graph::Word* word : graph::words()) about_word(*word);
    heading("## ", {"Signs and words of formulas", "公式的符号与保留字"});
    terms(formula_terms());
    heading("## ", {"Functions", "函数"});
    functions(graph::functions());
    heading("## ", {"Functions over the rows of a table", "对表中各行的函数"});
    functions(graph::aggregates());
    heading("## ", {"Functions over a group", "对分组的函数"});
    functions(graph::group_functions());
    heading("## ", {"Functions over earlier periods", "对以前各期的函数"});
    functions(graph::history_functions());
    heading("## ", {"The period", "周期"});
    period(graph::period_fields());
    return finished();
  }

  std::string part(std::string_view name) && {
    for (const graph::Word* word : graph::words())
      if (name == word->fields.name) about_word(*word);
    const auto& tables = plan::plan_tables();
    const auto is_it = [&](const plan::FieldTable* table) { return name == table->name; };
    const auto table = std::find_if(tables.begin(), tables.end(), is_it);
    if (table != tables.end()) section(**table);
    const auto of_that_name = [&](const auto& info) { return info.name == name; };
    const auto called_that = [&](const Term& term) { return is_called(term, name); };
    terms(those(types(), called_that));
    terms(those(formula_terms(), called_that));
    functions(those(graph::functions(), of_that_name));
    functions(those(graph::aggregates(), of_that_name));
    functions(those(graph::group_functions(), of_that_name));
    functions(those(graph::history_functions(), of_that_name));
    const auto behind_period = [&](const graph::PeriodField& f) {
      return name == "period" || name == "period." + std::string(f.name);
    };
    period(those(graph::period_fields(), behind_period));
    return finished();
  }

 private:
  std::string finished() {
    if (!out_.empty()) out_.pop_back();  // one end of line is enough
    return std::move(out_);
  }

  void about_word(const graph::Word& word) {
    section(word.fields);
    if (word.scalar_field.empty()) return;
    const std::string name = word.fields.name, field(word.scalar_field);
    out_ += say({"Short: `" + name + ": x` is `" + name + ": {" + field + ": x}`.",
                 "简写:`" + name + ": x` 即 `" + name + ": {" + field + ": x}`。"}) +
            "\n\n";
  }

  std::string say(const Text& text) const { return text.in(language_); }

  void heading(const char* level, const Text& text) { out_ += level + text.in(language_) + "\n\n"; }

  void row(const std::vector<std::string>& cells) {
    out_ += '|';
    for (const std::string& cell : cells) out_ += cell.empty() ? " |" : " " + cell + " |";
    out_ += '\n';
  }

  void table_head(const std::vector<Text>& columns) {
    std::vector<std::string> heads;
    for (const Text& column : columns) heads.push_back(column.in(language_));
    row(heads);
    out_ += '|';
    for (std::size_t i = 0; i < columns.size(); ++i) out_ += "---|";
    out_ += '\n';
  }

  void section(const plan::FieldTable& table) {
    heading("### ", Text::same(table.name));
    const std::string doc = say({table.doc_en, table.doc_zh});
    if (!doc.empty()) out_ += doc + "\n\n";
    table_head({{"field", "字段"},
                {"form", "形式"},
                {"must", "必填"},
                {"choices", "选项"},
                {"meaning", "含义"},
                {"example", "示例"}});
    for (const Field& field : table.fields) {
      std::string choices;
      for (const std::string& choice : field.choices) choices += (choices.empty() ? "" : " ") + code(choice);
      row({code(field.name), say(form_in_words(field.form)), field.must ? say({"yes", "是"}) : "", choices,
           escaped(say({field.doc_en, field.doc_zh})), code(field.example)});
    }
    out_ += '\n';
  }

  template <class T, class Condition>
  static std::vector<T> those(const std::vector<T>& list, const Condition& condition) {
    std::vector<T> found;
    std::copy_if(list.begin(), list.end(), std::back_inserter(found), condition);
    return found;
  }

  std::string doc_of(const auto& info) const {
    return escaped(say({std::string(info.doc_en), std::string(info.doc_zh)}));
  }

  void terms(const std::vector<Term>& list) {
    if (list.empty()) return;
    table_head({{"written", "写法"}, {"meaning", "含义"}});
    for (const Term& term : list) row({code(term.form), doc_of(term)});
    out_ += '\n';
  }

  void functions(const std::vector<graph::FunctionInfo>& list) {
    if (list.empty()) return;
    table_head({{"function", "函数"}, {"arguments", "参数个数"}, {"gives", "含义"}});
    for (const graph::FunctionInfo& f : list) row({code(f.form), arguments(f), doc_of(f)});
    out_ += '\n';
  }

  void period(const std::vector<graph::PeriodField>& list) {
    if (list.empty()) return;
    table_head({{"written", "写法"}, {"gives", "含义"}});
    for (const graph::PeriodField& f : list) row({code("period." + std::string(f.name)), doc_of(f)});
    out_ += '\n';
  }

  std::string arguments(const graph::FunctionInfo& f) const {
    const std::string fewest = std::to_string(f.fewest);
    if (f.fewest == f.most) return fewest;
    const bool is_open = f.form.find("...") != std::string_view::npos;
    if (is_open) return say({fewest + " or more", "至少 " + fewest});
    return say({fewest + " to " + std::to_string(f.most), fewest + " 至 " + std::to_string(f.most)});
  }

  Language language_;
  std::string out_;
};

}  // namespace

std::string reference_part(std::string_view name, Language language) { return Page(language).part(name); }

std::string reference_tables(Language language) { return Page(language).text(); }

}  // namespace merit::report
