#include "report/error_index.hpp"

#include "report/codes.hpp"

namespace merit::report {

namespace {

struct Group {
  std::string_view first;  ///< its codes go from here to the next group
  Text title;
  Text what;
};

const std::vector<Group>& groups() {
  static const std::vector<Group> all = {
      {"E0001",
       {"Files", "文件"},
       {"A file that cannot be opened, read or written.", "文件无法打开、读取或写入。"}},
      {"E0101",
       {"The text of data files", "数据文件的文本"},
       {"A CSV file as text: its encoding, quotes, separators and header. Such a file is not read at all.",
        "CSV 文件的编码、引号、分隔符与表头。出现这类错误时，整个文件都不会读入。"}},
      {"E0201",
       {"Formulas", "公式"},
       {"How a formula is written: signs, brackets, numbers, texts. What its names mean comes later.",
        "公式的写法：符号、括号、数字、文本。名称的含义见后面的分组。"}},
      {"E0301",
       {"The YAML of a plan", "方案的 YAML 写法"},
       {"A plan as a YAML text: indentation, colons, brackets, quotes, and what plans leave out of YAML.",
        "方案作为 YAML 文本：缩进、冒号、括号、引号，以及方案不使用的 YAML 写法。"}},
      {"E0350",
       {"Fields of a plan", "方案的字段"},
       {"What may stand at which place of a plan: unknown fields, missing ones, wrong choices.",
        "方案的哪个位置可以写什么：未知字段、缺少字段、选项不对。"}},
      {"E0401",
       {"Names, types and words", "名称、类型与词"},
       {"What a plan means: names that nobody declared, units that do not go together, what a word must be "
        "told.",
        "方案的含义：未声明的名称、不能放在一起的单位、词必须写明的内容。"}},
      {"E0501",
       {"Weights, bands, tables", "权重、分档与表"},
       {"Sums of weights, order of breakpoints, and what is read from the rows of other tables.",
        "权重合计、分界点次序，以及对其他表各行的读取。"}},
      {"E0601",
       {"Rows", "数据行"},
       {"A cell, a division or a check of one row. The row has no result and says why; the others count.",
        "某一行的单元格、除法或检查。该行没有结果并写明原因，其他行照常计算。"}},
      {"E0701",
       {"Data and cases", "数据与用例"},
       {"Data that does not fit its plan as a whole, and cases of `merit test`.",
        "数据整体与方案不符，以及 `merit test` 的用例。"}},
  };
  return all;
}

/// The code's own part: `merit help` in Markdown.
std::string about(const CodeInfo& info, Language language) {
  const bool zh = language == Language::zh;
  const auto [message, help] = general_texts(info, language);
  const std::string severity(severity_word(info.severity, language));
  std::string out = "### " + std::string(info.code) + "\n\n";
  out += "**" + severity + (zh ? "**：" : "**: ") + message + "\n\n";
  if (!help.empty()) out += (zh ? "- 怎么办：" : "- What to do: ") + help + "\n";
  return out + (zh ? "- 原因：" : "- Why: ") + (zh ? info.why_zh : info.why_en) + "\n\n";
}

std::string introduction(Language language) {
  if (language == Language::zh)
    return "# 错误索引\n\n"
           "程序能报告的所有代码。`merit help E0402` 显示其中一条。`…` 代表提示中写出的名称、数值等。\n"
           "本页由程序生成（`merit reference "
           "--errors`），请勿手改。代码一经使用即固定不变，可以据此编写程序。\n\n";
  return "# Error index\n\n"
         "Every code that Merit reports. `merit help E0402` shows one of them. `…` stands for what a message "
         "names.\nMade by the program (`merit reference --errors`): do not edit. A code keeps its meaning "
         "for "
         "ever, so programs may rely on it.\n\n";
}

}  // namespace

std::string error_index(Language language) {
  const auto& codes = all_codes();
  std::string out = introduction(language);
  for (const Severity severity : {Severity::error, Severity::warning})
    out += "- " + std::string(consequence(severity, language)) + "\n";
  out += "\n";
  auto group = groups().begin();
  for (const CodeInfo* info : codes) {
    if (group != groups().end() && info->code >= group->first) {
      out += "## " + group->title.in(language) + "\n\n" + group->what.in(language) + "\n\n";
      ++group;
    }
    out += about(*info, language);
  }
  out.pop_back();  // one end of line is enough
  return out;
}

}  // namespace merit::report
