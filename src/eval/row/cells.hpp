// Data files to cells: a plan's inputs read from tables of text. Floor 4.
//
// A cell of the wrong form or a missing value is that row's failure (a failed cell, carried to the result); a
// missing column, a doubled key or a period that cannot be read is the file's, reported as a diagnostic.
// Shared by every engine: what a cell means is decided here only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/calendar.hpp"
#include "base/diagnostic.hpp"
#include "graph/graph.hpp"
#include "table/csv.hpp"

namespace merit::eval {

/// The rows of a data file, bound to the plan's inputs.
struct BoundRows {
  std::vector<std::string> keys;
  std::vector<Period> periods;                ///< empty when the plan has none
  std::vector<std::uint32_t> lines;           ///< of the file, on which each row begins
  std::vector<std::int64_t> column_of_input;  ///< -1: the file has no such column
  std::vector<std::string> ignored;           ///< columns that the plan does not name
  std::size_t size() const { return keys.size(); }
};

/// Binds the columns of `table` to `graph`'s inputs and reads keys and periods. Reports what fails the file.
BoundRows bind(const graph::Graph& graph, const table::CsvTable& table, Diagnostics& diagnostics);

/// Reads the text of one cell as `input` asks. Empty text is a missing value.
void read_cell(const graph::Graph& graph, const graph::Input& input, std::string_view text, graph::Cell& out);

}  // namespace merit::eval
