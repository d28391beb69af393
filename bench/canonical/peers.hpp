// The peers written in C++: a copy of as many bytes, columns of double, exact integers, Boost's rationals.
#pragma once

#include <memory>

#include "by_double.hpp"
#include "way.hpp"

namespace merit::bench {

/// What a row moves when its numbers take eight bytes: twenty-four columns in, a score, a coefficient of one
/// byte and a pay out.
inline constexpr std::size_t bytes_read = column::count * 8, bytes_written = 17,
                             bytes_of_row = bytes_read + bytes_written;

/// Copies `bytes` for each row: reads and writes that many.
std::unique_ptr<Way> by_copy(std::string name, std::size_t rows, unsigned threads, double bytes);

std::unique_ptr<Way> by_double_columns(std::string name, PlanName plan, const DoubleColumns& columns,
                                       std::size_t rows, unsigned threads, by_double::Prefetch prefetch);

/// The reference itself, row by row.
std::unique_ptr<Way> by_integers(std::string name, PlanName plan, const Table& table, std::size_t rows,
                                 unsigned threads);

/// Of plans/canonical.yaml. Rows are numbers before the clock starts.
std::unique_ptr<Way> by_rationals(std::string name, const Table& table, std::size_t rows);

}  // namespace merit::bench
