#include "report/codes.hpp"

#include <algorithm>
#include <cstring>

namespace merit::report {
namespace {

constexpr CodeInfo joined[] = {
#define MERIT_CODE(name, code, severity, message_en, message_zh, help_en, help_zh, why_en, why_zh) \
  {code, Severity::severity, message_en, message_zh, help_en, help_zh, why_en, why_zh},
// A folder with codes adds its line here.
#include "base/codes.def"
#include "eval/codes.def"
#include "formula/codes.def"
#include "graph/codes.def"
#include "plan/codes.def"
#include "table/codes.def"
#undef MERIT_CODE
};

bool by_code(const CodeInfo* a, const CodeInfo* b) { return std::string_view(a->code) < b->code; }

/// "e304" as "E0304"; "" for what is no code.
std::string full_code(std::string_view written) {
  if (written.starts_with('E') || written.starts_with('e')) written.remove_prefix(1);
  const bool digits =
      std::all_of(written.begin(), written.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || written.empty() || written.size() > 4) return "";
  return "E" + std::string(4 - written.size(), '0') + std::string(written);
}

}  // namespace

const std::vector<const CodeInfo*>& all_codes() {
  static const std::vector<const CodeInfo*> all = [] {
    std::vector<const CodeInfo*> list;
    for (const CodeInfo& info : joined) list.push_back(&info);
    std::stable_sort(list.begin(), list.end(), by_code);
    return list;
  }();
  return all;
}

const CodeInfo* find_code(std::string_view written) {
  const std::string code = full_code(written);
  for (const CodeInfo* info : all_codes())
    if (info->code == code) return info;
  return nullptr;
}

std::string_view consequence(Severity severity, Language language) {
  const bool zh = language == Language::zh;
  switch (severity) {
    case Severity::error:
      return zh ? "这是错误：改正之前不会计算任何结果。" : "An error: nothing is scored until it is mended.";
    case Severity::warning:
      return zh ? "这是警告：照常计算，但请核对。" : "A warning: scoring goes on; look whether it is meant.";
    case Severity::row: break;
  }
  return zh ? "只影响这一行：该行没有结果，其他行照常计算。"
            : "It fails one row, which has no result; the other rows are scored.";
}

GeneralTexts general_texts(const CodeInfo& info, Language language) {
  const Diagnostic general{&info, nowhere, std::vector<Text>(10, Text::same("…")), {}, {}};
  GeneralTexts texts{message_of(general, language), help_of(general, language)};
  for (std::string* text : {&texts.message, &texts.help})  // two things named side by side
    for (std::size_t at; (at = text->find("……")) != std::string::npos;) text->erase(at, std::strlen("…"));
  const bool zh = language == Language::zh;
  if (texts.help == "…")
    texts.help =
        zh ? "视所写内容而定，以出错时的提示为准" : "it depends on what stands there: the message says it";
  return texts;
}

std::string help_page(const CodeInfo& info, Language language) {
  const bool zh = language == Language::zh;
  const auto [message, help] = general_texts(info, language);
  std::string page(severity_word(info.severity, language));
  page += "[" + std::string(info.code) + "]" + (zh ? "：" : ": ") + message + "\n";
  page += "\n" + std::string(consequence(info.severity, language)) + "\n";
  page += (zh ? "\n原因\n  " : "\nWhy\n  ") + std::string(zh ? info.why_zh : info.why_en) + "\n";
  if (!help.empty()) page += (zh ? "\n怎么办\n  " : "\nWhat to do\n  ") + help + "\n";
  return page;
}

}  // namespace merit::report
