// Diagnostics: their order, and their three forms as whole texts.
#include "base/diagnostic.hpp"

#include <string>
#include <vector>

#include "base/limits.hpp"

#include "support/catch.hpp"

using namespace merit;

namespace {

// clang-format off
constexpr CodeInfo twice{"E9304", Severity::error,
                         "the key `{0}` is written twice", "键 `{0}` 写了两次",
                         "keep one of them", "请只保留一个", "", ""};
constexpr CodeInfo unknown{"E9305", Severity::error,
                           "`{0}` is no field of `{1}`", "`{1}` 没有字段 `{0}`", "", "", "", ""};
constexpr CodeInfo unused{"E9306", Severity::warning,
                          "`{0}` is never used", "`{0}` 从未使用",
                          "remove `{0}`", "请删除 `{0}`", "", ""};
constexpr CodeInfo bad_cell{"E9101", Severity::row, "`{0}` is no number", "`{0}` 不是数", "", "", "", ""};
// clang-format on

Text same(const char* text) { return Text::same(text); }

/// One source; the span is given by marking it in the text with « and ».
struct Marked {
  Sources sources;
  SourceId id;
  std::vector<Span> spans;

  explicit Marked(const std::string& written, std::string name = "plan.yaml") {
    std::string text;
    std::vector<std::uint32_t> begins;
    for (std::size_t i = 0; i < written.size(); ++i) {
      const auto at = static_cast<std::uint32_t>(text.size());
      const bool opens = written.compare(i, 2, "«") == 0, closes = written.compare(i, 2, "»") == 0;
      if (opens) begins.push_back(at);
      if (closes) spans.push_back({SourceId{0}, begins.back(), at});
      if (closes) begins.pop_back();
      if (opens || closes) ++i;
      if (!opens && !closes) text += written[i];
    }
    id = sources.add(std::move(name), text);
  }

  /// The excerpt of the only mark: the text form without its headline.
  std::string excerpt() const {
    Diagnostics list;
    list.add(unused, spans.at(0), {same("x")});
    std::string text = render(list.items(), sources, DiagnosticForm::text, Language::en);
    text.erase(0, text.find('\n') + 1);
    return text.substr(0, text.find("  = help"));
  }
};

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

/// A duplicate key at line 12, first written at line 9.
struct Duplicate {
  Marked plan{repeated("\n", 8) + "        «cap»: 100%\n\n\n        «cap»: 120%\n"};
  Diagnostics list;
  Duplicate() {
    Diagnostic& d = list.add(twice, plan.spans[1], {same("cap")});
    d.related.push_back({plan.spans[0], {"first written here", "先写在这里"}});
    d.suggestion = did_you_mean("cap", {"caps"});
  }
  std::string in(DiagnosticForm form, Language language) const {
    return render(list.items(), plan.sources, form, language);
  }
};

}  // namespace

TEST_CASE("diagnostic text: place, excerpt, related place, help and suggestion", "[base]") {
  const Duplicate duplicate;
  CHECK(duplicate.in(DiagnosticForm::text, Language::en) == R"(error[E9304]: the key `cap` is written twice
  --> plan.yaml:12:9
   |
12 |         cap: 120%
   |         ^^^
  --> plan.yaml:9:9: first written here
   |
 9 |         cap: 100%
   |         ---
   = help: keep one of them
   = did you mean `caps`?
)");
  CHECK(duplicate.in(DiagnosticForm::text, Language::zh) == R"(错误[E9304]：键 `cap` 写了两次
  --> plan.yaml:12:9
   |
12 |         cap: 120%
   |         ^^^
  --> plan.yaml:9:9：先写在这里
   |
 9 |         cap: 100%
   |         ---
   = 帮助：请只保留一个
   = 是不是想写 `caps`？
)");
}

TEST_CASE("diagnostic line: one line, `error` in every language", "[base]") {
  const Duplicate duplicate;
  CHECK(duplicate.in(DiagnosticForm::line, Language::en) ==
        "plan.yaml:12:9: error: the key `cap` is written twice [E9304]\n");
  CHECK(duplicate.in(DiagnosticForm::line, Language::zh) ==
        "plan.yaml:12:9: error: 键 `cap` 写了两次 [E9304]\n");
}

TEST_CASE("diagnostic json: both languages, every key, whatever the language asked for", "[base]") {
  const Duplicate duplicate;
  const std::string expected = R"([
  {
    "code": "E9304",
    "severity": "error",
    "message": {
      "en": "the key `cap` is written twice",
      "zh": "键 `cap` 写了两次"
    },
    "help": {
      "en": "keep one of them",
      "zh": "请只保留一个"
    },
    "file": "plan.yaml",
    "line": 12,
    "column": 9,
    "end_line": 12,
    "end_column": 12,
    "related": [
      {
        "file": "plan.yaml",
        "line": 9,
        "column": 9,
        "end_line": 9,
        "end_column": 12,
        "label": {
          "en": "first written here",
          "zh": "先写在这里"
        }
      }
    ],
    "suggestion": {
      "en": "did you mean `caps`?",
      "zh": "是不是想写 `caps`？"
    }
  }
]
)";
  CHECK(duplicate.in(DiagnosticForm::json, Language::en) == expected);
  CHECK(duplicate.in(DiagnosticForm::json, Language::zh) == expected);
}

TEST_CASE("diagnostic json: what there is none of is null", "[base]") {
  Sources sources;
  const SourceId empty = sources.add("empty.csv", "");
  Diagnostics list;
  list.add(bad_cell, {empty, 0, 0}, {same("x")});
  list.add(bad_cell, nowhere, {same("\xFF")});
  CHECK(render(list.items(), sources, DiagnosticForm::json, Language::en) == R"([
  {
    "code": "E9101",
    "severity": "row",
    "message": {
      "en": "`x` is no number",
      "zh": "`x` 不是数"
    },
    "help": null,
    "file": "empty.csv",
    "line": null,
    "column": null,
    "end_line": null,
    "end_column": null,
    "related": [],
    "suggestion": null
  },
  {
    "code": "E9101",
    "severity": "row",
    "message": {
      "en": "`�` is no number",
      "zh": "`�` 不是数"
    },
    "help": null,
    "file": null,
    "line": null,
    "column": null,
    "end_line": null,
    "end_column": null,
    "related": [],
    "suggestion": null
  }
]
)");
}

TEST_CASE("diagnostic forms: an empty list", "[base]") {
  CHECK(render({}, Sources(), DiagnosticForm::text, Language::en) == "");
  CHECK(render({}, Sources(), DiagnosticForm::line, Language::en) == "");
  CHECK(render({}, Sources(), DiagnosticForm::json, Language::en) == "[]\n");
}

TEST_CASE("diagnostic text: without a place only what is known is printed", "[base]") {
  Sources sources;
  const SourceId empty = sources.add("plan.yaml", "");
  Diagnostics list;
  list.add(unused, {empty, 0, 0}, {same("x")});
  Diagnostic& d = list.add(unused, nowhere, {same("y")});
  d.related.push_back({nowhere, {"asked for by --set", "由 --set 要求"}});
  CHECK(render(list.items(), sources, DiagnosticForm::text, Language::en) ==
        R"(warning[E9306]: `x` is never used
 --> plan.yaml
  = help: remove `x`

warning[E9306]: `y` is never used
  = asked for by --set
  = help: remove `y`
)");
  CHECK(render(list.items(), sources, DiagnosticForm::text, Language::zh) == R"(警告[E9306]：`x` 从未使用
 --> plan.yaml
  = 帮助：请删除 `x`

警告[E9306]：`y` 从未使用
  = 由 --set 要求
  = 帮助：请删除 `y`
)");
  CHECK(render(list.items(), sources, DiagnosticForm::line, Language::en) ==
        "plan.yaml: warning: `x` is never used [E9306]\n"
        "warning: `y` is never used [E9306]\n");
}

TEST_CASE("diagnostic text: a row's trouble is called an error", "[base]") {
  Marked data("id,sales\n7,«1o0»\n", "sales.csv");
  Diagnostics list;
  list.add(bad_cell, data.spans[0], {same("1o0")});
  CHECK(render(list.items(), data.sources, DiagnosticForm::text, Language::en) ==
        R"(error[E9101]: `1o0` is no number
 --> sales.csv:2:3
  |
2 | 7,1o0
  |   ^^^
)");
  CHECK(render(list.items(), data.sources, DiagnosticForm::line, Language::zh) ==
        "sales.csv:2:3: error: `1o0` 不是数 [E9101]\n");
}

TEST_CASE("diagnostic text: related places in other files, in the order given", "[base]") {
  Marked plan("a: b\nb: c\nc: a\n");
  const SourceId other = plan.sources.add("other.yaml", repeated("\n", 122) + "far: here\n");
  Diagnostics list;
  Diagnostic& d = list.add(unused, {plan.id, 0, 1}, {same("a")});
  d.related.push_back({{plan.id, 10, 11}, {"reads `a`", ""}});
  d.related.push_back({{other, 122, 125}, {"is read there", ""}});
  d.related.push_back({{plan.id, 5, 6}, {}});
  CHECK(render(list.items(), plan.sources, DiagnosticForm::text, Language::en) ==
        R"(warning[E9306]: `a` is never used
   --> plan.yaml:1:1
    |
  1 | a: b
    | ^
   --> plan.yaml:3:1: reads `a`
    |
  3 | c: a
    | -
   --> other.yaml:123:1: is read there
    |
123 | far: here
    | ---
   --> plan.yaml:2:1
    |
  2 | b: c
    | -
    = help: remove `a`
)");
}

TEST_CASE("diagnostic excerpt: carets stand under the span, in display cells", "[base]") {
  struct Row {
    const char* what;
    std::string written;
    std::string excerpt;
  };
  const Row rows[] = {
      {"a Chinese character takes two cells", "收入: «完成率» # 说明",
       " --> plan.yaml:1:5\n"
       "  |\n"
       "1 | 收入: 完成率 # 说明\n"
       "  |       ^^^^^^\n"},
      {"full-width and half-width together", "Ａb«Ｃd»",
       " --> plan.yaml:1:3\n"
       "  |\n"
       "1 | ＡbＣd\n"
       "  |    ^^^\n"},
      {"a combining mark takes none", "e\u0301t\u00e9 «x»",
       " --> plan.yaml:1:6\n"
       "  |\n"
       "1 | e\u0301t\u00e9 x\n"
       "  |     ^\n"},
      {"a tab is shown as one blank", "\t\ta:\t«b»",
       " --> plan.yaml:1:6\n"
       "  |\n"
       "1 |   a: b\n"
       "  |      ^\n"},
      {"an empty span is one caret", "cap«»: 1",
       " --> plan.yaml:1:4\n"
       "  |\n"
       "1 | cap: 1\n"
       "  |    ^\n"},
      {"an empty span before a Chinese character", "«»收入",
       " --> plan.yaml:1:1\n"
       "  |\n"
       "1 | 收入\n"
       "  | ^\n"},
      {"a position at the end of a line", "cap:«»\nnext: 1",
       " --> plan.yaml:1:5\n"
       "  |\n"
       "1 | cap:\n"
       "  |     ^\n"},
      {"a position after blanks that end the line", "cap:  «»\r\nnext: 1",
       " --> plan.yaml:1:7\n"
       "  |\n"
       "1 | cap:\n"
       "  |       ^\n"},
      {"the end of the text, after its last line end", "cap: 1\n«»",
       " --> plan.yaml:2:1\n"
       "  |\n"
       "2 |\n"
       "  | ^\n"},
      {"several lines: the first, to its last letter", "items:\n  «a: 1  \r\n  b: 2\n»c: 3",
       " --> plan.yaml:2:3\n"
       "  |\n"
       "2 |   a: 1\n"
       "  |   ^^^^\n"},
      {"several lines that begin at a line's end", "a:«\n  b»",
       " --> plan.yaml:1:3\n"
       "  |\n"
       "1 | a:\n"
       "  |   ^\n"},
      {"controls and writing direction cannot disturb the terminal", "a\x1b[31m\u202e«b»",
       " --> plan.yaml:1:8\n"
       "  |\n"
       "1 | a\uFFFD[31m\uFFFDb\n"
       "  |        ^\n"},
      {"bytes that are not UTF-8", "«\xCA\xD5»: 1",
       " --> plan.yaml:1:1\n"
       "  |\n"
       "1 | \uFFFD\uFFFD: 1\n"
       "  | ^^\n"},
      {"a byte order mark is not shown", "\xEF\xBB\xBF«merit»: 1",
       " --> plan.yaml:1:1\n"
       "  |\n"
       "1 | merit: 1\n"
       "  | ^^^^^\n"},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    CHECK(Marked(row.written).excerpt() == row.excerpt);
  }
}

TEST_CASE("diagnostic excerpt: a long line is cut around its span", "[base]") {
  const std::string ten = "123456789 ";
  struct Row {
    const char* what;
    std::string written;
    std::string place, line, marks;
  };
  const Row rows[] = {
      {"a hundred cells are not cut", "«a»" + repeated("b", 99), "1:1", "a" + repeated("b", 99), "^"},
      {"the right end is cut when the span is near the left", "«cap»: " + repeated(ten, 12), "1:1",
       "cap: " + repeated(ten, 9) + "12345…", "^^^"},
      {"both ends are cut around a span in the middle", repeated(ten, 30) + "«here»" + repeated(ten, 30),
       "1:301", "…3456789 " + repeated(ten, 4) + "here" + repeated(ten, 4) + "12345678…",
       repeated(" ", 49) + "^^^^"},
      {"the left end is cut when the span is at the right", repeated(ten, 30) + "«x»", "1:301",
       "…3456789 " + repeated(ten, 9) + "x", repeated(" ", 99) + "^"},
      {"a position at the end of a long line", repeated(ten, 29) + "123456789«»", "1:300",
       "…" + repeated(ten, 9) + "123456789", repeated(" ", 100) + "^"},
      {"a span wider than the excerpt is cut too", repeated(ten, 20) + "«" + repeated(ten, 20) + "»", "1:201",
       "…" + repeated(ten, 10) + "…", " " + repeated("^", 100)},
      {"a Chinese character is never cut in two", repeated("收入", 60) + "«x»" + repeated("收入", 60),
       "1:121", "…" + repeated("收入", 12) + "x" + repeated("收入", 12) + "收…", repeated(" ", 49) + "^"},
      {"megabytes in one line", repeated(ten, 100'000) + "«here»" + repeated(ten, 100'000), "1:1000001",
       "…3456789 " + repeated(ten, 4) + "here" + repeated(ten, 4) + "12345678…", repeated(" ", 49) + "^^^^"},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    CHECK(Marked(row.written).excerpt() ==
          " --> plan.yaml:" + row.place + "\n  |\n1 | " + row.line + "\n  | " + row.marks + "\n");
  }
}

TEST_CASE("diagnostic text: colours on request only", "[base]") {
  Marked plan("«cap»: 1");
  Diagnostics list;
  list.add(unused, plan.spans[0], {same("cap")});
  CHECK(render(list.items(), plan.sources, DiagnosticForm::text, Language::en, true) ==
        "\x1b[1;33mwarning[E9306]\x1b[0m\x1b[1m: `cap` is never used\x1b[0m\n"
        " \x1b[1;34m-->\x1b[0m plan.yaml:1:1\n"
        "\x1b[1;34m  |\x1b[0m\n"
        "\x1b[1;34m1 |\x1b[0m cap: 1\n"
        "\x1b[1;34m  |\x1b[0m \x1b[1;33m^^^\x1b[0m\n"
        "  \x1b[1;34m=\x1b[0m help: remove `cap`\n");
}

TEST_CASE("diagnostic text: beyond the limit they are counted, in tools' forms all are there", "[base]") {
  const Sources sources;
  Diagnostics list;
  std::string text, lines;
  for (std::size_t i = 0; i < limits::diagnostics_shown + 3; ++i) {
    const std::string name = "n" + std::to_string(i);
    list.add(bad_cell, nowhere, {Text::same(name)});
    lines += "error: `" + name + "` is no number [E9101]\n";
    if (i < limits::diagnostics_shown)
      text += (i ? "\n" : "") + ("error[E9101]: `" + name + "` is no number\n");
  }
  CHECK(render(list.items(), sources, DiagnosticForm::text, Language::en) ==
        text + "\n... and 3 more; the first 100 are shown\n");
  CHECK(render(list.items(), sources, DiagnosticForm::line, Language::en) == lines);
  const std::string zh = render(list.items(), sources, DiagnosticForm::text, Language::zh);
  CHECK(zh.substr(zh.rfind("\n\n") + 2) == "……另有 3 处，只列出前 100 处\n");
}

TEST_CASE("diagnostic message: arguments fill their places once", "[base]") {
  struct Row {
    std::vector<Text> args;
    std::string en, zh;
  };
  const Row rows[] = {
      {{same("a"), same("b")}, "`a` is no field of `b`", "`b` 没有字段 `a`"},
      {{same("{1}"), same("{0}")}, "`{1}` is no field of `{0}`", "`{0}` 没有字段 `{1}`"},
      {{same("a")}, "`a` is no field of `{1}`", "`{1}` 没有字段 `a`"},
      {{{"cap", "上限"}, same("completion")},
       "`cap` is no field of `completion`",
       "`completion` 没有字段 `上限`"},
      {{same("a\nb\tc\r\nd"), same("\x1b")},
       "`a b c d` is no field of `\uFFFD`",
       "`\uFFFD` 没有字段 `a b c d`"},
  };
  for (const Row& row : rows) {
    const Diagnostic d{&unknown, nowhere, row.args, {}, {}};
    CHECK(message_of(d, Language::en) == row.en);
    CHECK(message_of(d, Language::zh) == row.zh);
  }
}

TEST_CASE("diagnostics: in order of places and codes, equal ones once", "[base]") {
  Sources sources;
  const SourceId first = sources.add("a.yaml", "x: 1\ny: 2\n"), second = sources.add("b.yaml", "z: 3\n");
  Diagnostics list;
  list.add(bad_cell, nowhere, {same("nowhere")});
  list.add(unused, {second, 0, 1}, {same("z")});
  list.add(unused, {first, 5, 6}, {same("y, found first")});
  list.add(unused, {first, 5, 6}, {same("y, found after")});
  list.add(unused, {first, 5, 6}, {same("y, found first")});
  list.add(twice, {first, 5, 6}, {same("y")});
  list.add(unused, {first, 0, 1}, {same("x")});
  CHECK(render(list.items(), sources, DiagnosticForm::line, Language::en) ==
        "a.yaml:1:1: warning: `x` is never used [E9306]\n"
        "a.yaml:2:1: error: the key `y` is written twice [E9304]\n"
        "a.yaml:2:1: warning: `y, found first` is never used [E9306]\n"
        "a.yaml:2:1: warning: `y, found after` is never used [E9306]\n"
        "b.yaml:1:1: warning: `z` is never used [E9306]\n"
        "error: `nowhere` is no number [E9101]\n");
  CHECK(list.sorted().size() == 6);
}

TEST_CASE("diagnostics: errors are counted, warnings and rows are not", "[base]") {
  Diagnostics list, more;
  list.add(unused, nowhere, {same("x")});
  list.add(bad_cell, nowhere, {same("x")});
  CHECK_FALSE(list.has_errors());
  more.add(twice, nowhere, {same("x")});
  more.add(unused, nowhere, {same("y")});
  list.append(more);
  CHECK(list.has_errors());
  CHECK(list.errors() == 1);
  CHECK(list.size() == 4);
}

TEST_CASE("diagnostics: neighbours are searched for the first of many mistakes only", "[base]") {
  Diagnostics diagnostics;
  std::size_t found = 0;
  for (std::size_t i = 0; i < 3 * limits::suggestions_made; ++i) {
    diagnostics.add(unknown, nowhere, {same("grad"), same("item")});
    found += !diagnostics.did_you_mean("grad", {"grade"}).en.empty();
  }
  CHECK(found == limits::suggestions_made);
}
