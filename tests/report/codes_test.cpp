// The codes of every folder, joined: what `merit help CODE` knows, and the rules each text keeps.
#include "report/codes.hpp"

#include <algorithm>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace merit;

namespace {

struct Folder {
  const char* name;
  const char* prefix;              ///< a pattern
  std::vector<std::string> codes;  ///< in the order of codes.def
};

// clang-format off
const Folder folders[] = {
#define MERIT_CODE(name, code, ...) code,
    {"base", "E00", {
#include "base/codes.def"
    }},
    {"table", "E01", {
#include "table/codes.def"
    }},
    {"formula", "E02", {
#include "formula/codes.def"
    }},
    {"plan", "E03", {
#include "plan/codes.def"
    }},
    {"graph", "E0[456]", {
#include "graph/codes.def"
    }},
    {"eval", "E07", {
#include "eval/codes.def"
    }},
#undef MERIT_CODE
};
// clang-format on

/// "{0}{1}": the places a text fills, each once, in order.
std::string places_in(const std::string& text) {
  const std::regex place("\\{[0-9]\\}");
  std::set<std::string> found;
  for (std::sregex_iterator match(text.begin(), text.end(), place), end; match != end; ++match)
    found.insert(match->str());
  std::string all;
  for (const std::string& one : found) all += one;
  return all;
}

bool has_foreign_letters(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

bool ends_like_a_sentence(const std::string& text) {
  for (const char* stop : {".", "。", "!", "！"})
    if (std::string_view(text).ends_with(stop)) return true;
  return false;
}

bool is_chinese(std::string_view text, std::size_t at) {
  return at + 2 < text.size() && text[at] >= '\xE4' && text[at] <= '\xE9';  // U+4000 to U+9FFF
}

/// Whether a narrow sign touches a Chinese character outside of ticks, where a formula may hold both.
bool has_narrow_punctuation(std::string_view zh) {
  bool in_ticks = false;
  for (std::size_t at = 0; at < zh.size(); ++at) {
    if (zh[at] == '`') in_ticks = !in_ticks;
    if (in_ticks || std::string_view(",;:()?!.").find(zh[at]) == std::string_view::npos) continue;
    if ((at >= 3 && is_chinese(zh, at - 3)) || is_chinese(zh, at + 1)) return true;
  }
  return false;
}

/// One line for each rule that the code's texts break.
std::string faults_of(const CodeInfo& info) {
  const std::string en = info.message_en, zh = info.message_zh, help_en = info.help_en,
                    help_zh = info.help_zh;
  const std::string why_en = info.why_en, why_zh = info.why_zh;
  const std::string places = places_in(en + help_en);
  const struct {
    bool broken;
    const char* rule;
  } rules[] = {
      {en.empty() || zh.empty(), "a message is needed in both languages"},
      {why_en.empty() || why_zh.empty(), "a reason is needed in both languages"},
      {help_en.empty() != help_zh.empty(), "the help is there in one language only"},
      {ends_like_a_sentence(en) || ends_like_a_sentence(zh), "a message ends without a full stop"},
      {!has_foreign_letters(zh) || !has_foreign_letters(why_zh), "the Chinese text is not Chinese"},
      {has_narrow_punctuation(zh) || has_narrow_punctuation(help_zh) || has_narrow_punctuation(why_zh),
       "a narrow sign stands beside a Chinese character"},
      {places_in(en) != places_in(zh), "the messages name different arguments"},
      {places_in(help_en) != places_in(help_zh), "the helps name different arguments"},
      {!places_in(why_en + why_zh).empty(), "a reason is general: it has no arguments"},
      {places != std::string("{0}{1}{2}{3}{4}{5}{6}{7}{8}{9}").substr(0, places.size()),
       "the arguments leave a number out"},
      {(en + zh + help_en + help_zh + why_en + why_zh).find('\n') != std::string::npos, "a text is one line"},
  };
  std::string faults;
  for (const auto& rule : rules)
    if (rule.broken) faults += std::string(info.code) + ": " + rule.rule + "\n";
  return faults;
}

// clang-format off
constexpr CodeInfo example{"E9304", Severity::error,
                           "the key `{0}` is written twice", "键 `{0}` 写了两次",
                           "keep one of them", "请只保留一个",
                           "Two values for one key leave open which is paid.", "一个键有两个值，就不知道按哪个付钱。"};
constexpr CodeInfo row_example{"E9101", Severity::row,
                               "`{0}` is no number", "`{0}` 不是数", "", "",
                               "A cell is a number or it is not.", "单元格要么是数，要么不是。"};
// clang-format on

}  // namespace

TEST_CASE("codes: each folder has its own prefix and keeps its codes in order, each once", "[report]") {
  std::string faults;
  for (const Folder& folder : folders) {
    std::string last;
    for (const std::string& code : folder.codes) {
      if (!std::regex_match(code, std::regex(std::string(folder.prefix) + "[0-9]{2}")))
        faults += code + " is not a code of " + folder.name + "\n";
      if (code <= last) faults += code + " stands after " + last + "\n";
      last = code;
    }
  }
  CHECK(faults == "");
}

TEST_CASE("codes: every text keeps the rules of its kind", "[report]") {
  std::string faults;
  for (const CodeInfo* info : report::all_codes()) faults += faults_of(*info);
  CHECK(faults == "");
}

TEST_CASE("codes: all folders are joined, in order of codes", "[report]") {
  std::vector<std::string> expected, joined;
  for (const Folder& folder : folders)
    expected.insert(expected.end(), folder.codes.begin(), folder.codes.end());
  for (const CodeInfo* info : report::all_codes()) joined.push_back(info->code);
  CHECK(joined == expected);
}

TEST_CASE("codes: a code is found as people write it", "[report]") {
  struct Row {
    const char* written;
    const char* code;
  };
  const Row rows[] = {
      {"E0001", "E0001"}, {"e0001", "E0001"}, {"E001", "E0001"}, {"e1", "E0001"}, {"1", "E0001"},
      {"0002", "E0002"},  {"E9999", ""},      {"E00001", ""},    {"E", ""},       {"", ""},
      {"E-1", ""},        {"X0001", ""},      {"E0001 ", ""},    {"EE001", ""},
  };
  for (const Row& row : rows) {
    INFO(row.written);
    const CodeInfo* found = report::find_code(row.written);
    CHECK(std::string(found ? found->code : "") == row.code);
  }
}

TEST_CASE("help page: the message in general, what follows, why, and what to do", "[report]") {
  CHECK(report::help_page(example, Language::en) == R"(error[E9304]: the key `…` is written twice

An error: nothing is scored until it is mended.

Why
  Two values for one key leave open which is paid.

What to do
  keep one of them
)");
  CHECK(report::help_page(example, Language::zh) == R"(错误[E9304]：键 `…` 写了两次

这是错误：改正之前不会计算任何结果。

原因
  一个键有两个值，就不知道按哪个付钱。

怎么办
  请只保留一个
)");
  CHECK(report::help_page(row_example, Language::en) == R"(error[E9101]: `…` is no number

It fails one row, which has no result; the other rows are scored.

Why
  A cell is a number or it is not.
)");
}
