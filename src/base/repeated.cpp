#include "base/repeated.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace merit {

namespace {

/// A set with open places; 0 stands for an empty one.
class NumberSet {
 public:
  void clear(std::size_t most) {
    places_.assign(std::bit_ceil(2 * most + 1), 0);
    has_zero_ = false;
  }
  /// Returns false when the number was there.
  bool insert(std::uint64_t number) {
    if (number == 0) return !std::exchange(has_zero_, true);
    const std::size_t mask = places_.size() - 1;
    std::size_t at = number & mask;  // the high bits are the same for all
    for (; places_[at] != 0; at = (at + 1) & mask)
      if (places_[at] == number) return false;
    places_[at] = number;
    return true;
  }

 private:
  std::vector<std::uint64_t> places_;
  bool has_zero_ = false;
};

}  // namespace

std::vector<std::uint64_t> repeated(std::span<const Numbers> all) {
  std::vector<std::uint64_t> found;
  NumberSet seen;
  for (std::size_t part = 0; part < Numbers::parts; ++part) {
    std::size_t count = 0;
    for (const Numbers& numbers : all) count += numbers.parts_[part].size();
    seen.clear(count);
    for (const Numbers& numbers : all)
      for (const std::uint64_t number : numbers.parts_[part])
        if (!seen.insert(number)) found.push_back(number);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace merit
