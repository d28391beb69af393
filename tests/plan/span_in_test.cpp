// Places inside a scalar, for every way YAML has to write one.
#include <string>

#include "plan/document.hpp"

#include "support/catch.hpp"

namespace {

using namespace merit;

std::string visible(std::string_view text) {
  std::string out;
  for (char c : text) out += c == '\n' ? std::string("~") : c == '\r' ? std::string("^") : std::string(1, c);
  return out;
}

/// Prints for each character of the value the source it was written with.
std::string pieces(const std::string& yaml) {
  Sources sources;
  Diagnostics diagnostics;
  const plan::Document document = plan::load_document(sources, sources.add("p", yaml), diagnostics);
  CHECK(render(diagnostics.items(), sources, DiagnosticForm::text, Language::en) == "");
  const plan::DocNode* scalar = document.root.find("a");
  REQUIRE(scalar != nullptr);
  std::string out;
  for (std::uint32_t at = 0; at < scalar->text.size();) {
    std::uint32_t end = at + 1;
    while (end < scalar->text.size() && (static_cast<unsigned char>(scalar->text[end]) & 0xC0) == 0x80) ++end;
    out += visible(scalar->text.substr(at, end - at)) + "=" +
           visible(sources.text(plan::span_in(sources, *scalar, at, end))) + "|";
    at = end;
  }
  return out;
}

std::string part(const std::string& yaml, std::uint32_t begin, std::uint32_t end) {
  Sources sources;
  Diagnostics diagnostics;
  const plan::Document document = plan::load_document(sources, sources.add("p", yaml), diagnostics);
  const Span span = plan::span_in(sources, *document.root.find("a"), begin, end);
  return std::to_string(span.begin) + "[" + visible(sources.text(span)) + "]";
}

}  // namespace

TEST_CASE("span_in: each character of a value is found where it was written") {
  struct Row {
    const char* yaml;
    const char* pieces;
  };
  const Row rows[] = {
      {"a: x+中\n", "x=x|+=+|中=中|"},
      {"a: 'it''s'\n", "i=i|t=t|'=''|s=s|"},
      {"a: \"\\u4e2d\\x41\\n\\\\\\\"b\\t\"\n", "中=\\u4e2d|A=\\x41|~=\\n|\\=\\\\|\"=\\\"|b=b|\t=\\t|"},
      {"a: \"\\U0001F600\\xe9\\/\"\n", "\U0001F600=\\U0001F600|é=\\xe9|/=\\/|"},
      {"a: x y\n   z\n", "x=x| = |y=y| =~   |z=z|"},
      {"a: x  \n\n\n  y\n", "x=x|~=  ~|~=~|y=y|"},
      {"a: 'x \n   y'\n", "x=x| = ~   |y=y|"},
      {"a: \"x \\\n  y\n  \n z\"\n", "x=x| = |y=y|~=~  |z=z|"},
      {"a: |\n  x\n   y\n\n  z\n", "x=x|~=~  | = |y=y|~=~|~=~  |z=z|~=~|"},
      {"a: >\n  x\n  y\n\n  z\n    w\n  v\n\n\nb: 1\n",
       "x=x| =~  |y=y|~=~|z=z|~=~  | = | = |w=w|~=~  |v=v|~=~|"},
      {"a: |2\n    x\n  y\n", " = | = |x=x|~=~  |y=y|~=~|"},
      {"a: |-\r\n  x\r\n  y\r\n", "x=x|~=^~  |y=y|"},
      {"a: >-\n\n\n  x\n", "~=~|~=~  |x=x|"},
      {"\xEF\xBB\xBF"
       "a: x'y\n",
       "x=x|'='|y=y|"},
      {"a:\n  x\n  y\n", "x=x| =~  |y=y|"},
  };
  for (const Row& row : rows) {
    INFO(row.yaml);
    CHECK(pieces(row.yaml) == row.pieces);
  }
}

TEST_CASE("span_in: parts, positions and what lies beyond the value") {
  CHECK(part("a: max(x, y)\n", 4, 5) == "7[x]");
  CHECK(part("a: 'max(x, y)'\n", 4, 8) == "8[x, y]");
  CHECK(part("a: 'max(x, y)'\n", 4, 4) == "8[]");
  CHECK(part("a: 'x'\n", 1, 1) == "5[]");
  CHECK(part("a: x\n", 1, 1) == "4[]");
  CHECK(part("a: x\n", 0, 99) == "3[x]");
  CHECK(part("a: x\n", 7, 9) == "4[]");
  CHECK(part("a: ''\n", 0, 0) == "4[]");
  CHECK(part("a: \"x\\ty\"\n", 0, 3) == "4[x\\ty]");
  CHECK(part("a: |\n  x +\n  y\n", 4, 5) == "13[y]");
}
