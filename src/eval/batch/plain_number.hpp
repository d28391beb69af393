// Numbers of the common form, read straight to integers. Floor 4.
//
// Nearly all numbers of nearly all files are digits with a point between them, no longer than a machine word
// holds, and what the plan asks for. What else a cell may be is decided in cells.hpp, for every engine: here
// is no second meaning, only a shorter way to the same one.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "eval/batch/lane.hpp"
#include "graph/graph.hpp"
#include "table/csv.hpp"

namespace merit::eval {

class PlainNumbers {
 public:
  /// Of the cells of `input`; of one that is no number, none is read.
  explicit PlainNumbers(const graph::Input& input);

  /// Sets `number`, over the power of ten of the input's digits. Returns false where `read_cell` has to look:
  /// the cell is missing, wrong, long, or of another form. The text stands in a longer one, which begins at
  /// `begin`.
  bool read(std::string_view text, const char* begin, std::int64_t& number) const;

  using Bytes = table::CsvTable::Bytes;
  /// Reads cells as the bytes of a file have them, each of them amid it; `is_read` says which. Where one is
  /// not, its number is any, and `read` may read it. Returns whether all are read.
  bool read_strip(const char* file, std::span<const Bytes> cells, std::int64_t* numbers, bool* is_read) const;
  /// Whether as many bytes stand before a cell as are looked at, and any behind its begin.
  static bool is_amid(Bytes cell, std::string_view file) {
    return cell.begin >= most_read && cell.begin < file.size();
  }
  /// Whether that is worth its while on this machine.
  static bool has_strips();

 private:
  static constexpr std::ptrdiff_t most_read = 16;    // characters without a sign
  static constexpr std::ptrdiff_t most_digits = 18;  // any number of so many fits 64 bits
  static constexpr int percent_decimals = 2;

  /// How cells are read, with % or without.
  struct Way {
    std::ptrdiff_t usual = 1;                      ///< where the point stands, from the end
    std::ptrdiff_t most[2] = {0, 0};               ///< characters, without the point and with it; 0: none
    std::uint64_t factor = 1;                      ///< of what has no point
    std::array<std::uint8_t, 16> without_point{};  ///< where the bytes come from when the point is taken out
  };
  void find_ways();

  std::array<Way, 2> ways_;  ///< without % and with it
  bool are_read_ = false;
  bool is_percent_ = false, needs_sign_ = false;
  int digits_ = 0, shift_ = 0;       ///< of the type; how many decimals the unit of the file adds
  std::int64_t low_ = 0, high_ = 0;  ///< over the power of ten
};

}  // namespace merit::eval
