// Digits of a text to a number, eight at a time. Floor 0.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace merit {

namespace digits_text {

/// The highest bytes of a word.
inline constexpr std::array<std::uint64_t, 9> highest = [] {
  std::array<std::uint64_t, 9> masks{};
  for (std::size_t bytes = 1; bytes <= 8; ++bytes) masks[bytes] = ~std::uint64_t{0} << (64 - 8 * bytes);
  return masks;
}();

/// The last `count` of the eight characters before `end` as a word, the last one in its highest byte, behind
/// zeros.
inline std::uint64_t word_before(const char* end, std::size_t count) {
  std::uint64_t word;
  std::memcpy(&word, end - sizeof word, sizeof word);
  return (word & highest[count]) | (0x3030303030303030u & ~highest[count]);
}

inline bool are_digits(std::uint64_t word) {
  return ((word & 0xF0F0F0F0F0F0F0F0u) | (((word + 0x0606060606060606u) & 0xF0F0F0F0F0F0F0F0u) >> 4)) ==
         0x3333333333333333u;
}

/// The number that eight digits write.
inline std::uint64_t number_of(std::uint64_t word) {
  word -= 0x3030303030303030u;
  word = word * 10 + (word >> 8);  // pairs, in every second byte
  const std::uint64_t fours = (word & 0x000000FF000000FFu) * 0x000F424000000064u,
                      others = ((word >> 16) & 0x000000FF000000FFu) * 0x0000271000000001u;
  return (fours + others) >> 32;
}

}  // namespace digits_text

/// How far before its end `read_digits` reads, whatever the count.
inline constexpr std::ptrdiff_t digits_reach = 16;

/// Sets `number` to the one that the `count` digits before `end` write, up to 16. Returns false when one of
/// them is no digit or there is none. It hardly branches by the count: that changes from cell to cell, and a
/// processor cannot foresee it. (No std::optional either: one that is returned goes through memory, a byte
/// and then eight, for which the processor waits.)
inline bool read_digits(const char* end, std::size_t count, std::uint64_t& number) {
  static_assert(std::endian::native == std::endian::little, "the first character is the lowest byte");
  using namespace digits_text;
  const std::uint64_t low = word_before(end, std::min<std::size_t>(count, 8));
  number = number_of(low);
  if (count <= 8) return count > 0 && are_digits(low);
  const std::uint64_t high = word_before(end - 8, count - 8);
  number += number_of(high) * 100'000'000;
  return are_digits(low) && are_digits(high);
}

}  // namespace merit
