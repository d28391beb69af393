// Lines of CSV: written, and taken apart again. Floor 0. What others write is read by table/csv.hpp.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace merit {

/// Appends one row to `out`: cells separated by commas, a line feed at the end, quotes only where reading the
/// row back needs them. `fields` is not empty.
void write_record(std::string& out, std::span<const std::string_view> fields);
void write_record(std::string& out, const std::vector<std::string>& fields);

/// Appends one cell, in quotes only where it needs them. Not the only cell of a row.
void write_cell(std::string& out, std::string_view cell);

/// Takes the first row off `text`, which these functions wrote. Returns false, and takes nothing, where no
/// whole row is there. Of `fields` the memory is used again.
bool take_record(std::string_view& text, std::vector<std::string>& fields);

}  // namespace merit
