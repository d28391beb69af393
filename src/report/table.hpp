// Tables of text for a terminal. Floor 5.
//
// A header, a thin rule, rows; columns line up in display cells, where a Chinese character takes two. Not for
// result files: those are CSV and keep every byte of their cells. What a cell says is the caller's business.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace merit::report {

enum class Align : std::uint8_t { left, right };

/// A row may be shorter than the header (the rest is blank) or longer (columns without a heading).
struct TextTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::vector<Align> alignment;  ///< one for each column, `left` where there is none; numbers go right
};

/// Lays the table out, two blanks between columns, no blanks at the end of a line, each line ended. Cells are
/// made printable(): one line each, and nothing that moves a cursor. A table without columns is "".
std::string to_text(const TextTable& table);

}  // namespace merit::report
