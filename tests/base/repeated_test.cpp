// Numbers that occur more than once.
#include "base/repeated.hpp"

#include <map>
#include <random>

#include "support/catch.hpp"

using namespace merit;

TEST_CASE("numbers that are there twice are found, wherever they were put aside") {
  std::mt19937_64 random(3);
  for (std::size_t size : {0, 1, 2, 100, 50'000}) {
    std::vector<Numbers> all(3);
    std::map<std::uint64_t, int> counts;
    for (std::size_t i = 0; i < size; ++i) {
      // Some are one of a few, 0 and the largest among them.
      const std::uint64_t few[] = {0, ~std::uint64_t{0}, 1, std::uint64_t{1} << 56};
      const std::uint64_t number = random() % 1000 == 0 ? few[random() % 4] : random();
      all[random() % 3].add(number);
      ++counts[number];
    }
    std::vector<std::uint64_t> expected;
    for (const auto& [number, count] : counts)
      if (count > 1) expected.push_back(number);
    CHECK(repeated(all) == expected);
  }
}
