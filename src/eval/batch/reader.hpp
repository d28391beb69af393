// Columns made of cells: the way from a data file to a batch. Floor 4.
//
// What a cell means is decided in eval/row/cells.hpp, for both engines; here its number becomes an integer at
// the input's digits. Not fast: reading files straight into columns is for a later version.
#pragma once

#include <functional>
#include <vector>

#include "eval/batch/column.hpp"

namespace merit::eval {

/// A batch with the memory of its columns. Moving it keeps the columns where they are.
struct OwnedBatch {
  Batch batch;
  std::vector<std::vector<std::int64_t>> integers;
  std::vector<std::vector<Int128>> wide_integers;  ///< of columns with a value that needs more than 64 bits
  std::vector<std::vector<std::uint8_t>> absent;
};

/// Gives the cell of an input in a row: a value, absent, or failed.
using CellSource = std::function<void(std::size_t row, std::size_t input, graph::Cell& out)>;

/// Reads `rows` rows. Texts get their numbers from `texts`; the key column has no data when the plan does not
/// read it.
OwnedBatch make_batch(const graph::Graph& graph, std::size_t rows, const CellSource& read, TextPool& texts);

}  // namespace merit::eval
