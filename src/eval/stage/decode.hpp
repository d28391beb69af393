// The cells of data files, decoded into columns. Floor 4.
//
// What a cell means is decided in eval/row/cells.hpp, for both engines; cells of the common forms go from the
// text of a file to an integer of a column without a cell on the way. Each is decoded once for all stages
// that read it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "eval/stage/cell_column.hpp"
#include "graph/graph.hpp"
#include "table/csv.hpp"

namespace merit::eval {

/// Gives the cell of an input in a row: a value, absent, or failed.
using CellSource = std::function<void(std::size_t row, std::size_t input, graph::Cell& out)>;

/// What is known of an input in all rows.
struct InputSource {
  /// A column of a file.
  struct Lines {
    const table::CsvTable* csv;
    std::size_t column;
  };
  std::optional<Lines> lines = {};        ///< where it can be read as a whole
  std::span<const std::uint32_t> places;  ///< of each row, its place there
  bool is_sound = false;                  ///< every cell is there and a value
  bool is_read = true;                    ///< false: its texts are not asked for
  /// Of a ref: whether it names a row, by row; where it does, its cell is sound.
  const std::vector<bool>* are_followed = nullptr;
};

/// The cells of `inputs` in `rows` rows, by input. `source` says what can be read without asking `read` for
/// each cell; it gives the same. Both are called by all `threads`. Texts that are seen live as long as those
/// of the file.
std::vector<CellColumn> decode(const graph::Graph& graph, std::span<const graph::Input> inputs,
                               std::size_t rows, const CellSource& read,
                               const std::function<InputSource(std::size_t input)>& source, unsigned threads);

}  // namespace merit::eval
