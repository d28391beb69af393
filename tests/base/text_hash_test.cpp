#include "base/text_hash.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "support/catch.hpp"

using merit::hash_of_text;

TEST_CASE("a text has one hash, wherever it stands") {
  const std::string text = "--M-0000042--";
  for (std::size_t length = 0; length <= 9; ++length)
    CHECK(hash_of_text(text.substr(2, length)) == hash_of_text(std::string_view(text).substr(2, length)));
}

TEST_CASE("texts that differ in a byte or in their length have other hashes") {
  std::set<std::uint64_t> hashes;
  std::size_t texts = 0;
  for (std::size_t length = 0; length <= 70; ++length) {
    const std::string zeros(length, '\0');
    hashes.insert(hash_of_text(zeros));
    ++texts;
    for (std::size_t at = 0; at < length; ++at)
      for (const char byte : {'\1', 'a', '\xFF'}) {
        std::string text = zeros;
        text[at] = byte;
        hashes.insert(hash_of_text(text));
        ++texts;
      }
  }
  CHECK(hashes.size() == texts);
}

TEST_CASE("hashes of keys lie anywhere") {
  constexpr std::size_t keys = 1 << 16;
  std::array<std::size_t, 256> high{}, low{};
  std::set<std::uint64_t> hashes;
  for (std::size_t i = 0; i < keys; ++i) {
    const std::uint64_t hash = hash_of_text("M-" + std::to_string(1000000 + i));
    hashes.insert(hash);
    ++high[hash >> 56];
    ++low[hash & 0xFF];
  }
  CHECK(hashes.size() == keys);
  for (const auto& counts : {high, low}) {
    CHECK(*std::min_element(counts.begin(), counts.end()) > keys / 256 * 6 / 10);
    CHECK(*std::max_element(counts.begin(), counts.end()) < keys / 256 * 14 / 10);
  }
}
