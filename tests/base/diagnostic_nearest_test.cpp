// The suggestion after a misspelt name.
#include <string>
#include <vector>

#include "base/diagnostic.hpp"

#include "support/catch.hpp"

using namespace merit;

TEST_CASE("did you mean: the nearest name within a third of the word", "[base]") {
  struct Row {
    std::string word;
    std::vector<std::string> known;
    std::string found;
  };
  const Row rows[] = {
      {"complete", {"cap", "completion"}, ""},
      {"complet", {"completed", "complex"}, "complex"},
      {"completoin", {"ratio", "completion"}, "completion"},
      {"wieght", {"height", "weight"}, "weight"},
      {"weigth", {"weight"}, "weight"},
      {"zero_traget", {"zero_actual", "zero_target"}, "zero_target"},
      {"Cap", {"gap", "cap"}, "cap"},
      {"TARGET", {"target"}, "target"},
      {"cap", {"caps", "cape"}, "caps"},
      {"cap", {"cap"}, "cap"},
      {"cat", {"cap", "dog"}, "cap"},
      {"dog", {"cap"}, ""},
      {"cpa", {"cap"}, "cap"},
      {"x", {"y"}, ""},
      {"x", {"xy"}, "xy"},
      {"ab", {"ba"}, "ba"},
      {"收人", {"支出", "收入"}, "收入"},
      {"完成律", {"完成率"}, "完成率"},
      {"收", {"入"}, ""},
      {"", {"a"}, ""},
      {"a", {""}, ""},
      {"a", {}, ""},
      {"\xFF\xFE", {"ab"}, ""},
      {std::string(65, 'a'), {std::string(65, 'a')}, ""},
      {std::string(64, 'a'), {std::string(63, 'a')}, std::string(63, 'a')},
      {std::string(64, 'a'), {std::string(100'000, 'a')}, ""},
  };
  for (const Row& row : rows) {
    INFO(row.word);
    CHECK(nearest(row.word, row.known) == row.found);
  }
  CHECK(did_you_mean("cpa", {"cap"}) == Text{"did you mean `cap`?", "是不是想写 `cap`？"});
  CHECK(did_you_mean("dog", {"cap"}) == Text{});
}
