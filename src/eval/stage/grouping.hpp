// Which rows have the same keys. Floor 4.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eval/stage/cell_column.hpp"

namespace merit::eval {

/// Groups are numbered in the order in which they are met; the number is no result.
struct Grouping {
  static constexpr std::uint32_t no_group = 0xFFFFFFFFu;  ///< of a row without a key that is a value
  std::vector<std::uint32_t> of_row;                      ///< by position
  std::uint32_t count = 0;
  std::vector<std::uint32_t> rows;    ///< positions group by group, in their order
  std::vector<std::uint32_t> begins;  ///< of each group in `rows`, and where the last one ends

  std::span<const std::uint32_t> of(std::uint32_t group) const {
    return std::span(rows).subspan(begins[group], begins[group + 1] - begins[group]);
  }
};

/// Groups of rows that have the same in every key; one group of all without keys.
Grouping grouping_of(std::span<const CellColumn* const> keys, std::size_t rows);

}  // namespace merit::eval
