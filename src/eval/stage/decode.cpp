#include "eval/stage/decode.hpp"

#include <algorithm>
#include <array>

#include "base/in_threads.hpp"
#include "eval/batch/plain_number.hpp"
#include "eval/row/cells.hpp"

namespace merit::eval {

using graph::Cell;

namespace {

constexpr std::size_t strip = strip_rows;
constexpr std::size_t rows_worth_threads = 1 << 14;

/// The column of an input on its way.
class ColumnDecoder {
 public:
  ColumnDecoder(const graph::Graph& graph, const graph::Input& input, std::size_t number, InputSource source,
                std::size_t rows)
      : graph_(graph),
        input_(input),
        number_(number),
        source_(source),
        numbers_(input),
        column_(CellColumn::to_be_set(input.type, rows, source.is_read)) {}

  /// At most a strip.
  void decode(std::size_t begin, std::size_t end, const CellSource& read) {
    if (source_.is_sound && !column_.has_values()) return;
    if (!source_.lines) {
      for (std::size_t row = begin; row < end; ++row) take(row, read);
    } else if (is_text()) {
      decode_texts(begin, end, read);
    } else if (input_.type.is_number() && PlainNumbers::has_strips()) {
      decode_numbers(begin, end, read);
    } else {
      for (std::size_t row = begin; row < end; ++row) decode_line(row, read);
    }
  }

  CellColumn&& column() { return std::move(column_); }

 private:
  bool is_text() const { return input_.type.kind == ValueKind::text; }
  const table::CsvTable& csv() const { return *source_.lines->csv; }
  table::CellIndex place(std::size_t row) const { return {source_.places[row], source_.lines->column}; }

  void decode_texts(std::size_t begin, std::size_t end, const CellSource& read) {
    const bool are_read = column_.has_values();
    const auto* const followed = source_.are_followed;
    for (std::size_t row = begin; row < end; ++row) {
      const bool is_known = source_.is_sound || (followed != nullptr && (*followed)[row]);
      if (is_known && !are_read) continue;
      const std::string_view cell = csv().cell(place(row));
      const bool is_sound =
          is_known || (followed == nullptr && !cell.empty() && is_sound_text(graph_, input_, cell));
      if (!is_sound) take(row, read);
      else if (are_read) column_.show(row, cell);
    }
  }

  void decode_numbers(std::size_t begin, std::size_t end, const CellSource& read) {
    const auto bytes = [&](std::size_t row) { return csv().bytes(place(row)); };
    const auto lines = source_.places.subspan(begin, end - begin);
    const auto [first, last] = std::minmax_element(lines.begin(), lines.end());
    const auto is_amid = [&](std::uint32_t line) {
      return PlainNumbers::is_amid(csv().bytes({line, source_.lines->column}), csv().text());
    };
    if (!is_amid(*first) || !is_amid(*last)) {
      for (std::size_t row = begin; row < end; ++row) decode_line(row, read);
      return;
    }
    std::array<PlainNumbers::Bytes, strip> cells;
    for (std::size_t row = begin; row < end; ++row) cells[row - begin] = bytes(row);
    std::array<bool, strip> is_read;
    if (numbers_.read_strip(csv().text().data(), std::span(cells).first(lines.size()),
                            column_.numbers() + begin, is_read.data()))
      return;
    for (std::size_t row = begin; row < end; ++row)
      if (!is_read[row - begin]) decode_line(row, read);
  }

  void decode_line(std::size_t row, const CellSource& read) {
    std::int64_t number = 0;
    if (decode_plain(csv().cell(place(row)), number)) column_.set(row, number);
    else take(row, read);
  }

  /// Returns false where the cell is of no common form.
  bool decode_plain(std::string_view cell, std::int64_t& number) const {
    if (cell.empty()) return false;
    switch (input_.type.kind) {
      case ValueKind::number: {
        // A cell that differs from its bytes stands elsewhere; no number of the common form does.
        const std::string_view file = csv().text();
        const bool is_in_file =
            !std::less<>()(cell.data(), file.data()) && std::less<>()(cell.data(), file.data() + file.size());
        return is_in_file && numbers_.read(cell, file.data(), number);
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
      case ValueKind::text: break;
    }
    return false;
  }

  /// Of whatever form.
  void take(std::size_t row, const CellSource& read) {
    read(row, number_, cell_);
    column_.set(row, cell_);
  }

  const graph::Graph& graph_;
  const graph::Input& input_;
  std::size_t number_;
  InputSource source_;
  PlainNumbers numbers_;
  CellColumn column_;
  Cell cell_;
};

}  // namespace

std::vector<CellColumn> decode(const graph::Graph& graph, std::span<const graph::Input> inputs,
                               std::size_t rows, const CellSource& read,
                               const std::function<InputSource(std::size_t input)>& source,
                               unsigned threads) {
  std::vector<ColumnDecoder> columns;
  columns.reserve(inputs.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) columns.emplace_back(graph, inputs[i], i, source(i), rows);
  const std::size_t shares = rows < rows_worth_threads ? 1 : std::max(1u, threads);
  in_threads(shares, shares, [&](std::size_t, std::size_t share) {
    // The cells of a row stand side by side: those of a strip stay in the cache from column to column.
    for (std::size_t begin = 0; begin < rows; begin += strip)
      for (std::size_t i = share; i < columns.size(); i += shares)
        columns[i].decode(begin, std::min(begin + strip, rows), read);
  });
  std::vector<CellColumn> decoded;
  decoded.reserve(columns.size());
  for (ColumnDecoder& column : columns) decoded.push_back(column.column());
  return decoded;
}

}  // namespace merit::eval
