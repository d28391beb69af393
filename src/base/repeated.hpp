// Which of many numbers occur more than once. Floor 0.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace merit {

/// Numbers put aside, eight bytes each, to be looked through part after part. They are spread evenly: hashes.
class Numbers {
 public:
  void add(std::uint64_t number) { parts_[number >> shift].push_back(number); }

 private:
  friend std::vector<std::uint64_t> repeated(std::span<const Numbers> all);
  static constexpr std::size_t parts = 256;
  static constexpr int shift = 56;
  std::array<std::vector<std::uint64_t>, parts> parts_;
};

/// Those that occur more than once in all of them together, each once. Cost: linear.
std::vector<std::uint64_t> repeated(std::span<const Numbers> all);

}  // namespace merit
