// Receipts: what was scored, by which plan, with which result. Floor 5.
#pragma once

#include <set>
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

/// What a receipt tells of results, added up table by table. Sums are exact.
class Totals {
 public:
  /// Of the outputs of a table; the graph outlives this.
  Totals(const graph::Graph& graph, std::uint32_t table);
  /// Adds results of that table, or the totals of others.
  void add(const ResultTable& results);
  void add(const Totals& other);

  const graph::Graph& graph() const { return *graph_; }
  std::uint32_t table() const { return table_; }
  std::size_t rows() const { return rows_; }
  std::size_t failed() const { return failed_; }
  const std::set<std::string>& periods() const { return periods_; }
  struct Sum {
    Rational sum = 0;
    std::size_t values = 0;
  };
  /// Of an output that is a number, over the rows that did not fail.
  const Sum& of(std::size_t output) const { return sums_[output]; }

 private:
  const graph::Graph* graph_;
  std::uint32_t table_;
  std::size_t rows_ = 0, failed_ = 0;
  std::set<std::string> periods_;
  std::vector<Sum> sums_;  ///< by output
};

/// Returns the receipt as JSON, a line for each fact; nothing in it depends on the clock, the machine or the
/// folder. Totals are exact sums of the rows that did not fail. The state that one run left is the one that
/// the next one read: so receipts of following periods form a chain.
std::string receipt_json(const Totals& totals, const Receipt& receipt);

}  // namespace merit::report
