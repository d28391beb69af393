// Rows by their keys, found without a memory of their own for each. Floor 4.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace merit::eval {

/// Numbers of rows by a hash of what they are found by; whoever asks compares.
class KeyIndex {
 public:
  static constexpr std::uint32_t none = 0xFFFFFFFFu;

  /// Makes place for so many rows.
  void reserve(std::size_t rows) {
    if (2 * rows <= places_.size()) return;
    const std::vector<Place> old = std::exchange(places_, std::vector<Place>(std::bit_ceil(2 * rows + 16)));
    for (const Place& place : old)
      if (place.row != none) places_[empty_at(place.hash)] = place;
  }

  /// The row of this hash for which `is_same(row)` holds, or none: then `row` takes its place.
  template <typename IsSame>
  std::uint32_t find_or_add(std::size_t hash, std::uint32_t row, const IsSame& is_same) {
    if (2 * (rows_ + 1) > places_.size()) reserve(2 * rows_ + 1);
    std::size_t at = hash & mask();
    for (; places_[at].row != none; at = (at + 1) & mask())
      if (places_[at].hash == hash && is_same(places_[at].row)) return places_[at].row;
    places_[at] = {hash, row};
    ++rows_;
    return none;
  }

 private:
  struct Place {
    std::size_t hash = 0;
    std::uint32_t row = none;
  };
  std::size_t mask() const { return places_.size() - 1; }
  std::size_t empty_at(std::size_t hash) const {
    std::size_t at = hash & mask();
    while (places_[at].row != none) at = (at + 1) & mask();
    return at;
  }

  std::vector<Place> places_;
  std::size_t rows_ = 0;
};

}  // namespace merit::eval
