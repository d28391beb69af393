// Data files to the rows of a table. Floor 4.
//
// A file gives cells: each for a key, a period and a column. In the usual form a line is a row and gives a
// cell for each of its columns; in the long form a line is one cell. The files of a table are put together:
// its rows are those of all of them in the order in which they are first met, and a cell may be given once.
// Rows of a table without a key are one behind the other. What fails a file (a missing column, a doubled key
// or cell, a period that cannot be read) is reported as a diagnostic.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.hpp"
#include "base/diagnostic.hpp"
#include "eval/row/row_periods.hpp"
#include "graph/graph.hpp"
#include "table/csv.hpp"

namespace merit::eval {

struct TableFile {
  std::string name;  ///< as messages call it
  SourceId source;
  table::CsvTable csv;
};

/// A row of one of the files of a table, both from 0; of no file when nothing gave it.
struct FileRow {
  std::uint32_t file = 0xFFFFFFFFu;
  std::uint32_t row = 0;
  bool is_none() const { return file == 0xFFFFFFFFu; }
};

/// Files with the same columns, and how many rows of the table have none of those cells.
struct Lack {
  std::vector<std::uint32_t> files;
  std::size_t rows = 0;
};

/// The rows of a table, bound to its inputs.
struct BoundRows {
  std::vector<std::string_view> keys;              ///< empty when the table has none; as files have them
  RowPeriods periods;                              ///< of a table with a row for each period
  std::vector<std::optional<DayNumber>> days;      ///< of a dated table; nothing where the cell is none
  std::vector<FileRow> met;                        ///< where each row is first met
  std::vector<FileRow> cells;                      ///< by row and input; empty: where the row is met
  std::vector<std::vector<std::int64_t>> columns;  ///< by file and input; -1: the file has no such column
  std::vector<bool> has_column;                    ///< by input: some file has it
  std::vector<std::string> ignored_columns;        ///< that the plan does not name, each once
  std::vector<std::string> ignored_metrics;        ///< of long forms, likewise
  std::vector<Lack> lacks;                         ///< of files that are joined
  std::size_t size() const { return met.size(); }
  /// "" when the table has none.
  std::string_view key(std::size_t row) const { return keys.empty() ? std::string_view() : keys[row]; }
};

/// The files of a table of the plan. A table may do without: its rows are then of no file.
struct TableRows {
  std::vector<TableFile> files;
  BoundRows rows;
  bool are_named_by_refs = false;  ///< without a file: in each period those that refs of its rows name

  /// Where a cell stands; nothing when no file gives it. `input`: of the table's inputs.
  struct Place {
    std::uint32_t file = 0;
    table::CellIndex cell;
  };
  std::optional<Place> place(std::size_t row, std::size_t input) const;

  /// Whether the rows are the lines of a single file.
  bool are_lines() const { return files.size() == 1 && rows.cells.empty(); }

  /// The text of a cell; "" when no file gives it.
  std::string_view text(std::size_t row, std::size_t input) const;

  /// Those of an input in some rows.
  std::vector<std::string_view> texts(std::span<const std::uint32_t> some, std::size_t input) const;

  /// The files and lines of a row, in the order of the files: "sales.csv:3, service.csv:7"; of a file in long
  /// form the first line only. "" for a row of no file.
  std::string lines_text(std::size_t row) const;
  /// The same of a cell; for one that no file gives, of its row.
  std::string lines_text(std::size_t row, std::size_t input) const;
};

/// Tells whether a file holds a table in long form: its columns are exactly the key, `period` (where the
/// table has one), `metric` and `value`, and no input of the table is called like the last two.
bool is_long_form(const graph::Graph& graph, std::uint32_t table, const table::CsvTable& csv);

/// Binds the columns of files to the inputs of `table`, reads keys, periods and days, and puts the rows
/// together. Reports what fails a file. `files` is not empty; a single one is read by `threads`.
BoundRows bind(const graph::Graph& graph, std::uint32_t table, const std::vector<TableFile>& files,
               Diagnostics& diagnostics, unsigned threads = 1);

/// What a row is found again by: its key and period. Spread evenly.
std::uint64_t hash_of(const BoundRows& rows, std::size_t row);
std::uint64_t hash_of(std::string_view key, const Period* period);

/// Reports a row that is there already, `first`: with the same key (`who`; of a single table its name) in the
/// same period ("": the table has none).
void report_twice(Diagnostics& diagnostics, const std::string& who, const std::string& period, Span here,
                  Span first);

}  // namespace merit::eval
