#include "eval/batch/reader.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "base/in_threads.hpp"
#include "eval/batch/interval.hpp"
#include "graph/stages.hpp"

namespace merit::eval {

namespace {

constexpr std::size_t rows_worth_threads = 1 << 14;

// What stands for a value that is not there, within the range that programs rely on. A range beyond 64 bits
// has none; its rows take the row engine.
std::int64_t placeholder(const graph::Input& input, TextPool& texts) {
  if (input.type.kind == ValueKind::text) return texts.place("");
  const Integer scale = input.type.is_number() ? power_of_ten(input.type.digits) : Integer(1);
  const auto short_or_zero = [](const Integer& x) {
    constexpr auto end = std::numeric_limits<std::int64_t>::max();
    return abs(x) <= end ? static_cast<std::int64_t>(x) : 0;
  };
  if (input.range.is_above(0)) return short_or_zero(ceiling_of(*input.range.low * scale));
  if (input.range.high && *input.range.high < 0) return short_or_zero(floor_of(*input.range.high * scale));
  return 0;
}

/// The column of a batch on its way.
class ColumnMaker {
 public:
  ColumnMaker(const graph::Input& input, std::uint32_t number, const CellColumn& from, bool is_read,
              TextPool& texts)
      : number_(number),
        from_(from),
        is_read_(is_read),
        texts_(texts),
        placeholder_(is_read ? placeholder(input, texts) : 0) {}

  bool is_of_texts() const { return is_read_ && from_.type().kind == ValueKind::text; }

  void make(std::span<const std::uint32_t> places, bool are_all) {
    const bool are_values = from_.are_all_values();
    is_as_it_is_ = is_read_ && are_all && are_values && from_.is_narrow();
    if (is_as_it_is_ || (!is_read_ && are_values)) return;
    if (is_read_) integers_.assign(places.size(), placeholder_);
    if (is_of_texts()) take_texts(places);
    for (std::size_t row = 0; row < places.size(); ++row) {
      const std::uint32_t place = places[row];
      if (from_.is_value(place)) take(row, place);
      else if (from_.state(place) == CellColumn::State::failed)
        bad_.push_back({row, number_, from_.site(place)});
      else leave_out(row, places.size());
    }
  }

  void finish(OwnedBatch& made) {
    made.integers.push_back(std::move(integers_));
    made.wide_integers.push_back(std::move(wide_));
    made.absent.push_back(std::move(absent_));
    made.batch.bad_cells.insert(made.batch.bad_cells.end(), bad_.begin(), bad_.end());
    Column column;
    const bool is_wide = !made.wide_integers.back().empty();
    column.width = is_wide ? 16 : 8;
    column.data = is_wide        ? static_cast<const void*>(made.wide_integers.back().data())
                  : is_as_it_is_ ? from_.numbers()
                  : is_read_     ? made.integers.back().data()
                                 : nullptr;
    column.absent = made.absent.back().empty() ? nullptr : made.absent.back().data();
    made.batch.columns.push_back(column);
  }

 private:
  void take(std::size_t row, std::uint32_t place) {
    if (!is_read_) return;
    if (from_.type().kind == ValueKind::text) return;  // numbered already
    if (from_.is_narrow()) integers_[row] = from_.number(place);
    else put(row, static_cast<Int128>(from_.integer(place)));
  }

  void take_texts(std::span<const std::uint32_t> places) {
    std::vector<std::string_view> texts;
    texts.reserve(places.size());
    for (const std::uint32_t place : places)
      if (from_.is_value(place)) texts.push_back(from_.text(place));
    std::vector<std::uint32_t> numbers(texts.size());
    texts_.place_all(texts, numbers.data());
    auto next = numbers.begin();
    for (std::size_t row = 0; row < places.size(); ++row)
      if (from_.is_value(places[row])) integers_[row] = *next++;
  }

  void put(std::size_t row, Int128 n) {
    if (wide_.empty() && n != static_cast<std::int64_t>(n)) wide_.assign(integers_.begin(), integers_.end());
    if (wide_.empty()) integers_[row] = static_cast<std::int64_t>(n);
    else wide_[row] = n;
  }

  void leave_out(std::size_t row, std::size_t rows) {
    absent_.resize(rows, 0);
    absent_[row] = 1;
  }

  std::uint32_t number_;
  const CellColumn& from_;
  bool is_read_, is_as_it_is_ = false;
  TextPool& texts_;
  std::int64_t placeholder_;
  std::vector<std::int64_t> integers_;
  std::vector<Int128> wide_;
  std::vector<std::uint8_t> absent_;
  std::vector<BadCell> bad_;
};

}  // namespace

std::vector<bool> read_inputs(const graph::Graph& graph) {
  // Most plans do not read the key, nor refs but to follow them, and ten million keys are ten million texts.
  const std::vector<bool> is_node_read = graph::read_nodes(graph);
  std::vector<bool> are_read;
  for (const graph::Input& input : graph.inputs)
    are_read.push_back(input.type.kind != ValueKind::text || is_node_read[input.node.value]);
  return are_read;
}

OwnedBatch make_batch(const graph::Graph& graph, const std::vector<const CellColumn*>& columns,
                      std::span<const std::uint32_t> places, bool are_all, TextPool& texts,
                      unsigned threads) {
  OwnedBatch made;
  made.batch.rows = places.size();
  made.batch.texts = &texts;
  const std::vector<bool> are_read = read_inputs(graph);
  std::vector<ColumnMaker> makers;
  makers.reserve(columns.size());
  for (std::uint32_t i = 0; i < columns.size(); ++i)
    makers.emplace_back(graph.inputs[i], i, *columns[i], are_read[i], texts);
  // Texts get their numbers from one pool: one thread makes all of them, the first of the shares.
  std::vector<std::vector<ColumnMaker*>> shares(1);
  for (ColumnMaker& maker : makers) {
    if (maker.is_of_texts()) shares.front().push_back(&maker);
    else shares.push_back({&maker});
  }
  const unsigned useful = places.size() < rows_worth_threads ? 1 : threads;
  in_threads(useful, shares.size(), [&](std::size_t, std::size_t share) {
    for (ColumnMaker* maker : shares[share]) maker->make(places, are_all);
  });
  for (ColumnMaker& maker : makers) maker.finish(made);
  std::stable_sort(made.batch.bad_cells.begin(), made.batch.bad_cells.end(),
                   [](const BadCell& a, const BadCell& b) { return a.row < b.row; });
  return made;
}

OwnedBatch make_batch(const graph::Graph& graph, std::size_t rows, const CellSource& read, TextPool& texts) {
  std::vector<CellColumn> cells = decode(
      graph, graph.inputs, rows, read, [](std::size_t) { return InputSource{}; }, 1);
  std::vector<const CellColumn*> columns;
  for (const CellColumn& column : cells) columns.push_back(&column);
  std::vector<std::uint32_t> all(rows);
  std::iota(all.begin(), all.end(), 0u);
  OwnedBatch made = make_batch(graph, columns, all, true, texts);
  made.cells = std::move(cells);
  return made;
}

}  // namespace merit::eval
