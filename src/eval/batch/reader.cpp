#include "eval/batch/reader.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>

#include "base/in_threads.hpp"
#include "eval/batch/interval.hpp"
#include "eval/batch/plain_number.hpp"
#include "eval/row/cells.hpp"
#include "graph/stages.hpp"

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

  std::int64_t number_of(std::string_view text) const { return texts_.place(text); }

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

/// Cells of the common forms, without a cell on the way; what else one may be `read_cell` decides.
class PlainCells {
 public:
  /// `is_read`: texts get numbers; else they are looked at only.
  PlainCells(const graph::Graph& graph, const graph::Input& input, TextPool& texts, bool is_read)
      : graph_(graph), input_(input), texts_(texts), is_read_(is_read), numbers_(input) {}

  const PlainNumbers& numbers() const { return numbers_; }

  /// Returns false where `read_cell` has to look. `in_file`: the text of the whole file.
  bool read(std::string_view cell, std::string_view in_file, std::int64_t& number) const {
    if (cell.empty()) return false;
    switch (input_.type.kind) {
      case ValueKind::number: {
        // A cell that differs from its bytes stands elsewhere; no number of the common form does.
        const char* const at = cell.data();
        const bool is_in_file =
            !std::less<>()(at, in_file.data()) && std::less<>()(at, in_file.data() + in_file.size());
        return is_in_file && numbers_.read(cell, in_file.data(), number);
      }
      case ValueKind::boolean: number = cell == "yes" || cell == "true"; return number != 0 || cell == "no";
      case ValueKind::date: {
        const auto day = parse_date(cell);
        if (day) number = *day;
        return day.has_value();
      }
      case ValueKind::member: {
        const auto& members = graph_.lists[input_.type.list].members;
        number = std::find(members.begin(), members.end(), cell) - members.begin();
        return number != static_cast<std::int64_t>(members.size());
      }
      case ValueKind::text: {
        const bool is_sound = is_sound_text(graph_, input_, cell);
        if (is_sound && is_read_) number = texts_.place(cell);
        return is_sound;
      }
    }
    return false;
  }

 private:
  const graph::Graph& graph_;
  const graph::Input& input_;
  TextPool& texts_;
  bool is_read_;
  PlainNumbers numbers_;
};

constexpr std::size_t rows_worth_threads = 1 << 14;

/// Which columns each thread makes. Texts get their numbers from one pool, so that one thread makes all of
/// them; they cost as much as many numbers.
std::vector<std::vector<std::size_t>> shares_of(const std::vector<bool>& have_texts, std::size_t threads) {
  constexpr std::size_t of_text = 8;
  std::vector<std::vector<std::size_t>> shares(threads);
  std::vector<std::size_t> costs(threads);
  const auto give = [&](std::size_t share, std::size_t column, std::size_t cost) {
    shares[share].push_back(column);
    costs[share] += cost;
  };
  for (std::size_t i = 0; i < have_texts.size(); ++i)
    if (have_texts[i]) give(0, i, of_text);
  for (std::size_t i = 0; i < have_texts.size(); ++i)
    if (!have_texts[i])
      give(static_cast<std::size_t>(std::min_element(costs.begin(), costs.end()) - costs.begin()), i, 1);
  return shares;
}

/// The column of an input on its way.
class ColumnReader {
 public:
  /// `is_read`: else only what fails or is missing is looked for.
  ColumnReader(const graph::Graph& graph, std::uint32_t number, ColumnSource source, bool is_read,
               std::size_t rows, TextPool& texts)
      : number_(number),
        source_(source),
        is_read_(is_read),
        is_number_(graph.inputs[number].type.is_number()),
        plain_(graph, graph.inputs[number], texts, is_read),
        maker_(graph.inputs[number], texts),
        integers_(rows, maker_.placeholder()) {}

  void read(std::size_t begin, std::size_t end, const CellSource& read) {
    if (!is_read_ && source_.is_sound) return;
    if (source_.given != nullptr && source_.given->type().kind == ValueKind::text) copy_texts(begin, end);
    else if (source_.given != nullptr && source_.given->is_narrow()) copy(begin, end);
    else if (is_strip() && wide_.empty()) read_numbers(begin, end, read);
    else if (source_.lines) read_lines(begin, end, read);
    else
      for (std::size_t row = begin; row < end; ++row) read_cell(row, read);
  }

  void finish(OwnedBatch& made) {
    made.integers.push_back(std::move(integers_));
    made.wide_integers.push_back(std::move(wide_));
    made.absent.push_back(std::move(absent_));
    made.batch.bad_cells.insert(made.batch.bad_cells.end(), bad_.begin(), bad_.end());
  }

 private:
  bool is_strip() const { return source_.lines && is_number_ && PlainNumbers::has_strips(); }

  /// Up to strip_rows rows.
  void read_numbers(std::size_t begin, std::size_t end, const CellSource& read) {
    const table::CsvTable& csv = *source_.lines->csv;
    const auto cell = [&](std::uint32_t line) { return csv.bytes({line, source_.lines->column}); };
    const auto lines = source_.places.subspan(begin, end - begin);
    const auto [first, last] = std::minmax_element(lines.begin(), lines.end());
    if (!PlainNumbers::is_amid(cell(*first), csv.text()) || !PlainNumbers::is_amid(cell(*last), csv.text()))
      return read_lines(begin, end, read);
    std::array<PlainNumbers::Bytes, strip_rows> cells;
    for (std::size_t i = 0; i < lines.size(); ++i) cells[i] = cell(lines[i]);
    std::array<bool, strip_rows> is_read;
    const auto strip = std::span(cells).first(lines.size());
    if (plain_.numbers().read_strip(csv.text().data(), strip, &integers_[begin], is_read.data())) return;
    for (std::size_t row = begin; row < end; ++row)
      if (!is_read[row - begin]) integers_[row] = maker_.placeholder();
    for (std::size_t row = begin; row < end; ++row)
      if (!is_read[row - begin]) read_lines(row, row + 1, read);
  }

  void read_lines(std::size_t begin, std::size_t end, const CellSource& read) {
    const table::CsvTable& csv = *source_.lines->csv;
    const std::string_view text = csv.text();
    const bool is_done = !is_read_ && source_.are_followed;  // a ref that is followed has a sound cell
    for (std::size_t row = begin; row < end; ++row) {
      if (is_done && (*source_.are_followed)[source_.positions[row]]) continue;
      const std::string_view cell = csv.cell({source_.places[row], source_.lines->column});
      std::int64_t number;
      const bool is_followed = !source_.are_followed || (*source_.are_followed)[source_.positions[row]];
      if (is_followed && wide_.empty() && plain_.read(cell, text, number))
        integers_[row] = is_read_ ? number : 0;
      else read_cell(row, read);
    }
  }

  void read_cell(std::size_t row, const CellSource& read) {
    read(row, number_, cell_);
    if (cell_.is_failed()) fail(row, cell_.site);
    else if (cell_.is_absent()) leave_out(row);
    else if (is_read_) put(row, maker_.integer(cell_));
  }

  void copy(std::size_t begin, std::size_t end) {
    const CellColumn& column = *source_.given;
    for (std::size_t row = begin; row < end; ++row) {
      const std::uint32_t place = source_.places[row];
      switch (column.state(place)) {
        case CellColumn::State::value: integers_[row] = column.number(place); break;
        case CellColumn::State::failed: fail(row, column.site(place)); break;
        default: leave_out(row);
      }
    }
  }

  void copy_texts(std::size_t begin, std::size_t end) {
    const CellColumn& column = *source_.given;
    for (std::size_t row = begin; row < end; ++row) {
      const std::uint32_t place = source_.places[row];
      if (column.state(place) == CellColumn::State::failed) fail(row, column.site(place));
      else if (!column.is_value(place)) leave_out(row);
      else if (is_read_) integers_[row] = maker_.number_of(column.text(place));
    }
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
  ColumnSource source_;
  bool is_read_, is_number_;
  PlainCells plain_;
  ColumnMaker maker_;
  std::vector<std::int64_t> integers_;
  std::vector<Int128> wide_;
  std::vector<std::uint8_t> absent_;
  std::vector<BadCell> bad_;
  Cell cell_;
};

}  // namespace

OwnedBatch make_batch(const graph::Graph& graph, std::size_t rows, const CellSource& read, TextPool& texts,
                      const ColumnOf& column_of, unsigned threads) {
  OwnedBatch made;
  made.batch.rows = rows;
  made.batch.texts = &texts;
  // Most plans do not read the key, nor refs but to follow them, and ten million keys are ten million texts.
  const std::vector<bool> is_node_read = graph::read_nodes(graph);
  const auto is_read = [&](const graph::Input& input) {
    return input.type.kind != ValueKind::text || is_node_read[input.node.value];
  };
  std::vector<ColumnReader> columns;
  for (std::uint32_t i = 0; i < graph.inputs.size(); ++i)
    columns.emplace_back(graph, i, column_of(i), is_read(graph.inputs[i]), rows, texts);
  std::vector<bool> have_texts;
  for (const graph::Input& input : graph.inputs)
    have_texts.push_back(input.type.kind == ValueKind::text && is_read(input));
  const auto shares = shares_of(have_texts, rows < rows_worth_threads ? 1 : std::max(1u, threads));
  in_threads(shares.size(), shares.size(), [&](std::size_t, std::size_t share) {
    // The cells of a row stand side by side: those of a strip stay in the cache from column to column.
    for (std::size_t begin = 0; begin < rows; begin += strip_rows)
      for (const std::size_t i : shares[share])
        columns[i].read(begin, std::min(begin + strip_rows, rows), read);
  });
  for (ColumnReader& column : columns) column.finish(made);
  std::stable_sort(made.batch.bad_cells.begin(), made.batch.bad_cells.end(),
                   [](const BadCell& a, const BadCell& b) { return a.row < b.row; });
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
    Column column;
    const bool is_wide = !made.wide_integers[i].empty();
    column.width = is_wide ? 16 : 8;
    column.data = is_wide ? static_cast<const void*>(made.wide_integers[i].data()) : made.integers[i].data();
    if (!is_read(graph.inputs[i])) column.data = nullptr;
    column.absent = made.absent[i].empty() ? nullptr : made.absent[i].data();
    made.batch.columns.push_back(column);
  }
  return made;
}

}  // namespace merit::eval
