// CSV files: a strict reader and a writer after RFC 4180. Floor 1.
//
// The reader finds cells; what a cell means (a number, a date, absent) is not its concern, nor are keys and
// columns that a plan wants. Accepted: UTF-8 with or without a byte order mark, LF and CRLF, quoted cells
// with doubled quotes and line breaks, a last line without its end, one empty line behind the last row.
// Everything else is refused: nothing is trimmed, guessed or repaired (encoding.hpp decodes what a plan
// says is GB18030). Columns beyond the header, blank lines
// and stray quotes are errors of the file, not of a row.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "base/untouched.hpp"

namespace merit::table {

inline constexpr std::size_t csv_columns = 4096;   ///< columns a file may have
inline constexpr std::size_t csv_mistakes = 1000;  ///< reading stops after so many

/// A cell of the body, both from 0; the header is not a row.
struct CellIndex {
  std::size_t row = 0;
  std::size_t column = 0;
};

/// The cells of a file. Points into the text it was read from, which must outlive it.
/// Cost: 8 bytes a cell and 4 a row beside the text; a cell that differs from its bytes (doubled quotes, not
/// in normal form C) is kept a second time.
class CsvTable {
 public:
  /// The names of the columns: not empty, each once, in normal form C.
  const std::vector<std::string>& header() const { return header_; }
  std::size_t columns() const { return header_.size(); }
  std::size_t rows() const { return lines_.size(); }
  std::optional<std::size_t> column_named(std::string_view name) const;

  /// The text of a cell, without its quotes, in normal form C. Lives as long as the table and its text.
  std::string_view cell(CellIndex at) const {
    assert(at.row < rows() && at.column < columns());
    const Cell& cell = cell_at(at);
    const std::string_view bytes(text_.data() + cell.begin, cell.length);
    return cell.changed || bytes.starts_with('"') ? other_text(cell) : bytes;
  }

  /// Where the bytes of a cell stand in the text, with its quotes; none where its own text differs from them.
  struct Bytes {
    std::uint32_t begin, length;
  };
  Bytes bytes(CellIndex at) const {
    const Cell& cell = cell_at(at);
    return {cell.begin, cell.changed ? 0 : static_cast<std::uint32_t>(cell.length)};
  }

  /// The whole text.
  std::string_view text() const { return text_; }

  /// The bytes of a cell in the file, with its quotes.
  Span span(CellIndex at) const;
  Span header_span(std::size_t column) const { return header_spans_[column]; }

  /// The line, from 1, on which a row begins.
  std::uint32_t line(std::size_t row) const { return lines_[row]; }
  /// Where a cell begins, as people count. Cost: linear in the part of the row before the cell.
  Place place(CellIndex at) const;

 private:
  friend class CsvReader;

  struct Cell {
    std::uint32_t begin;
    std::uint32_t length : 31;  // a row is at most limits::csv_line_bytes long
    std::uint32_t changed : 1;  // the text is not these bytes: look in changed_
  };
  struct Changed {
    std::size_t cell;  // index in cells_
    std::size_t begin;
    std::size_t length;
  };

  const Cell& cell_at(CellIndex at) const { return cells_[at.row * columns() + at.column]; }

  /// The text of a cell that is not all of its bytes.
  std::string_view other_text(const Cell& cell) const;

  SourceId source_;
  std::string_view text_;
  std::vector<std::string> header_;
  std::vector<Span> header_spans_;
  UntouchedVector<Cell> cells_;  // row by row
  UntouchedVector<std::uint32_t> lines_;
  std::vector<Changed> changed_;    // in the order of cells_
  std::vector<char> changed_text_;  // a vector, so that moving the table moves no bytes
};

/// Reads the whole text of a file. Adds every mistake of the file to `diagnostics` (up to csv_mistakes) and
/// returns nothing if there is one. `text` must outlive the table; spans carry `source`. Rows without quotes
/// are found by `threads`. Cost: linear, few allocations.
std::optional<CsvTable> parse_csv(std::string_view text, SourceId source, Diagnostics& diagnostics,
                                  unsigned threads = 1);

/// The same of rows that stand further down in a file, from the line `first_line` on; `head`: what was read
/// of its beginning, with the header.
std::optional<CsvTable> parse_csv_rows(std::string_view text, SourceId source, const CsvTable& head,
                                       std::uint32_t first_line, Diagnostics& diagnostics);

}  // namespace merit::table
