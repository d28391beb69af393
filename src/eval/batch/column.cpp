#include "eval/batch/column.hpp"

#include <algorithm>
#include <cstring>

namespace merit::eval {

using graph::Cell;

namespace {

Int128 integer_at(const void* data, std::uint8_t width, std::size_t row) {
  const auto read = [&](auto stored) {
    std::memcpy(&stored, static_cast<const std::byte*>(data) + row * sizeof stored, sizeof stored);
    return static_cast<Int128>(stored);
  };
  switch (width) {
    case 1: return read(std::int8_t{});
    case 2: return read(std::int16_t{});
    case 4: return read(std::int32_t{});
    case 8: return read(std::int64_t{});
    default: return read(Int128{});
  }
}

Cell cell_of(Int128 value, ValueKind kind, int digits, const TextPool* texts) {
  switch (kind) {
    case ValueKind::boolean: return Cell::of(value != 0);
    case ValueKind::text: return Cell::of_text(std::string((*texts)[static_cast<std::int64_t>(value)]));
    case ValueKind::number: return Cell::of(Rational::decimal(value, digits));
    default: return Cell::of(Rational::decimal(value, 0));
  }
}

}  // namespace

Int128 Batch::integer(std::size_t row, std::size_t input) const {
  return integer_at(columns[input].data, columns[input].width, row);
}

Cell Batch::cell(const graph::Graph& graph, std::size_t row, std::size_t input) const {
  const Column& column = columns[input];
  if (column.data == nullptr || (column.absent != nullptr && column.absent[row] != 0)) return Cell::absent();
  const Type& type = graph.inputs[input].type;
  return cell_of(integer(row, input), type.kind, type.digits, texts);
}

Int128 BatchResults::integer(std::size_t row, std::size_t output) const {
  return integer_at(outputs[output].bytes.data(), outputs[output].width, row);
}

std::optional<std::int64_t> BatchResults::narrow(std::size_t row, std::size_t output) const {
  const Output& o = outputs[output];
  if (o.kind == ValueKind::text || (!o.absent.empty() && o.absent[row] != 0)) return std::nullopt;
  const Int128 value = integer(row, output);
  const auto narrow = static_cast<std::int64_t>(value);
  return narrow == value ? std::optional(narrow) : std::nullopt;
}

Cell BatchResults::cell(std::size_t row, std::size_t output, const TextPool* texts) const {
  const Output& o = outputs[output];
  if (!o.absent.empty() && o.absent[row] != 0) return Cell::absent();
  const Int128 value = integer(row, output);
  if (value != not_here) return cell_of(value, o.kind, o.digits, texts);
  const auto at =
      std::lower_bound(huge.begin(), huge.end(), std::pair(row, output),
                       [](const Huge& h, const auto& place) { return std::pair(h.row, h.output) < place; });
  return Cell::of(at->number);
}

namespace {

template <typename Stored>
void widen(const std::vector<std::uint8_t>& bytes, std::int64_t* to, std::size_t rows) {
  Stored stored;
  for (std::size_t row = 0; row < rows; ++row) {
    std::memcpy(&stored, bytes.data() + row * sizeof stored, sizeof stored);
    to[row] = static_cast<std::int64_t>(static_cast<Int128>(stored));
  }
}

}  // namespace

void BatchResults::push_all_to(CellColumn& column, std::size_t output, const TextPool& texts) const {
  const Output& o = outputs[output];
  const Type& type = column.type();
  const bool is_here = has_exceptions && !o.absent.empty();
  if (o.kind == ValueKind::text) {
    for (std::size_t row = 0; row < rows; ++row) {
      const bool is_value = failed[row] == state_value && !(is_here && o.absent[row] != 0);
      if (is_value) column.push_text(texts[static_cast<std::int64_t>(integer(row, output))]);
      else column.push_absent();
    }
    return;
  }
  const bool is_of_scale = o.kind != ValueKind::number || (type.is_fixed() && type.digits == o.digits);
  const std::size_t before = column.size();
  std::int64_t* const to = column.grow(rows);
  switch (is_of_scale ? o.width : 0) {
    case 1: widen<std::int8_t>(o.bytes, to, rows); break;
    case 2: widen<std::int16_t>(o.bytes, to, rows); break;
    case 4: widen<std::int32_t>(o.bytes, to, rows); break;
    case 8: widen<std::int64_t>(o.bytes, to, rows); break;
    default:
      for (std::size_t row = 0; row < rows; ++row) {
        if (failed[row] != state_value) continue;
        const auto number = is_of_scale ? narrow(row, output) : std::nullopt;
        if (number) to[row] = *number;
        else column.set(before + row, cell(row, output, &texts));
      }
  }
  if (!has_exceptions) return;
  for (std::size_t row = 0; row < rows; ++row)
    if (failed[row] != state_value || (is_here && o.absent[row] != 0)) column.set_absent(before + row);
}

bool BatchResults::set(std::size_t row, std::size_t output, const Cell& cell, const TextPool& texts) {
  Output& o = outputs[output];
  if (!o.absent.empty()) o.absent[row] = cell.is_absent();
  if (!cell.is_value()) return true;
  Int128 value = 0;
  bool fits = true;
  switch (o.kind) {
    case ValueKind::boolean: value = cell.flag; break;
    case ValueKind::text: value = *texts.find(cell.text); break;
    default: {
      const Integer n = numerator_of(cell.number * power_of_ten(o.digits));
      fits = fits_in_16_bytes(n);
      value = fits ? static_cast<Int128>(n) : not_here;
    }
  }
  std::memcpy(o.bytes.data() + row * o.width, &value, o.width);  // the low bytes come first
  return fits;
}

bool fits_in_16_bytes(const Integer& n) { return abs(n) < Integer(1) << 127; }

std::uint8_t width_for(const Integer& low, const Integer& high) {
  for (std::uint8_t width : {1, 2, 4, 8}) {
    const Integer end = Integer(1) << (8 * width - 1);
    if (-end <= low && high < end) return width;
  }
  return 16;
}

}  // namespace merit::eval
