#include "eval/stage/radix.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace merit::eval {

namespace {

constexpr std::size_t few = 32;       // below, counting digits costs more than comparing
constexpr std::size_t many = 16'384;  // from here on counters that fill the nearest cache are worth it

template <int digit_bits>
void sort_by_digits(std::vector<Keyed>& list, int bits, std::vector<Keyed>& other) {
  constexpr std::size_t digits = std::size_t{1} << digit_bits;
  other.resize(list.size());
  for (int shift = 0; shift < bits; shift += digit_bits) {
    std::array<std::uint32_t, digits> places{};
    const auto digit_of = [shift](const Keyed& k) { return (k.key >> shift) & (digits - 1); };
    for (const Keyed& k : list) ++places[digit_of(k)];
    if (places[digit_of(list.front())] == list.size()) continue;
    std::uint32_t place = 0;
    for (std::uint32_t& count : places) {
      const std::uint32_t here = count;
      count = place;
      place += here;
    }
    for (const Keyed& k : list) other[places[digit_of(k)]++] = k;
    list.swap(other);
  }
}

}  // namespace

void radix_sort(std::vector<Keyed>& list, int bits, std::vector<Keyed>& other) {
  const auto is_before = [](const Keyed& a, const Keyed& b) { return a.key < b.key; };
  if (list.size() < few) std::stable_sort(list.begin(), list.end(), is_before);
  else if (list.size() < many) sort_by_digits<8>(list, bits, other);
  else sort_by_digits<11>(list, bits, other);
}

}  // namespace merit::eval
