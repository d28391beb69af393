#include "eval/stage/cell_column.hpp"

#include <cassert>
#include <limits>
#include <optional>

namespace merit::eval {

using graph::Cell;

namespace {

// x * scale, where that is a 64-bit integer.
std::optional<std::int64_t> scaled(const Rational& x, const Rational& scale) {
  const Rational product = x * scale;
  if (!product.is_small() || product.small_denominator() != 1) return std::nullopt;
  return product.small_numerator();
}

}  // namespace

CellColumn::CellColumn(const Type& type) : type_(type) {
  if (type.is_number() && type.is_fixed()) decimals_ = type.digits;
  scale_ = power_of_ten(decimals_);
  per_unit_ = Rational(scale_);
}

CellColumn::CellColumn(const Type& type, std::size_t rows) : CellColumn(type) {
  rows_ = rows;
  states_.assign(rows, State::absent);
  numbers_.assign(rows, 0);
  if (type.kind == ValueKind::text) pushed_.resize(rows);
}

std::int64_t* CellColumn::grow(std::size_t rows) {
  const std::size_t before = rows_;
  rows_ += rows;
  numbers_.resize(rows_);
  if (!states_.empty()) states_.resize(rows_, State::value);
  return numbers_.data() + before;
}

CellColumn CellColumn::to_be_set(const Type& type, std::size_t rows, bool has_texts) {
  CellColumn column(type);
  column.rows_ = rows;
  if (type.kind != ValueKind::text) column.numbers_.assign(rows, 0);
  else if (has_texts) column.shown_.assign(rows, {});
  return column;
}

void CellColumn::mark(std::size_t row, State state, std::int64_t number) {
  if (states_.empty()) states_.assign(rows_, State::value);
  if (numbers_.empty()) numbers_.assign(rows_, 0);
  states_[row] = state;
  numbers_[row] = number;
}

void CellColumn::set(std::size_t row, const Integer& number) {
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                         most = std::numeric_limits<std::int64_t>::max();
  if (least <= number && number <= most) return set(row, static_cast<std::int64_t>(number));
  set(row, std::int64_t{0});
  wide_[row] = Rational(number, scale_);
}

void CellColumn::reserve(std::size_t rows) {
  numbers_.reserve(rows);
  if (type_.kind == ValueKind::text) pushed_.reserve(rows);
}

void CellColumn::push(const Cell& cell) {
  if (cell.is_failed()) return push_failed(cell.site);
  if (!cell.is_value()) return push_absent();
  if (type_.kind == ValueKind::text) return push_text(cell.text);
  push_number(narrowed(size(), cell));
}

void CellColumn::set(std::size_t row, const Cell& cell) {
  if (cell.is_failed()) return set_failed(row, cell.site);
  if (!cell.is_value()) return set_absent(row);
  if (type_.kind != ValueKind::text) return set(row, narrowed(row, cell));
  if (!states_.empty()) states_[row] = State::value;
  if (!has_values()) return;
  if (shown_.empty()) return put(row, cell.text);
  // Where one text stands for many, it is kept once.
  if (kept_.empty() || *kept_.back() != cell.text)
    kept_.push_back(std::make_shared<const std::string>(cell.text));
  show(row, *kept_.back());
}

std::int64_t CellColumn::narrowed(std::size_t row, const Cell& cell) {
  if (type_.kind == ValueKind::boolean) return cell.flag ? 1 : 0;
  const auto number = scaled(cell.number, per_unit_);
  if (!number) wide_.emplace(row, cell.number);
  return number.value_or(0);
}

Cell CellColumn::operator[](std::size_t row) const {
  if (state(row) == State::failed) return Cell::failed(site(row));
  if (!is_value(row)) return Cell::absent();
  if (type_.kind == ValueKind::boolean) return Cell::of(numbers_[row] != 0);
  if (type_.kind == ValueKind::text) return Cell::of_text(std::string(text(row)));
  if (const auto it = wide_.find(row); it != wide_.end()) return Cell::of(it->second);
  return Cell::of(Rational::decimal(numbers_[row], decimals_));
}

Integer CellColumn::integer(std::size_t row) const {
  const auto it = wide_.find(row);
  if (it == wide_.end()) return numbers_[row];
  assert(scale_ % denominator_of(it->second) == 0);  // a value is no finer than its type
  return numerator_of(it->second) * (scale_ / denominator_of(it->second));
}

std::strong_ordering CellColumn::compare(std::size_t a, std::size_t b) const {
  if (type_.kind == ValueKind::text) return text(a) <=> text(b);
  if (wide_.empty()) return numbers_[a] <=> numbers_[b];
  const Integer x = integer(a), y = integer(b);
  return x < y   ? std::strong_ordering::less
         : y < x ? std::strong_ordering::greater
                 : std::strong_ordering::equal;
}

}  // namespace merit::eval
