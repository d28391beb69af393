// Result tables: as CSV, as JSON, aligned for people. Floor 5.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "graph/graph.hpp"

namespace merit::report {

struct ResultError {
  std::string code;
  Text reason;
  std::string plan_place;
  std::string data_place;
};

struct ResultRow {
  std::string key;
  std::string period;              ///< "" when the plan has none
  std::vector<graph::Cell> cells;  ///< one for each output; none when the row failed
  std::optional<ResultError> error;
  std::vector<std::uint32_t> warnings;  ///< entities of checks that do not hold
};

struct ResultTable {
  const graph::Graph* graph = nullptr;
  std::uint32_t table = graph::people;
  std::vector<ResultRow> rows;
  const std::vector<graph::Output>& outputs() const { return graph::outputs_of(*graph, table); }
  std::string key() const { return graph::key_column(*graph, table); }  ///< "" where rows have none
};

/// The text of a failed row's column `error`: "E0611 division by zero (plan.yaml:12:9; march.csv:5)".
std::string error_text(const ResultError& error, Language language);
std::string to_csv(const ResultTable& table, Language language);
std::string to_json(const ResultTable& table);
std::string to_table(const ResultTable& table, Language language);

}  // namespace merit::report
