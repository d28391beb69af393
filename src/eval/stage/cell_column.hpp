// The cells of an input or of a node in the rows of a table: what is read of files, and what stages pass on.
// Floor 4.
//
// What crosses rows has a fixed number of decimals, so numbers are kept as 64-bit integers over a power of
// ten; those that do not fit are kept beside them. Eight bytes a number, nine where a cell of the column is
// no value; a cell takes ten times that. Texts of files are seen where they stand.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "graph/graph.hpp"

namespace merit::eval {

class CellColumn {
 public:
  using State = graph::Cell::State;

  /// Cells will be of `type`; a number that is no whole multiple of its last digit is kept as it is.
  explicit CellColumn(const Type& type);
  /// The same with so many rows, all absent.
  CellColumn(const Type& type, std::size_t rows);
  /// With so many rows, which `set`, `show`, `set_absent` and `set_failed` are to fill. `has_texts` false: of
  /// a column of texts it is only told which of them are values.
  static CellColumn to_be_set(const Type& type, std::size_t rows, bool has_texts = true);
  void reserve(std::size_t rows);
  void push(const graph::Cell& cell);
  /// A value that fits: over the type's power of ten.
  void push_number(std::int64_t number) { push(State::value, number); }
  /// The same of so many: where they are to be written. Not of texts.
  std::int64_t* grow(std::size_t rows);
  void push_absent() { push(State::absent, 0); }
  /// A text.
  void push_text(std::string_view text) {
    push(State::value, 0);
    put(rows_ - 1, text);
  }
  /// A cell of another column; of one of the same type without a cell on the way.
  void push_from(const CellColumn& other, std::size_t row) {
    if (type_.kind != other.type_.kind || type_.digits != other.type_.digits) return push(other[row]);
    if (type_.kind == ValueKind::text && other.is_value(row)) return push_text(other.text(row));
    if (const auto wide = other.wide_.empty() ? other.wide_.end() : other.wide_.find(row);
        wide != other.wide_.end())
      wide_.emplace(size(), wide->second);
    any_failed_ |= other.state(row) == State::failed;
    push(other.state(row), other.numbers_[row]);
  }
  void push_failed(graph::SiteId site) {
    push(State::failed, site.value);
    any_failed_ = true;
  }

  /// Sets a row that is a value of 64 bits already to another one, over the type's power of ten.
  void change(std::size_t row, std::int64_t number) { numbers_[row] = number; }
  /// Sets a row that is there, and has not been set: to a value over the type's power of ten. Not of texts.
  void set(std::size_t row, std::int64_t number) {
    if (!states_.empty()) states_[row] = State::value;
    numbers_[row] = number;
  }
  void set(std::size_t row, const Integer& number);
  /// To a text that outlives the column. Only of one that is `to_be_set`.
  void show(std::size_t row, std::string_view text) { shown_[row] = text; }
  /// To any cell.
  void set(std::size_t row, const graph::Cell& cell);
  void set_absent(std::size_t row) { mark(row, State::absent, 0); }
  void set_failed(std::size_t row, graph::SiteId site) {
    mark(row, State::failed, site.value);
    any_failed_ = true;
  }
  /// The values of a column that is `to_be_set`, for whoever sets many. Not of texts.
  std::int64_t* numbers() { return numbers_.data(); }

  std::size_t size() const { return rows_; }
  /// Whether every cell is a value.
  bool are_all_values() const {
    return std::all_of(states_.begin(), states_.end(), [](State s) { return s == State::value; });
  }
  /// Whether any cell failed.
  bool has_failed() const { return any_failed_; }
  const Type& type() const { return type_; }
  State state(std::size_t row) const { return states_.empty() ? State::value : states_[row]; }
  bool is_value(std::size_t row) const { return state(row) == State::value; }
  graph::Cell operator[](std::size_t row) const;
  graph::SiteId site(std::size_t row) const { return {static_cast<std::uint32_t>(numbers_[row])}; }

  /// Whether every value is an integer that `number` tells: of numbers over the power of ten; the number of a
  /// day, the place of a member, 1 for yes.
  bool is_narrow() const { return wide_.empty() && type_.kind != ValueKind::text; }
  std::int64_t number(std::size_t row) const { return numbers_[row]; }
  const std::int64_t* numbers() const { return numbers_.data(); }
  /// A number, fitting or not, over the power of ten.
  Integer integer(std::size_t row) const;
  bool is_zero(std::size_t row) const { return numbers_[row] == 0 && !wide_.contains(row); }
  bool is_below_zero(std::size_t row) const {
    return numbers_[row] < 0 || (!wide_.empty() && integer(row) < 0);
  }
  /// Of a text; of one that is pushed, until the next is.
  std::string_view text(std::size_t row) const {
    if (!shown_.empty()) return shown_[row];
    return std::string_view(bytes_).substr(pushed_[row].begin, pushed_[row].size);
  }

  /// Whether values can be asked for. False: they are texts that nothing reads.
  bool has_values() const {
    return type_.kind != ValueKind::text || !shown_.empty() || pushed_.size() == rows_;
  }

  /// The order of two values; texts by their bytes.
  std::strong_ordering compare(std::size_t a, std::size_t b) const;

 private:
  /// Where a text stands in `bytes_`.
  struct PushedText {
    std::size_t begin = 0, size = 0;
  };
  void push(State state, std::int64_t number) {
    if (state != State::value && states_.empty()) states_.assign(rows_, State::value);
    if (state != State::value || !states_.empty()) states_.push_back(state);
    ++rows_;
    numbers_.push_back(number);
    if (type_.kind == ValueKind::text) pushed_.emplace_back();
  }
  void mark(std::size_t row, State state, std::int64_t number);
  void put(std::size_t row, std::string_view text) {
    pushed_[row] = {bytes_.size(), text.size()};
    bytes_ += text;
  }
  /// Of a value that is no text: what `numbers_` keeps in its row.
  std::int64_t narrowed(std::size_t row, const graph::Cell& cell);

  Type type_;
  int decimals_ = 0;
  Integer scale_ = 1;
  bool any_failed_ = false;
  Rational per_unit_ = 1;  ///< the scale
  std::size_t rows_ = 0;
  std::vector<State> states_;                             ///< none while all are values
  std::vector<std::int64_t> numbers_;                     ///< the site of a failed one
  std::string bytes_;                                     ///< of texts that are pushed, one behind the other
  std::vector<PushedText> pushed_;                        ///< of each row's
  std::vector<std::string_view> shown_;                   ///< of texts that are set
  std::vector<std::shared_ptr<const std::string>> kept_;  ///< of these, what stands nowhere else
  std::map<std::size_t, Rational> wide_;                  ///< by row: values that do not fit
};

}  // namespace merit::eval
