// The limits: what is just allowed is read, what is just too much is refused before the grammar runs.
#include "base/limits.hpp"

#include <string>

#include "formula/codes.hpp"
#include "formula/syntax.hpp"

#include "support/catch.hpp"

using namespace merit;
using namespace merit::formula;

namespace {

std::string times(std::size_t n, const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < n; ++i) out += text;
  return out;
}

/// "read", or the code and place of the error. What is read is printed and compared as well: consumers
/// recurse.
std::string outcome(const std::string& source) {
  const ParseResult result = parse(source);
  if (result.error) return result.error->info->code + (" " + std::to_string(result.error->begin));
  const std::string text = print(*result.tree);
  if (text.size() <= limits::formula_bytes) CHECK(same(*result.tree, *parse(text).tree));
  return "read";
}

}  // namespace

TEST_CASE("formula limits: nesting counts brackets, calls, signs and nots together") {
  struct Row {
    const char* opening;
    const char* inside;
    const char* closing;
    std::size_t levels;  // a repetition adds so many
  };
  const Row rows[] = {
      {"(", "a", ")", 1},
      {"-", "a", "", 1},
      {"+", "a", "", 1},
      {"not ", "a", "", 1},
      {"f(", "a", ")", 1},
      {"f(a, ", "a", ")", 1},
      {"a + (", "a", ")", 1},
      {"if(a, b, ", "c", ")", 1},
      {"if(", "c", ", a, b)", 1},
      {"match(a, b -> ", "c", ")", 1},
      {"sum(a where ", "c", " by k over ytd)", 1},
      {"a in (", "c", ")", 1},
      {"-(", "a", ")", 2},
      {"-f(", "a", ")", 2},
      {"not (", "a", ")", 2},
      {"not a in (", "c", ")", 2},
      {"not a == (", "c", ")", 2},
      {"not -a < -f(", "c", ")", 3},
      {"- - (not not ", "a", ")", 5},
  };
  for (const auto& row : rows) {
    CAPTURE(row.opening);
    const std::size_t most = static_cast<std::size_t>(limits::formula_depth) / row.levels;
    CHECK(outcome(times(most, row.opening) + row.inside + times(most, row.closing)) == "read");
    const std::string refused =
        outcome(times(most + 1, row.opening) + row.inside + times(most + 1, row.closing));
    CHECK(refused.substr(0, 5) == codes::too_deep.code);
  }
}

TEST_CASE("formula limits: nesting is refused at the token that goes too deep") {
  CHECK(outcome(times(5000, "(")) == "E0204 128");
  CHECK(outcome(times(5000, "-")) == "E0204 128");
  CHECK(outcome(times(4000, "not ")) == "E0204 512");
  CHECK(outcome(times(5000, "f(")) == "E0204 257");
  CHECK(outcome("a + " + times(5000, "- ") + "b") == "E0204 260");
}

TEST_CASE("formula limits: what is closed or ended nests no more") {
  CHECK(outcome("f(" + times(1000, "(a), ") + "a)") == "read");
  CHECK(outcome("f(" + times(1001, "-a, ") + "a)") == "E0205 4002");
  CHECK(outcome("f(" + times(999, "-a, ") + "a)") == "read");
  CHECK(outcome(times(400, "-a * ") + "a") == "read");
  CHECK(outcome(times(400, "not a and ") + "a") == "read");
  CHECK(outcome(times(300, "-(a) - ") + "a") == "read");
  CHECK(outcome("match(x" + times(300, ", not a -> not b") + ", else -> not c)") == "read");
}

TEST_CASE("formula limits: operators are counted, so that chains cannot exhaust a stack") {
  const std::size_t most = max_operators;
  for (const std::string link : {"a+", "a*", "a or ", "a and ", "a-", "a/"}) {
    CAPTURE(link);
    CHECK(outcome(times(most, link) + "a") == "read");
    CHECK(outcome(times(most + 1, link) + "a").substr(0, 5) == codes::too_many_operators.code);
  }
  CHECK(outcome(times(8000, "a+") + "a") == "E0205 2001");
  CHECK(outcome("f(" + times(8000, "a,") + "a)") == "read");
}

TEST_CASE("formula limits: length is counted in bytes, blanks included") {
  const std::string blanks(limits::formula_bytes - 1, ' ');
  CHECK(outcome("a" + blanks) == "read");
  CHECK(outcome("ab" + blanks) == "E0203 0");
  CHECK(outcome("'" + times(limits::formula_bytes / 3 - 1, "收") + "'") == "read");
  CHECK(outcome(times(limits::formula_bytes / 3 + 1, "收")) == "E0203 0");
}

TEST_CASE("formula limits: unbalanced text neither passes nor breaks the counting") {
  CHECK(outcome(times(5000, ")")) == "E0211 0");
  CHECK(outcome(times(1000, ")(")) == "E0211 0");
  CHECK(outcome(times(1000, "() ")) == "E0208 1");
  CHECK(outcome(times(5001, "'")) == "E0212 0");
}
