#include "eval/batch/reader.hpp"

#include <algorithm>
#include <limits>

#include "eval/batch/interval.hpp"

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

// Whether the plan reads the key: most do not, and ten million keys are ten million texts.
bool is_key_read(const graph::Graph& graph) {
  const graph::NodeId key = graph.inputs[0].node;
  const auto is_key = [key](graph::NodeId id) { return id == key; };
  return std::any_of(graph.args.begin(), graph.args.end(), is_key) ||
         std::any_of(graph.roots.begin(), graph.roots.end(), is_key);
}

}  // namespace

OwnedBatch make_batch(const graph::Graph& graph, std::size_t rows, const CellSource& read, TextPool& texts) {
  OwnedBatch made;
  made.batch.rows = rows;
  made.batch.texts = &texts;
  Cell cell;
  for (std::uint32_t i = 0; i < graph.inputs.size(); ++i) {
    const ColumnMaker maker(graph.inputs[i], texts);
    const std::int64_t placeholder = maker.placeholder();
    std::vector<std::int64_t> integers(rows, placeholder);
    std::vector<Int128> wide;
    std::vector<std::uint8_t> absent;
    const bool is_read = i > 0 || is_key_read(graph);
    for (std::size_t row = 0; row < rows; ++row) {
      read(row, i, cell);
      if (cell.is_failed()) {
        made.batch.bad_cells.push_back({row, i, cell.site});
      } else if (cell.is_absent()) {
        absent.resize(rows, 0);
        absent[row] = 1;
      } else if (is_read) {
        const Int128 n = maker.integer(cell);
        if (wide.empty() && n != static_cast<std::int64_t>(n)) wide.assign(integers.begin(), integers.end());
        if (wide.empty()) integers[row] = static_cast<std::int64_t>(n);
        else wide[row] = n;
      }
    }
    made.integers.push_back(std::move(integers));
    made.wide_integers.push_back(std::move(wide));
    made.absent.push_back(std::move(absent));
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
