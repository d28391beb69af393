// Documents that are right: what is read, and where it stands.
#include "plan/document.hpp"

#include <string>

#include "support/catch.hpp"

namespace {

using namespace merit;
using plan::DocNode;

struct Loaded {
  Sources sources;
  plan::Document document;
  Diagnostics diagnostics;

  explicit Loaded(const std::string& text) {
    const SourceId source = sources.add("plan.yaml", text);
    document = plan::load_document(sources, source, diagnostics);
  }
};

std::string one_line(std::string text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\n') out += text[at];
    else
      while (at + 1 < text.size() && text[at + 1] == ' ') ++at;
  }
  return out;
}

std::string visible(std::string_view text) {
  std::string out;
  for (char c : text) out += c == '\n' ? std::string("~") : c == '\r' ? std::string("^") : std::string(1, c);
  return out;
}

/// One line a node: depth, kind, bytes, and the source in the span.
void print_places(const Loaded& loaded, const DocNode& node, int depth, std::string& out) {
  static const char* kinds[] = {"scalar", "list", "map", "null"};
  out += std::string(static_cast<std::size_t>(2 * depth), ' ') + kinds[static_cast<int>(node.kind)] + " " +
         std::to_string(node.span.begin) + "-" + std::to_string(node.span.end) + " [" +
         visible(loaded.sources.text(node.span)) + "]\n";
  for (const DocNode& item : node.list) print_places(loaded, item, depth + 1, out);
  for (const plan::Entry& entry : node.map) {
    print_places(loaded, entry.key, depth + 1, out);
    print_places(loaded, entry.value, depth + 2, out);
  }
}

std::string places(const std::string& text) {
  const Loaded loaded(text);
  CHECK(render(loaded.diagnostics.items(), loaded.sources, DiagnosticForm::text, Language::en) == "");
  std::string out;
  print_places(loaded, loaded.document.root, 0, out);
  return out;
}

}  // namespace

TEST_CASE("document: scalars are text, maps keep their order, only nothing is null") {
  struct Row {
    const char* yaml;
    const char* json;
  };
  const Row rows[] = {
      {"", "null"},
      {"# only a comment\n", "null"},
      {"---\n", "null"},
      {"---\na: 1\n", R"-({"a": "1"})-"},
      {"a: 1\n...\n", R"-({"a": "1"})-"},
      {"a: 1\n...\n# end\n", R"-({"a": "1"})-"},
      {"\xEF\xBB\xBF"
       "a: 1\n",
       R"-({"a": "1"})-"},
      {"\xEF\xBB\xBF---\na: 1\n", R"-({"a": "1"})-"},
      {"b: 010\na: yes\nc: 0x1F\nd: 1e3\n", R"-({"b": "010","a": "yes","c": "0x1F","d": "1e3"})-"},
      {"a: ~\nb: null\nc: Null\nd: NULL\ne: \"\"\nf:\n",
       R"-({"a": "~","b": "null","c": "Null","d": "NULL","e": "","f": null})-"},
      {"a:\nnull: 3\n~: 4\n", R"-({"a": null,"null": "3","~": "4"})-"},
      {"a:\nnull value: 3\n", R"-({"a": null,"null value": "3"})-"},
      {"a:\n  null\nb:\n  ~ # c\n", R"-({"a": "null","b": "~"})-"},
      {"x:\n  -\nnull: 1\n", R"-({"x": [null],"null": "1"})-"},
      {"- null\n-\n- ~\n- null: 1\n", R"-(["null",null,"~",{"null": "1"}])-"},
      {"a: [null, ~, , x]\nb: {c: null, d: , null: e}\n",
       R"-({"a": ["null","~",null,"x"],"b": {"c": "null","d": null,"null": "e"}})-"},
      {"a: {b: [1, {c: 2}], d: 'x, y'}\n", R"-({"a": {"b": ["1",{"c": "2"}],"d": "x, y"}})-"},
      {"f(a, b): a / b\n", R"-({"f(a, b)": "a / b"})-"},
      {"a: |\n  one\n   two\n\n  three\nb: >-\n  four\n  five\n",
       R"-({"a": "one\n two\n\nthree\n","b": "four five"})-"},
      {"a: one\n  two\n\n  three\n", R"-({"a": "one two\nthree"})-"},
      {"a: \"\\u4e2d\\x41\\n \\\n  b\"\n", R"-({"a": "中A\n b"})-"},
      {"a: 'it''s'\n", R"-({"a": "it's"})-"},
      {"a: max(x, y) # the larger\nb: x-#y\n", R"-({"a": "max(x, y)","b": "x-#y"})-"},
      {"{\"a\":1, b: 2,}\n", R"-({"a": "1","b": "2"})-"},
      {"a: {en: the manager's pay, zh: 1) 第一}\n",
       R"-({"a": {"en": "the manager's pay","zh": "1) 第一"}})-"},
      {"title: 第一章　总则\nnote: |\n  　　段首\n", R"-({"title": "第一章　总则","note": "　　段首\n"})-"},
      {"a:\r\n  b: 1\r\n  c: 'x\r\n    y'\r\n", R"-({"a": {"b": "1","c": "x y"}})-"},
      {"01: a\n1a: b\n1/2: c\n2/4: d\n80 %: e\n0.8: f\n1: g\n", R"-()-"},
      {"key with blanks: a\n\"quoted: key\": b\n客户.产品: c\n",
       R"-({"key with blanks": "a","quoted: key": "b","客户.产品": "c"})-"},
      {"a: x - y\n  - z\n", R"-({"a": "x - y - z"})-"},
      {"a:\n- 1\n- 2\nb: 3\n", R"-({"a": ["1","2"],"b": "3"})-"},
      {"a: \t1\t# x\n", R"-({"a": "1"})-"},
      {"a: [\n\t1,\n  2]\n", R"-()-"},
  };
  for (const Row& row : rows) {
    INFO(row.yaml);
    const Loaded loaded(row.yaml);
    if (*row.json == '\0') {
      CHECK(loaded.diagnostics.has_errors());
      continue;
    }
    CHECK(render(loaded.diagnostics.items(), loaded.sources, DiagnosticForm::line, Language::en) == "");
    CHECK(one_line(plan::to_json(loaded.document.root)) == row.json);
  }
}

TEST_CASE("document: every node spans its first to its last byte") {
  CHECK(places("a: 1\n中文: 值\nb: \"x\\ny\"  # c\nc: [1, 'two' ]\nd:\n  - 1\n  -\n  - e: 2\n    f: {g: , "
               "}\nh:\n") ==
        R"(map 0-86 [a: 1~中文: 值~b: "x\ny"  # c~c: [1, 'two' ]~d:~  - 1~  -~  - e: 2~    f: {g: , }~h:]
  scalar 0-1 [a]
    scalar 3-4 [1]
  scalar 5-11 [中文]
    scalar 13-16 [值]
  scalar 17-18 [b]
    scalar 20-26 ["x\ny"]
  scalar 32-33 [c]
    list 35-46 [[1, 'two' ]]
      scalar 36-37 [1]
      scalar 39-44 ['two']
  scalar 47-48 [d]
    list 52-83 [- 1~  -~  - e: 2~    f: {g: , }]
      scalar 54-55 [1]
      null 59-59 []
      map 64-83 [e: 2~    f: {g: , }]
        scalar 64-65 [e]
          scalar 67-68 [2]
        scalar 73-74 [f]
          map 76-83 [{g: , }]
            scalar 77-78 [g]
              null 79-79 []
  scalar 84-85 [h]
    null 86-86 []
)");
}

TEST_CASE("document: a byte order mark moves every span by three bytes") {
  CHECK(places("\xEF\xBB\xBF标题: 'x'\n") ==
        "map 3-14 [标题: 'x']\n"
        "  scalar 3-9 [标题]\n"
        "    scalar 11-14 ['x']\n");
}

TEST_CASE("document: spans with CR LF, block scalars and lines that fold") {
  CHECK(places("a: |\r\n  x\r\n\r\n  y\r\nb: one\r\n  two\r\nc: >-  # text\r\n  z\r\n\r\nd: |\r\n") ==
        R"(map 0-59 [a: |^~  x^~^~  y^~b: one^~  two^~c: >-  # text^~  z^~^~d: |]
  scalar 0-1 [a]
    scalar 3-16 [|^~  x^~^~  y]
  scalar 18-19 [b]
    scalar 21-31 [one^~  two]
  scalar 33-34 [c]
    scalar 36-51 [>-  # text^~  z]
  scalar 55-56 [d]
    scalar 58-59 [|]
)");
}

TEST_CASE("document: find looks a key up and is null for others") {
  const Loaded loaded("a: 1\n客户: {b: 2}\n");
  const DocNode& root = loaded.document.root;
  REQUIRE(root.find("客户") != nullptr);
  CHECK(root.find("客户")->find("b")->text == "2");
  CHECK(root.find("c") == nullptr);
}
