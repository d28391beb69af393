// An amount in whole parts that add up to it, by the largest remainders. Floor 4.
//
// Each part is rounded toward zero, and the units left over go, one each, to the largest parts cut off; of
// equal ones to those that `is_first(a, b)` puts first, which settles every tie. Parts of a negative amount
// are those of the positive one, negated. Proportions are 0 or more, at least one above 0.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <numeric>
#include <vector>

#include "base/machine_words.hpp"
#include "base/rational.hpp"

namespace merit::eval {

/// Adds 1 to the parts of those `candidates` whose rests are the `left` first.
template <typename Part, typename Rest, typename IsFirst>
void give_rest(std::vector<Part>& parts, const std::vector<Rest>& rests, std::size_t left,
               std::vector<std::uint32_t>& candidates, const IsFirst& is_first) {
  if (left < candidates.size())
    std::nth_element(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(left),
                     candidates.end(), [&](std::uint32_t a, std::uint32_t b) {
                       return rests[a] != rests[b] ? rests[b] < rests[a] : is_first(a, b);
                     });
  for (std::size_t i = 0; i < left; ++i) ++parts[candidates[i]];
}

template <typename IsFirst>
std::vector<Integer> parts_of(const Integer& amount, const std::vector<Integer>& proportions,
                              const IsFirst& is_first) {
  const Integer whole = abs(amount);
  const Integer all = std::accumulate(proportions.begin(), proportions.end(), Integer(0));
  std::vector<Integer> parts, rests;
  Integer left = whole;
  for (const Integer& proportion : proportions) {
    const Integer product = whole * proportion;
    parts.push_back(product / all);
    rests.push_back(product % all);
    left -= parts.back();
  }
  std::vector<std::uint32_t> all_of_them(parts.size());
  std::iota(all_of_them.begin(), all_of_them.end(), std::uint32_t{0});
  give_rest(parts, rests, static_cast<std::size_t>(left), all_of_them, is_first);
  if (amount < 0)
    for (Integer& part : parts) part = -part;
  return parts;
}

/// The same for numbers that fit in machine words, with memory that is used again.
class SmallParts {
 public:
  /// `proportion(i)` for i below `n`. Returns false where the amount or what the
  /// proportions add up to is too large.
  template <typename Proportion, typename IsFirst>
  bool cut(std::int64_t amount, std::size_t n, const Proportion& proportion, const IsFirst& is_first) {
    std::int64_t all = 0;
    for (std::size_t i = 0; i < n; ++i)
      if (__builtin_add_overflow(all, std::int64_t{proportion(i)}, &all)) return false;
    const std::uint64_t whole = magnitude(amount);
    if (!fits_word(static_cast<Int128>(whole))) return false;
    const auto divisor = static_cast<std::uint64_t>(all);
    std::uint64_t left = whole;
    parts_.resize(n);
    rests_.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
      const UInt128 product = UInt128{whole} * static_cast<std::uint64_t>(proportion(i));
      const auto low = static_cast<std::uint64_t>(product);
      const std::uint64_t part =
          low == product ? low / divisor : static_cast<std::uint64_t>(product / divisor);
      parts_[i] = static_cast<std::int64_t>(part);
      rests_[i] = low - part * divisor;
      left -= part;
    }
    give_large_rests(left, divisor);
    give_rest(parts_, rests_, left, candidates_, is_first);
    if (amount < 0)
      for (std::int64_t& part : parts_) part = -part;
    return true;
  }
  std::int64_t operator[](std::size_t i) const { return parts_[i]; }

 private:
  // Counts rests by their highest bits: those above where the units run out get theirs, and only those that
  // lie there with the last of them have to be compared. Takes what it gives from `left`.
  void give_large_rests(std::uint64_t& left, std::uint64_t above_all) {
    constexpr int digit_bits = 8;
    candidates_.clear();
    if (left == 0) return;
    const int shift = std::max(0, static_cast<int>(std::bit_width(above_all)) - digit_bits);
    std::array<std::uint32_t, 1 << digit_bits> count{};
    for (const std::uint64_t rest : rests_) ++count[rest >> shift];
    std::size_t digit = count.size() - 1;
    for (std::uint64_t larger = 0; larger + count[digit] < left; --digit) larger += count[digit];
    for (std::uint32_t i = 0; i < rests_.size(); ++i) {
      const std::uint64_t here = rests_[i] >> shift;
      parts_[i] += here > digit;
      left -= here > digit;
      if (here == digit) candidates_.push_back(i);
    }
  }

  std::vector<std::int64_t> parts_;
  std::vector<std::uint64_t> rests_;
  std::vector<std::uint32_t> candidates_;
};

}  // namespace merit::eval
