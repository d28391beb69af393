// Numbers of a strip's cells, sixteen characters in a register: another way to what PlainNumbers::read gives,
// for cells of digits with the point where the type puts it or with none. What varies from cell to cell
// (length, sign, point) is masked, not branched by: a processor cannot foresee it. What hardly varies in a
// column (%) is asked of its first cell.
#include <algorithm>
#include <array>

#include "base/digits_text.hpp"
#include "base/machine_words.hpp"
#include "eval/batch/plain_number.hpp"

#if defined(__x86_64__) && defined(__GNUC__)
#include <smmintrin.h>
#define MERIT_SIXTEEN
#endif

namespace merit::eval {

void PlainNumbers::find_ways() {
  constexpr int most_decimals = 15;  // with a digit and a point before them they are seventeen
  for (const bool has_percent : {false, true}) {
    const int decimals = digits_ - (has_percent ? percent_decimals : shift_);
    Way& way = ways_[has_percent];
    if (decimals < 0 || decimals > most_decimals || (has_percent ? !is_percent_ : needs_sign_)) continue;
    way.usual = decimals + 1;
    way.factor = static_cast<std::uint64_t>(small_powers_of_ten[static_cast<std::size_t>(decimals)]);
    way.most[0] = std::min<std::ptrdiff_t>(most_read, most_digits - decimals);
    way.most[1] = decimals > 0 ? most_read : 0;
    for (std::size_t i = 0; i < way.without_point.size(); ++i) {
      const std::size_t behind = way.without_point.size() - static_cast<std::size_t>(decimals);
      way.without_point[i] = static_cast<std::uint8_t>(i >= behind ? i : i - 1);  // of the first, nothing
    }
  }
}

#ifdef MERIT_SIXTEEN

namespace {

/// Places in sixteen bytes, or which of them count.
struct alignas(16) Sixteen {
  std::uint8_t bytes[16];
};

/// The last so many; from 17 on, none.
constexpr std::array<Sixteen, 32> last = [] {
  std::array<Sixteen, 32> masks{};
  for (std::size_t count = 0; count <= 16; ++count)
    for (std::size_t i = 16 - count; i < 16; ++i) masks[count].bytes[i] = 0xFF;
  return masks;
}();

constexpr Sixteen as_they_stand{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}};

[[gnu::target("sse4.1")]] inline __m128i load(const void* bytes) {
  return _mm_loadu_si128(static_cast<const __m128i*>(bytes));
}

}  // namespace

bool PlainNumbers::has_strips() {
  static const bool has = __builtin_cpu_supports("sse4.1");
  return has;
}

[[gnu::target("sse4.1")]] bool PlainNumbers::read_strip(const char* file, std::span<const Bytes> cells,
                                                        std::int64_t* numbers, bool* is_read) const {
  const auto left = [&] {
    std::fill_n(is_read, cells.size(), false);
    return false;
  };
  if (cells.empty()) return true;
  const bool has_percent =
      is_percent_ && cells[0].length > 0 && file[cells[0].begin + cells[0].length - 1] == '%';
  const Way way = ways_[has_percent];
  if (way.most[0] == 0) return left();
  const __m128i zeros = _mm_set1_epi8('0'), nines = _mm_set1_epi8(9);
  const __m128i tens = _mm_set1_epi16(0x010A);               // times ten, and the next
  const __m128i hundreds = _mm_set1_epi32(0x00010064);       // likewise of pairs
  const __m128i ten_thousands = _mm_set1_epi32(0x00012710);  // of fours
  const __m128i without_point = load(way.without_point.data()), with_all = load(as_they_stand.bytes);
  bool are_read = true;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const char* const begin = file + cells[i].begin;
    const char* const end = begin + cells[i].length - has_percent;
    const bool is_marked = !has_percent || *end == '%';
    const bool is_negative = *begin == '-';
    const std::ptrdiff_t size = end - begin - is_negative;
    const bool has_point = end[-way.usual] == '.' && size > way.usual;
    __m128i digits = _mm_sub_epi8(load(end - 16), zeros);
    digits = _mm_and_si128(digits, load(last[static_cast<std::size_t>(size) % last.size()].bytes));
    digits = _mm_shuffle_epi8(digits, has_point ? without_point : with_all);
    const int are_digits = _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(digits, nines), nines));
    const __m128i fours = _mm_madd_epi16(_mm_maddubs_epi16(digits, tens), hundreds);
    const __m128i eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), ten_thousands);
    const auto both = static_cast<std::uint64_t>(_mm_cvtsi128_si64(eights));
    // What is too long for the factor wraps around, and is not read.
    const std::uint64_t magnitude = (both & 0xFFFFFFFF) * 100'000'000 + (both >> 32);
    const std::uint64_t scaled = has_point ? magnitude : magnitude * way.factor;
    const auto number = static_cast<std::int64_t>(is_negative ? 0 - scaled : scaled);
    const bool is_short = size > 0 && size <= (has_point ? way.most[1] : way.most[0]);
    numbers[i] = number;
    is_read[i] = is_marked & is_short & (are_digits == 0xFFFF) & (low_ <= number) & (number <= high_);
    are_read &= is_read[i];
  }
  return are_read;
}

#else

bool PlainNumbers::has_strips() { return false; }

bool PlainNumbers::read_strip(const char* file, std::span<const Bytes> cells, std::int64_t* numbers,
                              bool* is_read) const {
  bool are_read = true;
  for (std::size_t i = 0; i < cells.size(); ++i)
    are_read &= is_read[i] = read({file + cells[i].begin, cells[i].length}, file, numbers[i]);
  return are_read;
}

#endif

}  // namespace merit::eval
