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

/// The rows of a data file, bound to the inputs of a table of the plan.
struct BoundRows {
  std::vector<std::string> keys;               ///< empty when the table has none
  std::vector<Period> periods;                 ///< of a table with a row for each period
  std::vector<std::optional<DayNumber>> days;  ///< of a dated table; nothing where the cell is none
  std::vector<std::uint32_t> lines;            ///< of the file, on which each row begins
  std::vector<std::int64_t> column_of_input;   ///< by the table's inputs; -1: the file has no such column
  std::vector<std::string> ignored;            ///< columns that the plan does not name
  std::size_t size() const { return lines.size(); }
};

/// The file of a table of the plan. A table may do without one: its rows then have no lines (0).
struct TableRows {
  SourceId source;
  std::optional<table::CsvTable> csv;
  BoundRows rows;

  /// The text of a cell, by the table's inputs; "" when the file has no such column.
  std::string_view text(std::size_t row, std::size_t input) const {
    const auto column = rows.column_of_input[input];
    if (column >= 0) return csv->cell({row, static_cast<std::size_t>(column)});
    return !csv && input == 0 && !rows.keys.empty() ? std::string_view(rows.keys[row]) : std::string_view{};
  }
};

/// Binds the columns of a file to the inputs of `table` and reads keys, periods and days. Reports what fails
/// the file.
BoundRows bind(const graph::Graph& graph, std::uint32_t table, const table::CsvTable& csv,
               Diagnostics& diagnostics);

/// Reads the text of one cell as `input` asks. Empty text is a missing value.
void read_cell(const graph::Graph& graph, const graph::Input& input, std::string_view text, graph::Cell& out);

}  // namespace merit::eval
