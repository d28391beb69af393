// Receipts: what was scored, by which plan, with which result. Floor 5.
#pragma once

#include <string>
#include <vector>

#include "report/results.hpp"

namespace merit::report {

/// A file that was read: of the plan, or of a table's rows.
struct ReadFile {
  std::string table;  ///< "" of the plan
  std::string name;
  std::string digest;
  std::size_t rows = 0;
};

struct Receipt {
  std::string version;  ///< of Merit
  std::vector<ReadFile> plan, data;
  std::string state_before, state_after;  ///< digests; "" without
  std::size_t failed_records = 0;
  std::string result_digest;  ///< of the bytes that were written
};

/// Returns the receipt as JSON, a line for each fact; nothing in it depends on the clock, the machine or the
/// folder. Totals are exact sums of the rows that did not fail. The state that one run left is the one that
/// the next one read: so receipts of following periods form a chain.
std::string receipt_json(const ResultTable& table, const Receipt& receipt);

}  // namespace merit::report
