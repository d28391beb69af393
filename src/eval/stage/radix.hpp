// Numbers in their order, with the place each of them had: a radix sort. Floor 4.
#pragma once

#include <cstdint>
#include <vector>

namespace merit::eval {

struct Keyed {
  std::uint64_t key;
  std::uint32_t position;
};

/// Sorts by the key; equal keys stay as they stood. `bits`: keys are below 2^bits. Cost: linear, a pass for
/// every 8 bits of short lists and every 11 of long ones. `other` is memory to be used again, as much as that
/// of the list.
void radix_sort(std::vector<Keyed>& list, int bits, std::vector<Keyed>& other);

}  // namespace merit::eval
