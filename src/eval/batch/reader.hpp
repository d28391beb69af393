// Columns made of cells: the way from a data file to a batch. Floor 4.
//
// What a cell means is decided in eval/row/cells.hpp, for both engines; here its number becomes an integer at
// the input's digits. Numbers of a file and of other stages need no cell on the way.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "eval/batch/column.hpp"
#include "eval/stage/cell_column.hpp"
#include "table/csv.hpp"

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

/// Where a column can be read as a whole. Nothing of both: only its cells can be asked for.
struct ColumnSource {
  /// A column of a file.
  struct Lines {
    const table::CsvTable* csv;
    std::size_t column;
  };
  std::optional<Lines> lines = {};
  const CellColumn* given = nullptr;
  bool is_sound = false;  ///< none of its cells fails or is missing
  /// Of each row of the batch, where it stands there.
  std::span<const std::uint32_t> places = {};
  /// Of a ref: whether it names a row, by position; of each row of the batch its position.
  const std::vector<bool>* are_followed = nullptr;
  std::span<const std::uint32_t> positions = {};
};

/// Says where the column of an input is.
using ColumnOf = std::function<ColumnSource(std::size_t input)>;

/// Reads `rows` rows. Texts get their numbers from `texts`; a column of texts has no data when nothing reads
/// it. `column_of`: what can be read without asking `read` for each cell; it gives the same. Both are
/// called by all `threads`.
OwnedBatch make_batch(
    const graph::Graph& graph, std::size_t rows, const CellSource& read, TextPool& texts,
    const ColumnOf& column_of = [](std::size_t) { return ColumnSource{}; }, unsigned threads = 1);

}  // namespace merit::eval
