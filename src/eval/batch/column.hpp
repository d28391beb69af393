// Columns in memory: what a batch reads and what it writes. Floor 4.
//
// A column holds integers, as narrow as its values allow: money in cents, members by their place, dates as
// days, booleans as 0 and 1, texts by their place in a pool. Which row has no value stands beside it. Not for
// texts of files: reader.hpp makes columns of those.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.hpp"
#include "base/text_pool.hpp"
#include "eval/batch/lane.hpp"
#include "eval/stage/cell_column.hpp"
#include "graph/graph.hpp"

namespace merit::eval {

/// A cell of the data that is not what the plan declares.
struct BadCell {
  std::size_t row;
  std::uint32_t input;
  graph::SiteId site;
};

/// The rows of a run: a column for each input of the plan, in the order of `Graph::inputs`, scaled by the
/// digits the input is declared with, aligned to its width. A column of an input that the plan does not read
/// (the key, say) may have no data.
struct Batch {
  std::size_t rows = 0;
  std::vector<Column> columns;
  std::vector<Period> periods;     ///< one for each row, or one for all; none when the plan has no periods
  std::vector<BadCell> bad_cells;  ///< in order of rows; each fails its row
  TextPool* texts = nullptr;       ///< of text columns

  /// That of a row; null when there are none.
  const Period* period(std::size_t row) const {
    return periods.empty() ? nullptr : &periods[periods.size() == 1 ? 0 : row];
  }
  Int128 integer(std::size_t row, std::size_t input) const;
  /// The cell of an input, as the row engine reads it.
  graph::Cell cell(const graph::Graph& graph, std::size_t row, std::size_t input) const;
};

/// What leaves a batch: a column for each output of the plan and each check, and what became of each row.
struct BatchResults {
  struct Output {
    std::vector<std::uint8_t> bytes;   ///< `width` for each row
    std::vector<std::uint8_t> absent;  ///< a byte for each row, 1: no value; empty when none can be absent
    std::uint8_t width = 8;
    int digits = 0;  ///< of a number
    ValueKind kind = ValueKind::number;
  };
  /// A number that no 16 bytes hold; those in its column are `not_here`.
  struct Huge {
    std::size_t row, output;
    Rational number;
  };
  std::size_t rows = 0;
  std::vector<Output> outputs;        ///< those of the plan, then its checks
  std::vector<std::uint32_t> failed;  ///< the site at which a row failed, or state_value
  std::vector<Huge> huge;             ///< in order of rows, then outputs
  bool has_exceptions = false;  ///< rows may have failed or be absent; for the engine, when it is used again

  /// Where the row failed, or nothing.
  std::optional<graph::SiteId> site(std::size_t row) const {
    return failed[row] == state_value ? std::nullopt : std::optional(graph::SiteId{failed[row]});
  }
  bool has_failed() const {
    return has_exceptions &&
           std::any_of(failed.begin(), failed.end(), [](std::uint32_t site) { return site != state_value; });
  }
  Int128 integer(std::size_t row, std::size_t output) const;
  /// A value that fits 64 bits and is not a text. Not for a row that failed.
  std::optional<std::int64_t> narrow(std::size_t row, std::size_t output) const;
  /// A value or absent. Not for a row that failed.
  graph::Cell cell(std::size_t row, std::size_t output, const TextPool* texts) const;
  /// Adds what each row gives to a column of the same type; of those that failed, absent.
  void push_all_to(CellColumn& column, std::size_t output, const TextPool& texts) const;
  /// Puts a cell into a row, from the row engine. A text must have its place in `texts` already. Returns
  /// false for a number that belongs into `huge`.
  bool set(std::size_t row, std::size_t output, const graph::Cell& cell, const TextPool& texts);
};

/// Whether 16 bytes hold an integer, and another one beside it for `not_here`.
bool fits_in_16_bytes(const Integer& n);
inline constexpr Int128 not_here = Int128(1) << 127;

/// The bytes that hold every integer from `low` to `high`: 1, 2, 4, 8 or 16.
std::uint8_t width_for(const Integer& low, const Integer& high);

}  // namespace merit::eval
