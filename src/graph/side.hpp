// The side on which a band includes its breakpoint. Floor 3.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace merit::graph {

enum class Side : std::uint8_t { at_or_above, above, at_or_below, below };

struct SideName {
  std::string_view name;
  Side side;
};

inline constexpr std::array<SideName, 4> sides = {{{"at_or_above", Side::at_or_above},
                                                   {"above", Side::above},
                                                   {"at_or_below", Side::at_or_below},
                                                   {"below", Side::below}}};

constexpr std::optional<Side> side_named(std::string_view name) {
  for (const SideName& s : sides)
    if (s.name == name) return s.side;
  return std::nullopt;
}

/// Whether bands are counted from below: then `else` is the lowest, else the highest.
constexpr bool is_upward(Side side) { return side == Side::at_or_above || side == Side::above; }

/// Whether a breakpoint belongs to the band above it.
constexpr bool is_in_band_above(Side side) { return side == Side::at_or_above || side == Side::below; }

}  // namespace merit::graph
