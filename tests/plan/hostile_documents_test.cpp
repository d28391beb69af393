// Texts made to hurt: nesting, size, encodings, millions of small things. What counts is that each is refused
// or read, with spans inside the text; how long it takes is watched elsewhere.
#include <functional>
#include <string>

#include "base/limits.hpp"
#include "plan/document.hpp"

#include "support/catch.hpp"

namespace {

using namespace merit;

std::string repeated(const std::string& part, std::size_t times) {
  std::string out;
  out.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += part;
  return out;
}

/// "ok", or the codes with how often each comes, in order of places.
std::string outcome(const std::string& text) {
  Sources sources;
  Diagnostics diagnostics;
  plan::load_document(sources, sources.add("p", text), diagnostics);
  std::string out;
  std::string last;
  std::size_t count = 0;
  const auto flush = [&] {
    if (count > 0) out += (out.empty() ? "" : " ") + last + (count > 1 ? " x" + std::to_string(count) : "");
  };
  for (const Diagnostic& d : diagnostics.sorted()) {
    CHECK(d.span.begin <= d.span.end);
    CHECK(d.span.end <= text.size());
    if (last != d.info->code) {
      flush();
      count = 0;
      last = d.info->code;
    }
    ++count;
  }
  flush();
  return out.empty() ? "ok" : out;
}

std::string nested_maps(int depth) {
  std::string out;
  for (int i = 0; i < depth; ++i) out += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  return out;
}

std::string lines(std::size_t count, const std::function<std::string(std::size_t)>& line) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += line(i);
  return out;
}

}  // namespace

TEST_CASE("hostile documents: nesting is counted before anything recurses") {
  struct Row {
    const char* name;
    std::string text;
    const char* outcome;
  };
  const Row rows[] = {
      {"64 lists", repeated("[", 64) + repeated("]", 64), "ok"},
      {"65 lists", repeated("[", 65) + repeated("]", 65), "E0307"},
      {"lists without end", repeated("[", 50'000), "E0307"},
      {"lists on lines", repeated("[\n", 1'000'000), "E0307"},
      {"maps in brackets", repeated("{a: ", 10'000), "E0307"},
      {"keys in brackets", repeated("{", 50'000), "E0307"},
      {"mixed", repeated("[{a: ", 10'000), "E0307"},
      {"64 maps", nested_maps(64), "ok"},
      {"65 maps", nested_maps(65), "E0307"},
      {"300 maps", nested_maps(300), "E0307"},
      {"items", repeated("- ", 20'000), "E0307"},
      {"64 items", repeated("- ", 64) + "a", "ok"},
      {"65 items", repeated("- ", 65) + "a", "E0307"},
      {"long keys", repeated("? ", 20'000), "E0307"},
      {"values", repeated(": ", 20'000), "E0307"},
      {"brackets in quotes", "a: '" + repeated("[", 1000) + "'\n", "ok"},
      {"brackets in a block", "a: |\n  " + repeated("[", 1000) + "\n", "ok"},
      {"brackets in a comment", "a: 1 # " + repeated("[", 1000) + "\n", "ok"},
      {"brackets in a plain text", "a: x" + repeated("[", 1000) + "\n", "ok"},
      {"hidden behind a quote", "a: x\n 'y " + repeated("[", 50'000) + "\n", "ok"},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(outcome(row.text) == row.outcome);
  }
}

TEST_CASE("hostile documents: sizes and numbers have limits") {
  const std::size_t line = limits::plan_line_bytes;
  struct Row {
    const char* name;
    std::string text;
    const char* outcome;
  };
  const Row rows[] = {
      {"a file too large", std::string(limits::plan_bytes + 1, ' '), "E0301"},
      {"a line of 1 MB", "a: " + std::string(1'000'000, 'x') + "\n", "E0304"},
      {"a line just short enough", "a: " + std::string(line - 3, 'x') + "\n", "ok"},
      {"a line just too long", "a: " + std::string(line - 2, 'x') + "\n", "E0304"},
      {"a key of 1000 bytes", std::string(1000, 'k') + ": 1\n", "ok"},
      {"a key of 2000 bytes", std::string(2000, 'k') + ": 1\n", "E0321"},
      {"a key of 2000 bytes further down", "a: 1\n" + std::string(2000, 'k') + ": 1\n", "E0321"},
      {"50,000 equal keys", repeated("a: 1\n", 50'000), "E0315 x1000"},
      {"50,000 aliases", "a: &a 1\nb: [\n" + repeated("*a,\n", 50'000) + "]\n", "E0312 E0313 x999"},
      {"50,000 unclosed formulas", repeated("- {a: f(b}\n", 50'000), "E0322 x1000"},
      {"50,000 controls", "a: " + repeated("\x01\n", 50'000), "E0303 x1000"},
      {"50,000 tabs", repeated("\ta\n", 50'000), "E0305 x1000"},
      {"100,000 different keys",
       lines(100'000, [](std::size_t i) { return "k" + std::to_string(i) + ": 1\n"; }), "ok"},
      {"100,000 numeric keys", lines(100'000, [](std::size_t i) { return std::to_string(i) + "%: 1\n"; }),
       "ok"},
      {"a plain text of 100,000 lines", "a: b\n" + repeated("  c\n", 100'000), "ok"},
      {"blanks", "a:" + repeated(" ", 60'000) + "1\n", "ok"},
      {"blanks between words", "a: x" + repeated(" ", 30'000) + "y" + repeated(" ", 30'000) + "\n", "ok"},
      {"empty lines", repeated("\n", 500'000) + "a: 1", "ok"},
      {"apostrophes", "a: [" + repeated("x',\n", 50'000) + "]\n", "ok"},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(outcome(row.text) == row.outcome);
  }
}

TEST_CASE("hostile documents: bytes that are no text") {
  struct Row {
    std::string text;
    const char* outcome;
  };
  const Row rows[] = {
      {std::string("\0", 1), "E0303"},
      {std::string("a: 1\0b\n", 7), "E0303"},
      {"a: \xC0\xAF\n", "E0302"},
      {"a: \xED\xA0\x80\n", "E0302"},
      {"a: \xFF\xFE\n", "E0302"},
      {"\xFF\xFE"
       "a\0:\0",
       "E0302"},
      {"a: x\x04y\nb: *c\n", "E0303 E0313"},
      {"\xEF\xBB\xBF\xEF\xBB\xBF"
       "a: 1\n",
       "E0303"},
      {"\xEF\xBB\xBF", "ok"},
      {"\xEF\xBB", "E0302"},
      {"a: \xE2\x80\xA8"
       "b\n",
       "E0303"},
      {"a\r", "E0303"},
      {"a: \"\\0\"\n", "E0303"},
      {"a: \"\\x04\"\n", "E0303"},
      {"a: \"x\\u202e\"\n", "E0303"},
      {"a: \"\\ud800\"\n", "E0333"},
      {"a: \"\\_\"\n", "E0333"},
      {"a: \"\\N\"\n", "E0333"},
      {"a: \"\\L\"\n", "E0303"},
      {"a: \"\\r\"\n", "E0303"},
      {"a: \"\\n\\t\\xe9\"\n", "ok"},
      {"a: 1\r\n", "ok"},
      {"a: 1\x7F\n", "E0303"},
      {"\xE4\xBA\xBA\xE2\x80\x8B: 1\n", "E0306"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(outcome(row.text) == row.outcome);
  }
}
