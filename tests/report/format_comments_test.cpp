// Comments at random places of plans, each with a text of its own: none may be lost, none may change places.
#include <algorithm>
#include <random>

#include "graph/print.hpp"
#include "report/format.hpp"
#include "report/plans.hpp"

#include "support/catch.hpp"

using namespace merit;
namespace fs = std::filesystem;

namespace {

/// Writes a plan again with comments, breaking its lines where YAML allows it.
class Noise {
 public:
  Noise(const std::string& text, std::mt19937& random) : text_(text), random_(random) {
    Sources sources;
    Diagnostics diagnostics;
    const plan::Document document = plan::load_document(sources, sources.add("plan.yaml", text), diagnostics);
    if (diagnostics.has_errors()) return;
    inside_.assign(text.size() + 1, ' ');
    cover(document.root);
    for (at_ = 0; at_ < text_.size(); ++at_) copy_one();
  }

  const std::string& text() const { return out_; }  ///< "" when the plan is no YAML
  std::size_t count() const { return count_; }
  static std::string comment(std::size_t number) { return "# n" + std::to_string(number) + "."; }

 private:
  void cover(const plan::DocNode& node) {
    const bool is_block = node.quoted && (text_[node.span.begin] == '|' || text_[node.span.begin] == '>');
    if (node.is_scalar())
      for (std::size_t i = node.span.begin; i < node.span.end; ++i) inside_[i] = is_block ? 'b' : 's';
    if (is_block) inside_[std::min(text_.find('\n', node.span.begin), text_.size())] = 'h';
    for (const plan::Entry& entry : node.map) cover(entry.key), cover(entry.value);
    for (const plan::DocNode& item : node.list) cover(item);
  }

  bool chance() { return random_() % 8 == 0; }
  std::string next() { return comment(count_++); }
  void add_break(std::size_t indent) { out_ += "  " + next() + "\n" + std::string(indent, ' '); }
  void add_line(std::size_t indent) { out_ += std::string(indent, ' ') + next() + "\n"; }

  void copy_one() {
    const char c = text_[at_], kind = inside_[at_];
    if (c == '#' && kind == ' ') {
      const std::size_t end = std::min(text_.find('\n', at_), text_.size());
      out_ += text_.substr(at_, end - at_ + 1);
      at_ = end;
    } else if (kind == 'h') {
      if (chance()) out_ += "  " + next();
      out_ += c;
    } else if (kind != ' ') {
      after_block_ = kind == 'b';
      out_ += c;
    } else if (c == '\n') {
      copy_line_end();
    } else {
      copy_mark(c);
    }
  }

  // Below the text of a block scalar only what stands further out is a comment.
  void copy_line_end() {
    if (!after_block_ && chance()) out_ += "  " + next();
    out_ += '\n';
    while (chance()) add_line(after_block_ ? 0 : random_() % 9);
  }

  void copy_mark(char c) {
    const std::size_t begin = text_.rfind('\n', at_) + 1;  // of the line
    const std::size_t far_in = text_.find_first_not_of(' ', begin) - begin + 8;
    const std::size_t rest = std::min(text_.find_first_not_of(' ', at_ + 1), text_.size() - 1);
    const bool is_white = rest > at_ + 1 && text_[rest] != '\n' && text_[rest] != '#';
    if (c != ' ') after_block_ = false;
    if ((c == ']' || c == '}') && chance()) {
      add_break(far_in);
      if (chance()) add_line(0), out_ += std::string(far_in, ' ');
    }
    out_ += c;
    if (c == '[' || c == '{') ++depth_;
    if (c == ']' || c == '}') --depth_;
    const bool can_break = c == '[' || c == '{' || (c == ',' && depth_ > 0) || (c == ':' && is_white);
    if (can_break && chance()) add_break(far_in);
    if (c == '-' && depth_ == 0 && is_white && chance()) {
      add_break(rest - begin);
      at_ = rest - 1;
    }
  }

  const std::string& text_;
  std::mt19937& random_;
  std::string
      inside_;  ///< for each byte: a scalar `s`, a block scalar `b`, the end of its header `h`, or ' '
  std::string out_;
  std::size_t at_ = 0, count_ = 0, depth_ = 0;
  bool after_block_ = false;
};

std::string formatted(const std::string& text) {
  Sources sources;
  Diagnostics diagnostics;
  const auto printed = report::format(sources, sources.add("plan.yaml", text), diagnostics);
  CHECK_FALSE(diagnostics.has_errors());
  return printed.value_or("");
}

/// Where each comment stands. Every one must be there once.
std::vector<std::size_t> places(const std::string& text, std::size_t count) {
  std::vector<std::size_t> found;
  for (std::size_t number = 0; number < count; ++number) {
    const std::string comment = Noise::comment(number);
    found.push_back(text.find(comment));
    CAPTURE(comment);
    CHECK(found.back() != std::string::npos);
    CHECK(text.find(comment, found.back() + 1) == std::string::npos);
  }
  return found;
}

/// Formats `plan` with comments. Returns how many there were.
std::size_t check_noisy(const std::string& plan, std::mt19937& random, bool is_in_order) {
  const Noise noise(plan, random);
  CAPTURE(noise.text());
  const std::string once = formatted(noise.text());
  CAPTURE(once);
  const std::vector<std::size_t> found = places(once, noise.count());
  if (is_in_order) CHECK(std::is_sorted(found.begin(), found.end()));
  CHECK(formatted(once) == once);
  const auto before = plans::compiled(plan), after = plans::compiled(once);
  REQUIRE((before->compiled.graph == nullptr) == (after->compiled.graph == nullptr));
  if (before->compiled.graph) CHECK(graph::print(after->graph()) == graph::print(before->graph()));
  return noise.count();
}

}  // namespace

TEST_CASE("format: comments anywhere in any plan", "[report]") {
  std::mt19937 random(20);
  std::size_t comments = 0;
  for (const char* folder : {"rules", "tests/graph/good", "tests/cli/data"})
    for (const auto& file : fs::recursive_directory_iterator(fs::path(MERIT_ROOT) / folder)) {
      if (file.path().extension() != ".yaml") continue;
      CAPTURE(file.path().string());
      const std::string text = golden::read(file.path());
      if (Noise(text, random).text().empty()) continue;  // no YAML
      comments += check_noisy(text, random, false);
      comments += check_noisy(formatted(text), random, true);  // whose keys stand in order
    }
  CHECK(comments > 2000);
}

TEST_CASE("format: the owners of comments", "[report]") {
  struct Case {
    const char* what;
    const char* from;
    const char* to;
  };
  const Case cases[] = {
      {"behind a bracket that closes on a line of its own", "gate: [\n  {if: x}  # inner\n  ]  # last\n",
       "gate:\n  - {if: x}  # inner\n  # last\n"},
      {"behind the bracket of an item", "a:\n- {  # first\n   b: x,  # mid\n   c: y,  # last\n  }\n",
       "a:\n  # first\n  - b: x  # mid\n    c: y  # last\n"},
      {"in brackets above the first key", "gate:\n  - {\n      # clause\n      if: x, times: y}\n",
       "gate:\n  # clause\n  - if: x\n    times: y\n"},
      {"in a list that closes on a line of its own", "a: [D,  # worst\n  C, A  # best\n  ]  # grades\n",
       "a:\n  - D  # worst\n  - C\n  - A  # best\n  # grades\n"},
      {"behind brackets without comments", "a: {b: {c: x,\n  d: y}}  # c\n", "a: {b: {c: x, d: y}}  # c\n"},
      {"behind the last of brackets with comments", "a: {b: x,  # b\n  c: {d: y}}  # c\n",
       "a:\n  b: x       # b\n  c: {d: y}  # c\n"},
      {"in empty brackets", "a: {  # one\n  # two\n  }  # three\nb: []  # four\n",
       "# one\n# two\na: {}  # three\nb: []  # four\n"},
      {"nothing but brackets", "{  # one\n}  # two\n", "# one\n# two\n\n{}\n"},
      {"brackets around the file", "{  # one\n  a: x  # two\n}  # three\n", "# one\na: x  # two\n# three\n"},
      {"behind a dash", "a:\n-  # one\n  b: x\n-  # two\n- # three\n  # four\n  y\n",
       "a:\n  # one\n  - b: x\n  -  # two\n  # three\n  # four\n  - y\n"},
      {"the keys of an item change places", "values: {a: {gate: [{times: x,\n  # c\n  if: y}]}}\n",
       "values:\n  a:\n    gate:\n      # c\n      - if: y\n        times: x\n"},
      {"behind the header of a block scalar",
       "long: one x # one\na:  # two\n  |  # three\n   y # no comment\n",
       "long: one x  # one\n# two\na: |  # three\n  y # no comment\n"},
      {"an item that is a block scalar", "- |  # one\n  x\n- y  # two\n", "- |  # one\n  x\n- y  # two\n"},
      {"further out, then further in", "a:\n  b:\n    c: x\n  # out\n    # in\nd: y\n",
       "a:\n  b:\n    c: x\n  # out\n  # in\nd: y\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    CHECK(formatted(c.from) == c.to);
    CHECK(formatted(c.to) == c.to);
  }
}
