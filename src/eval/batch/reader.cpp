#include "eval/batch/reader.hpp"

#include <algorithm>
#include <limits>

#include "eval/batch/interval.hpp"
#include "eval/batch/plain_number.hpp"

namespace merit::eval {

using graph::Cell;

namespace {

class ColumnMaker {
 public:
  ColumnMaker(const graph::Input& input, TextPool& texts)
      : input_(input),
        texts_(texts),
        scale_(input.type.is_number() ? power_of_ten(input.type.digits) : Integer(1)) {}

  std::int64_t placeholder() const {
    if (input_.type.kind == ValueKind::text) return static_cast<std::int64_t>(texts_.place(""));
    if (input_.range.is_above(0)) return short_or_zero(ceiling_of(*input_.range.low * scale_));
    if (input_.range.high && *input_.range.high < 0)
      return short_or_zero(floor_of(*input_.range.high * scale_));
    return 0;
  }

  Int128 integer(const Cell& cell) const {
    switch (input_.type.kind) {
      case ValueKind::boolean: return cell.flag;
      case ValueKind::text: return texts_.place(cell.text);
      case ValueKind::number: return static_cast<Int128>(numerator_of(cell.number * scale_));
      default: return static_cast<Int128>(numerator_of(cell.number));
    }
  }

 private:
  // A range beyond 64 bits has no placeholder in it; its rows take the row engine.
  static std::int64_t short_or_zero(const Integer& x) {
    constexpr auto end = std::numeric_limits<std::int64_t>::max();
    return abs(x) <= end ? static_cast<std::int64_t>(x) : 0;
  }

  const graph::Input& input_;
  TextPool& texts_;
  const Integer scale_;
};

/// The column of an input on its way.
class ColumnReader {
 public:
  ColumnReader(const graph::Input& input, std::uint32_t number, std::size_t rows, TextPool& texts)
      : number_(number), plain_(input), maker_(input, texts), integers_(rows, maker_.placeholder()) {}

  /// `is_read`: else only what fails or is missing is looked for.
  template <typename Read>
  void read_cells(bool is_read, const Read& read) {
    for (std::size_t row = 0; row < integers_.size(); ++row) {
      read(row, cell_);
      take(row, is_read);
    }
  }

  template <typename Read>
  void read_lines(const ColumnSource::Lines& lines, std::span<const std::uint32_t> places, const Read& read) {
    for (std::size_t row = 0; row < integers_.size(); ++row) {
      if (const auto n = plain_.read(lines.csv->cell({places[row], lines.column}))) {
        put(row, *n);
      } else {
        read(row, cell_);
        take(row, true);
      }
    }
  }

  void copy(const CellColumn& column, std::span<const std::uint32_t> places) {
    for (std::size_t row = 0; row < integers_.size(); ++row) {
      const std::uint32_t place = places[row];
      switch (column.state(place)) {
        case CellColumn::State::value: integers_[row] = column.number(place); break;
        case CellColumn::State::failed: fail(row, column.site(place)); break;
        default: leave_out(row);
      }
    }
  }

  void finish(OwnedBatch& made) {
    made.integers.push_back(std::move(integers_));
    made.wide_integers.push_back(std::move(wide_));
    made.absent.push_back(std::move(absent_));
    made.batch.bad_cells.insert(made.batch.bad_cells.end(), bad_.begin(), bad_.end());
  }

 private:
  void take(std::size_t row, bool is_read) {
    if (cell_.is_failed()) fail(row, cell_.site);
    else if (cell_.is_absent()) leave_out(row);
    else if (is_read) put(row, maker_.integer(cell_));
  }

  void put(std::size_t row, Int128 n) {
    if (wide_.empty() && n != static_cast<std::int64_t>(n)) wide_.assign(integers_.begin(), integers_.end());
    if (wide_.empty()) integers_[row] = static_cast<std::int64_t>(n);
    else wide_[row] = n;
  }

  void fail(std::size_t row, graph::SiteId site) { bad_.push_back({row, number_, site}); }

  void leave_out(std::size_t row) {
    absent_.resize(integers_.size(), 0);
    absent_[row] = 1;
  }

  std::uint32_t number_;
  PlainNumbers plain_;
  ColumnMaker maker_;
  std::vector<std::int64_t> integers_;
  std::vector<Int128> wide_;
  std::vector<std::uint8_t> absent_;
  std::vector<BadCell> bad_;
  Cell cell_;
};

// Whether the plan reads the key: most do not, and ten million keys are ten million texts.
bool is_key_read(const graph::Graph& graph) {
  const graph::NodeId key = graph.inputs[0].node;
  const auto is_key = [key](graph::NodeId id) { return id == key; };
  return std::any_of(graph.args.begin(), graph.args.end(), is_key) ||
         std::any_of(graph.roots.begin(), graph.roots.end(), is_key);
}

}  // namespace

OwnedBatch make_batch(const graph::Graph& graph, std::size_t rows, const CellSource& read, TextPool& texts,
                      const ColumnOf& column_of) {
  OwnedBatch made;
  made.batch.rows = rows;
  made.batch.texts = &texts;
  for (std::uint32_t i = 0; i < graph.inputs.size(); ++i) {
    ColumnReader column(graph.inputs[i], i, rows, texts);
    const ColumnSource source = column_of(i);
    const bool is_read = i > 0 || is_key_read(graph);
    // Keys of files are good ones: that was looked at when the file was bound.
    const bool is_key = i == 0 && graph.tables[graph.inputs[i].table].has_key;
    const auto read_cell = [&](std::size_t row, Cell& cell) { read(row, i, cell); };
    if (source.given != nullptr && source.given->is_narrow()) column.copy(*source.given, source.places);
    else if (source.lines && is_read) column.read_lines(*source.lines, source.places, read_cell);
    else if (!source.lines || !is_key) column.read_cells(is_read, read_cell);
    column.finish(made);
  }
  std::stable_sort(made.batch.bad_cells.begin(), made.batch.bad_cells.end(),
                   [](const BadCell& a, const BadCell& b) { return a.row < b.row; });
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
    Column column;
    const bool is_wide = !made.wide_integers[i].empty();
    column.width = is_wide ? 16 : 8;
    column.data = is_wide ? static_cast<const void*>(made.wide_integers[i].data()) : made.integers[i].data();
    if (i == 0 && !is_key_read(graph)) column.data = nullptr;
    column.absent = made.absent[i].empty() ? nullptr : made.absent[i].data();
    made.batch.columns.push_back(column);
  }
  return made;
}

}  // namespace merit::eval
