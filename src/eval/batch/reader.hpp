// Columns of cells to what a batch reads. Floor 4.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eval/batch/column.hpp"
#include "eval/stage/cell_column.hpp"
#include "eval/stage/decode.hpp"

namespace merit::eval {

/// A batch with the memory of those of its columns that are not read where they are. Moving it keeps them
/// there.
struct OwnedBatch {
  Batch batch;
  std::vector<CellColumn> cells;  ///< of a batch for which cells were decoded
  std::vector<std::vector<std::int64_t>> integers;
  std::vector<std::vector<Int128>> wide_integers;  ///< of columns with a value that needs more than 64 bits
  std::vector<std::vector<std::uint8_t>> absent;
};

/// Makes a batch of columns, one for each input of the graph, which must outlive it. Its rows are those at
/// `places`, in their order; `are_all`: these are all rows as they come. Texts get their numbers from
/// `texts`; a column of texts that nothing reads has no data.
OwnedBatch make_batch(const graph::Graph& graph, const std::vector<const CellColumn*>& columns,
                      std::span<const std::uint32_t> places, bool are_all, TextPool& texts,
                      unsigned threads = 1);

/// The same of rows whose cells are asked for one by one.
OwnedBatch make_batch(const graph::Graph& graph, std::size_t rows, const CellSource& read, TextPool& texts);

/// By input of the graph: whether its values are read; of another it only counts which are there.
std::vector<bool> read_inputs(const graph::Graph& graph);

}  // namespace merit::eval
