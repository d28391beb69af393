// Result tables: as CSV, as JSON, aligned for people. Floor 5.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "eval/stage/cell_column.hpp"
#include "graph/graph.hpp"

namespace merit::report {

struct ResultError {
  std::string code;
  Text reason;
  std::string plan_place;
  std::string data_place;
};

/// Results in columns: millions of rows are kept until they are written, most of them without a failure.
class ResultTable {
 public:
  /// Both outlive this. `keys`: of the rows of the table's data; none where it has no keys.
  ResultTable(const graph::Graph& graph, std::uint32_t table, const std::vector<std::string_view>& keys);

  /// Adds a row: its place in the data, its period (null when the plan has none), and for rows without keys
  /// what they are called. Each output is to be given a cell of it, absent where it fails.
  void add(std::uint32_t place, const Period* period, std::string name);
  void reserve(std::size_t rows);
  /// Where the cells of an output go, in the order of the rows.
  eval::CellColumn& of_output(std::size_t column) { return columns_[column]; }
  void fail(std::size_t row, ResultError error) { errors_.emplace(row, std::move(error)); }
  /// A check that does not hold for a row: an entity.
  void warn(std::size_t row, std::uint32_t check) { warnings_[row].push_back(check); }

  const graph::Graph& graph() const { return *graph_; }
  std::uint32_t table() const { return table_; }
  const std::vector<graph::Output>& outputs() const { return graph::outputs_of(*graph_, table_); }
  std::string key_column() const { return graph::key_column(*graph_, table_); }  ///< "" where rows have none
  std::size_t rows() const { return places_.size(); }
  std::size_t failed() const { return errors_.size(); }
  std::string_view key(std::size_t row) const {
    return keys_->empty() ? names_[row] : (*keys_)[places_[row]];
  }
  const std::string& period(std::size_t row) const { return periods_[period_of_[row]]; }
  /// The periods of rows, each once; none when the plan has none.
  std::set<std::string> periods() const;
  /// Absent in a row that failed.
  graph::Cell cell(std::size_t row, std::size_t column) const { return columns_[column][row]; }
  const eval::CellColumn& column(std::size_t column) const { return columns_[column]; }
  const ResultError* error(std::size_t row) const;
  const std::vector<std::uint32_t>& warnings(std::size_t row) const;

 private:
  const graph::Graph* graph_;
  std::uint32_t table_;
  const std::vector<std::string_view>* keys_;
  std::vector<std::uint32_t> places_, period_of_;
  std::vector<std::string> names_, periods_;
  std::optional<Period> last_period_;
  std::vector<eval::CellColumn> columns_;  ///< by output
  std::map<std::size_t, ResultError> errors_;
  std::map<std::size_t, std::vector<std::uint32_t>> warnings_;
};

/// What the columns of a result file hold, but for the last one, `error`, a text.
std::vector<Type> column_types(const graph::Graph& graph, std::uint32_t table);

/// The text of a failed row's column `error`: "E0611 division by zero (plan.yaml:12:9; march.csv:5)".
std::string error_text(const ResultError& error, Language language);
std::string to_csv(const ResultTable& table, Language language, unsigned threads = 1);
/// Appends the lines of the rows, without the header.
void append_csv_rows(std::string& out, const ResultTable& table, Language language);
std::string to_json(const ResultTable& table);
std::string to_table(const ResultTable& table, Language language);

}  // namespace merit::report
