// Where the commas and line ends of a text are. Floor 1.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace merit::table {

#if defined(__SSE2__)
/// A bit for each of 64 bytes that is a comma or a line feed.
inline std::uint64_t separators_of(const char* bytes) {
  const __m128i comma = _mm_set1_epi8(','), feed = _mm_set1_epi8('\n');
  std::uint64_t bits = 0;
  for (int part = 0; part < 4; ++part) {
    const __m128i sixteen = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes) + part);
    const __m128i found = _mm_or_si128(_mm_cmpeq_epi8(sixteen, comma), _mm_cmpeq_epi8(sixteen, feed));
    bits |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(found))) << (16 * part);
  }
  return bits;
}
#else
inline std::uint64_t separators_of(const char* bytes) {
  std::uint64_t bits = 0;
  for (int i = 0; i < 64; ++i) bits |= std::uint64_t{bytes[i] == ',' || bytes[i] == '\n'} << i;
  return bits;
}
#endif

/// Bytes that ask for a second look.
struct Rare {
  bool nul = false, quote = false, carriage_return = false, beyond_ascii = false;
};

/// Which of them a text holds, in one go.
inline Rare rare_in(std::string_view text) {
  Rare found;
  std::size_t at = 0;
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"'), carriage_return = _mm_set1_epi8('\r'), nul = _mm_setzero_si128();
  __m128i quotes = nul, returns = nul, nuls = nul, high = nul;
  for (; at + 16 <= text.size(); at += 16) {
    const __m128i sixteen = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    quotes = _mm_or_si128(quotes, _mm_cmpeq_epi8(sixteen, quote));
    returns = _mm_or_si128(returns, _mm_cmpeq_epi8(sixteen, carriage_return));
    nuls = _mm_or_si128(nuls, _mm_cmpeq_epi8(sixteen, nul));
    high = _mm_or_si128(high, sixteen);
  }
  found = {_mm_movemask_epi8(nuls) != 0, _mm_movemask_epi8(quotes) != 0, _mm_movemask_epi8(returns) != 0,
           _mm_movemask_epi8(high) != 0};
#endif
  for (; at < text.size(); ++at) {
    found.nul |= text[at] == '\0';
    found.quote |= text[at] == '"';
    found.carriage_return |= text[at] == '\r';
    found.beyond_ascii |= static_cast<unsigned char>(text[at]) >= 0x80;
  }
  return found;
}

/// How many line feeds there are.
inline std::size_t count_line_feeds(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    // Bytes are added up in bytes, as long as these cannot overflow: compilers pack such a loop.
    const std::size_t end = std::min<std::size_t>(begin + 255, text.size());
    std::uint8_t few = 0;
    for (; begin < end; ++begin) few = static_cast<std::uint8_t>(few + (text[begin] == '\n'));
    count += few;
  }
  return count;
}

/// Calls `take` with the offset of each from `begin` on, in order, until it returns false.
template <typename Take>
void for_each_separator(std::string_view text, std::size_t begin, const Take& take) {
  std::size_t at = begin;
  for (; at + 64 <= text.size(); at += 64)
    for (std::uint64_t bits = separators_of(text.data() + at); bits != 0; bits &= bits - 1)
      if (!take(at + static_cast<std::size_t>(std::countr_zero(bits)))) return;
  for (; at < text.size(); ++at)
    if ((text[at] == ',' || text[at] == '\n') && !take(at)) return;
}

}  // namespace merit::table
