// Numbers of the common form, read straight to integers. Floor 4.
//
// Nearly all numbers of nearly all files are digits with a point between them, no longer than a machine word
// holds, and what the plan asks for. What else a cell may be is decided in cells.hpp, for every engine: here
// is no second meaning, only a shorter way to the same one.
#pragma once

#include <cstdint>
#include <string_view>

#include "graph/graph.hpp"

namespace merit::eval {

class PlainNumbers {
 public:
  /// Of the cells of `input`; of one that is no number, none is read.
  explicit PlainNumbers(const graph::Input& input);

  /// Sets `number`, over the power of ten of the input's digits. Returns false where `read_cell` has to look:
  /// the cell is missing, wrong, long, or of another form. The text stands in a longer one, which begins at
  /// `begin`.
  bool read(std::string_view text, const char* begin, std::int64_t& number) const;

 private:
  static constexpr std::size_t most_read = 16;       // characters without a sign
  static constexpr std::ptrdiff_t most_digits = 18;  // any number of so many fits 64 bits

  bool are_read_ = false;
  bool is_percent_ = false, needs_sign_ = false;
  int digits_ = 0, shift_ = 0;       ///< of the type; how many decimals the unit of the file adds
  std::int64_t low_ = 0, high_ = 0;  ///< over the power of ten
};

}  // namespace merit::eval
