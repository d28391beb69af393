#include "csv.hpp"

#include <algorithm>
#include <fstream>
#include <thread>

#include "data.hpp"

namespace merit::bench {

namespace {

/// Decimals of a column; a percent counts those of the percentage.
int digits_of(std::size_t which) {
  if (which >= column::a8 && which <= column::c11) return 0;
  return which == column::plus || which == column::minus ? 1 : 2;
}

void append(std::string& out, std::int64_t number, int digits) {
  std::string text = std::to_string(number < 0 ? -number : number);
  const auto places = static_cast<std::size_t>(digits);
  if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
  if (places > 0) text.insert(text.size() - places, 1, '.');
  out += number < 0 ? ",-" : ",";
  out += text;
}

void append_key(std::string& out, std::size_t row) {
  constexpr std::size_t digits = 9;
  const std::string number = std::to_string(row);
  out += 'M';
  out.append(digits - std::min(digits, number.size()), '0');
  out += number;
}

}  // namespace

bool write_csv(const std::string& path, std::size_t rows, std::uint64_t seed) {
  constexpr std::size_t block = 100'000;
  std::ofstream file(path, std::ios::binary);
  for (std::size_t from = 0; from < rows && file; from += block) {
    const Table table =
        canonical_data(std::min(block, rows - from), seed, std::thread::hardware_concurrency(), from);
    std::string out;
    if (from == 0) {
      out = "manager,period";
      for (const std::string& name : table.names) out += "," + name;
      out += '\n';
    }
    for (std::size_t row = 0; row < table.rows; ++row) {
      append_key(out, from + row);
      out += ",2026-03";
      for (std::size_t which = 0; which < column::count; ++which)
        append(out, table.columns[which][row], digits_of(which));
      out += '\n';
    }
    file << out;
  }
  file.close();
  return file.good();
}

}  // namespace merit::bench
