#include "base/text_pool.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "support/catch.hpp"

using merit::TextPool;

TEST_CASE("texts get numbers in the order in which they are met") {
  TextPool pool;
  CHECK(!pool.find(""));
  CHECK(pool.place("East") == 0);
  CHECK(pool.place("") == 1);
  CHECK(pool.place(std::string("a\0b", 3)) == 2);
  CHECK(pool.place("East") == 0);
  CHECK(pool.find("") == 1);
  CHECK(!pool.find("a"));
  CHECK(pool[2] == std::string("a\0b", 3));
  CHECK(pool.size() == 3);
}

TEST_CASE("many texts get the numbers that they get one by one") {
  std::vector<std::string> names;
  for (int i = 0; i < 5000; ++i) names.push_back("M-" + std::to_string(i * 7919 % 3000));
  const std::vector<std::string_view> texts(names.begin(), names.end());
  std::vector<std::uint32_t> numbers(texts.size());
  TextPool pool, other;
  pool.find_all(texts, numbers.data());
  REQUIRE(std::count(numbers.begin(), numbers.end(), TextPool::unknown) == 5000);
  for (int time = 0; time < 2; ++time) {
    pool.place_all(texts, numbers.data());
    for (std::size_t i = 0; i < texts.size(); ++i) REQUIRE(numbers[i] == other.place(texts[i]));
  }
  pool.cut(1000);
  pool.find_all(texts, numbers.data());
  for (std::size_t i = 0; i < texts.size(); ++i)
    REQUIRE(numbers[i] == (other.place(texts[i]) < 1000 ? other.place(texts[i]) : TextPool::unknown));
}

TEST_CASE("a pool tells what a map tells, grown, reserved and cut") {
  for (const bool is_reserved : {false, true}) {
    TextPool pool;
    std::map<std::string, std::int64_t> known;
    if (is_reserved) pool.reserve(5000);
    for (int i = 0; i < 20000; ++i) {
      const std::string text = "M-" + std::to_string(i * 7919 % 5000);
      const auto number = static_cast<std::int64_t>(known.size());
      REQUIRE(pool.place(text) == known.try_emplace(text, number).first->second);
    }
    REQUIRE(pool.size() == 5000);
    for (const auto& [text, number] : known) REQUIRE(pool[number] == text);
    pool.cut(1234);
    for (const auto& [text, number] : known)
      REQUIRE(pool.find(text) == (number < 1234 ? std::optional(number) : std::nullopt));
    REQUIRE(pool.place("new") == 1234);
    pool.cut(0);
    REQUIRE((pool.size() == 0 && !pool.find("M-1")));
  }
}
