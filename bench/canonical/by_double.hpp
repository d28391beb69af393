// The plans of this folder as an expert would write them for speed alone: columns of `double`, branch-free
// passes over strips that stay in the nearest cache, vectorised by the compiler for the processor at hand.
//
// What the batch engine's speed is measured against, and what its exactness is compared with: results are
// binary fractions, and some of them are wrong by a fen or by a grade. Not for copying into a payroll.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "data.hpp"

namespace merit::bench {

/// A table as `double`: yuan, marks, shares (0.0120), counts.
class DoubleColumns {
 public:
  DoubleColumns(const Table& table, unsigned threads);
  const double* operator[](std::size_t which) const { return begins_[which]; }
  std::size_t rows() const { return rows_; }

 private:
  std::size_t rows_;
  ColumnMemory memory_;
  std::array<double*, column::count> begins_{};
};

/// Where results go: the score in marks, the coefficient in hundredths, pay in yuan.
struct DoubleResults {
  std::vector<double> score, pay;
  std::vector<std::uint8_t> coefficient;
  explicit DoubleResults(std::size_t rows) : score(rows), pay(rows), coefficient(rows) {}
};

namespace by_double {

/// Whether to ask for memory ahead of its use. Which is faster differs by processor: measure both, keep the
/// better.
enum class Prefetch { none, ahead };

/// Scores rows `begin` to `end` of plans/canonical.yaml. Threads may score rows of their own of one table.
void canonical(const DoubleColumns& columns, std::size_t begin, std::size_t end, DoubleResults& results,
               Prefetch prefetch = Prefetch::none);

/// The same for plans/second.yaml.
void second(const DoubleColumns& columns, std::size_t begin, std::size_t end, DoubleResults& results,
            Prefetch prefetch = Prefetch::none);

}  // namespace by_double

}  // namespace merit::bench
