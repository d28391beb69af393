#include "report/format.hpp"

#include <algorithm>

#include "graph/print.hpp"
#include "plan/comments.hpp"
#include "report/plans.hpp"

#include "support/catch.hpp"

using namespace merit;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> all_plans() {
  std::vector<fs::path> found;
  for (const char* folder : {"rules", "bench/plans", "examples", "tests/graph/good", "tests/cli/data"})
    for (const auto& file : fs::recursive_directory_iterator(fs::path(MERIT_ROOT) / folder))
      if (file.path().extension() == ".yaml") found.push_back(file.path());
  std::sort(found.begin(), found.end());
  return found;
}

/// A text, printed; "" when YAML has mistakes.
std::string formatted(const std::string& text) {
  Sources sources;
  Diagnostics diagnostics;
  return report::format(sources, sources.add("plan.yaml", text), diagnostics).value_or("");
}

/// The comments of a plan, sorted, because known keys take their comments with them.
std::vector<std::string> comments_in(const std::string& text) {
  Sources sources;
  Diagnostics diagnostics;
  const plan::Document document = plan::load_document(sources, sources.add("plan.yaml", text), diagnostics);
  const plan::Comments comments = plan::find_comments(sources, document);
  std::vector<std::string> found;
  const auto add = [&](const std::vector<plan::CommentLine>& lines) {
    for (const plan::CommentLine& line : lines) found.push_back(line.text);
  };
  add(comments.head);
  for (const auto& [owner, around] : comments.around) {
    add(around.above);
    add(around.behind);
    if (!around.beside.empty()) found.push_back(around.beside);
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

TEST_CASE("format: every plan stays what it is", "[report]") {
  std::size_t looked_at = 0;
  for (const fs::path& path : all_plans()) {
    CAPTURE(path.string());
    const std::string text = golden::read(path);
    const std::string once = formatted(text);
    if (once.empty()) continue;  // no YAML: the transcripts show what is said
    ++looked_at;
    CHECK(formatted(once) == once);
    CHECK(comments_in(once) == comments_in(text));
    const auto before = plans::compiled(text), after = plans::compiled(once);
    REQUIRE((before->compiled.graph == nullptr) == (after->compiled.graph == nullptr));
    if (before->compiled.graph) CHECK(graph::print(after->graph()) == graph::print(before->graph()));
  }
  CHECK(looked_at > 40);
}

TEST_CASE("format: forms", "[report]") {
  struct Case {
    const char* what;
    const char* from;
    const char* to;
  };
  const Case cases[] = {
      {"an empty file", "", ""},
      {"comments alone", "# a\n\n\n#b\n", "# a\n\n#b\n"},
      {"a byte order mark, a leading mark, CR LF", "\xEF\xBB\xBF---\r\nplan: a\r\n", "plan: a\n"},
      {"one empty line of several, none where a map begins", "inputs:\n\n  a: x\n\n\n  b: y\n",
       "inputs:\n  a: x\n\n  b: y\n"},
      {"what needs its quotes",
       R"(lists: {a: ["x, y", 'true', "12", "a: b", "#c", "it's", "", "(", "a、b"]})",
       "lists: {a: [\"x, y\", 'true', \"12\", \"a: b\", \"#c\", \"it's\", \"\", \"(\", \"a、b\"]}\n"},
      {"what does not", R"(lists: {a: ["x y", 'A+', "客户"], "b": [x]})",
       "lists: {a: [x y, A+, 客户], b: [x]}\n"},
      {"commas that brackets made dangerous", "values: {\n a: \"max(x, y)\" # c\n}",
       "values:\n  a: max(x, y)  # c\n"},
      {"lists in lists, maps in lists", "a:\n- - x\n  - y\n- b: 1\n  c: 2 # d\n# e\n- f: 3\n",
       "a:\n  - - x\n    - y\n  - b: 1\n    c: 2  # d\n  # e\n  - f: 3\n"},
      {"nothing written", "inputs:\nlists: {}\nvalues: []\n", "lists: {}\ninputs:\nvalues: []\n"},
      {"a word stands where the formula would",
       "values: {a: {label: b, step: {at_or_above: {else: 1, 2: 3}, of: x}, applies: y}}",
       "values: {a: {applies: y, step: {of: x, at_or_above: {else: 1, 2: 3}}, label: b}}\n"},
      {"gates, defaults, definitions",
       "define: {f(x): {round: 1 up, formula: x}}\ndefaults: {completion: {cap: none, actual: a}}\n"
       "values: {a: {gate: [{times: 2, if: b}], formula: c}}\n",
       "define: {f(x): {formula: x, round: 1 up}}\ndefaults: {completion: {actual: a, cap: none}}\n"
       "values: {a: {formula: c, gate: [{if: b, times: 2}]}}\n"},
      {"two comments on the way to one value", "a:  # one\n  # two\n  x  # three\n",
       "# one\n# two\na: x  # three\n"},
      {"block scalars", "a:\n    note: |+\n        x\n\n        y\n    b: >-\n     z\n     w\n",
       "a:\n  note: |+\n    x\n\n    y\n  b: >-\n    z\n    w\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    CHECK(formatted(c.from) == c.to);
    CHECK(formatted(c.to) == c.to);
  }
}
