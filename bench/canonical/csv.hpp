// The rows of the workload as a data file: what a payroll system would hand over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace merit::bench {

/// Writes `rows` rows of one month, a block at a time. Returns false when the file cannot be written.
bool write_csv(const std::string& path, std::size_t rows, std::uint64_t seed);

}  // namespace merit::bench
