// The rows of a table, once they are bound.
#include <algorithm>
#include <tuple>

#include "base/text_hash.hpp"
#include "eval/row/bind.hpp"

namespace merit::eval {

std::uint64_t hash_of(const BoundRows& rows, std::size_t row) {
  return hash_of(rows.key(row), rows.periods.empty() ? nullptr : &rows.periods[row]);
}

std::uint64_t hash_of(std::string_view key, const Period* period) {
  std::uint64_t hash = hash_of_text(key);
  if (period) hash ^= static_cast<std::uint64_t>(period->start);
  // Spreads what the period changed over all bits (the last step of MurmurHash3).
  for (const std::uint64_t factor : {0xFF51AFD7ED558CCDu, 0xC4CEB9FE1A85EC53u})
    hash = (hash ^ (hash >> 33)) * factor;
  return hash ^ (hash >> 33);
}

std::optional<TableRows::Place> TableRows::place(std::size_t row, std::size_t input) const {
  const FileRow at = rows.cells.empty() ? rows.met[row] : rows.cells[row * rows.has_column.size() + input];
  if (at.is_none()) return std::nullopt;
  const std::int64_t column = rows.columns[at.file][input];
  if (column < 0) return std::nullopt;
  return Place{at.file, {at.row, static_cast<std::size_t>(column)}};
}

std::string_view TableRows::text(std::size_t row, std::size_t input) const {
  if (const auto at = place(row, input)) return files[at->file].csv.cell(at->cell);
  return files.empty() && input == 0 && !rows.keys.empty() ? rows.keys[row] : std::string_view{};
}

std::vector<std::string_view> TableRows::texts(std::span<const std::uint32_t> some, std::size_t input) const {
  std::vector<std::string_view> texts;
  texts.reserve(some.size());
  if (are_lines() && rows.columns[0][input] >= 0) {
    const auto column = static_cast<std::size_t>(rows.columns[0][input]);
    for (const std::uint32_t row : some) texts.push_back(files[0].csv.cell({row, column}));
  } else {
    for (const std::uint32_t row : some) texts.push_back(text(row, input));
  }
  return texts;
}

std::string TableRows::lines_text(std::size_t row) const {
  std::vector<FileRow> lines = {rows.met[row]};
  const std::size_t inputs = rows.has_column.size();
  for (std::size_t i = 0; !rows.cells.empty() && i < inputs; ++i)
    lines.push_back(rows.cells[row * inputs + i]);
  std::stable_sort(lines.begin(), lines.end(), [](const FileRow& a, const FileRow& b) {
    return std::tie(a.file, a.row) < std::tie(b.file, b.row);
  });
  std::string text;
  for (std::size_t i = 0; i < lines.size() && !lines[i].is_none(); ++i) {
    if (i > 0 && lines[i].file == lines[i - 1].file) continue;
    const TableFile& file = files[lines[i].file];
    text += (text.empty() ? "" : ", ") + file.name + ":" + std::to_string(file.csv.line(lines[i].row));
  }
  return text;
}

std::string TableRows::lines_text(std::size_t row, std::size_t input) const {
  const auto at = place(row, input);
  if (!at) return lines_text(row);
  return files[at->file].name + ":" + std::to_string(files[at->file].csv.line(at->cell.row));
}

}  // namespace merit::eval
