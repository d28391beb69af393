// Hashes of texts. Floor 0.
//
// Most texts of a file are keys and names of a few bytes: two words of eight bytes, which may overlap, are
// all of them, and one multiplication mixes these. (After wyhash, in which longer texts are folded likewise.)
// The same text has the same hash in one run of the program; nothing is to rely on more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/machine_words.hpp"

namespace merit {

namespace detail {

template <typename Word>
std::uint64_t word_at(const char* at) {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// Both halves of a product, folded.
inline std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  const auto product = static_cast<UInt128>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace detail

/// Spread over all 64 bits.
inline std::uint64_t hash_of_text(std::string_view text) {
  using detail::mixed;
  using detail::word_at;
  constexpr std::uint64_t first = 0xA0761D6478BD642F, second = 0xE7037ED1A0B428DB, third = 0x8EBC6AF09C88C6E3;
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t hash = third;
  for (; left > 16; at += 16, left -= 16)
    hash = mixed(word_at<std::uint64_t>(at) ^ first, word_at<std::uint64_t>(at + 8) ^ hash);
  std::uint64_t a = 0, b = 0;
  if (left >= 8) {
    a = word_at<std::uint64_t>(at);
    b = word_at<std::uint64_t>(at + left - 8);
  } else if (left >= 4) {
    a = word_at<std::uint32_t>(at);
    b = word_at<std::uint32_t>(at + left - 4);
  } else if (left > 0) {
    a = std::uint64_t{static_cast<unsigned char>(at[0])} << 16 |
        std::uint64_t{static_cast<unsigned char>(at[left / 2])} << 8 |
        static_cast<unsigned char>(at[left - 1]);
  }
  return mixed(first ^ text.size(), mixed(a ^ second, b ^ hash));
}

}  // namespace merit
