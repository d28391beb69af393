// The rows by which batch scoring is measured: the twenty-four columns of plans/canonical.yaml and
// plans/second.yaml.
//
// Numbers are whole, in steps of the last digit that the plan declares (fen of money, hundredths of a
// percent, tenths of a mark). A row depends on the seed and its own index alone, and on integers alone: every
// machine, block and thread makes the same rows. Amounts look like those of a payroll, and what is hard to
// round is common: round targets, results that are an exact percentage of them, places on breakpoints.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "columns.hpp"

namespace merit::bench {

/// The columns, in the order in which the plans declare their inputs.
namespace column {
// clang-format off
enum Column : std::size_t {
  a1, t1, a2, t2, a3, t3, a4, t4, a5, t5, a6, a7, t7, a8, a9, t9,
  c10, c11, plus, minus, base, revenue, most, penalty, count
};
// clang-format on
}  // namespace column

/// Columns of whole numbers, with the names that the plans give them.
struct Table {
  std::size_t rows = 0;
  std::array<std::string, column::count> names;
  std::array<std::int64_t*, column::count> columns{};
  ColumnMemory memory;
};

/// Makes `rows` rows on `threads` threads, those behind the first `from`.
Table canonical_data(std::size_t rows, std::uint64_t seed, unsigned threads, std::size_t from = 0);

}  // namespace merit::bench
