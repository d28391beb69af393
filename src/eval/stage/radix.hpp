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
/// every 11 bits; takes as much memory again.
void radix_sort(std::vector<Keyed>& list, int bits);

}  // namespace merit::eval
