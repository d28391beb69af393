// What stands behind the public classes. Floor 6.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "eval/row/cells.hpp"
#include "graph/apply.hpp"
#include "graph/compile.hpp"
#include "merit/merit.hpp"
#include "table/csv.hpp"

namespace merit {
inline namespace v0 {

struct Problems::State {
  ProblemKind kind = ProblemKind::none;
  std::shared_ptr<const Sources> sources;
  std::vector<Diagnostic> list;
};

struct Plan::State {
  std::shared_ptr<const Sources> sources;
  graph::Compiled compiled;
  Problems warnings;
  const graph::Graph& graph() const { return *compiled.graph; }
};

struct Data::State {
  std::shared_ptr<const Plan::State> plan;
  std::shared_ptr<Sources> sources;  ///< of the data file
  SourceId source;
  table::CsvTable table;
  eval::BoundRows rows;
};

}  // namespace v0

namespace api {

Problems problems(ProblemKind kind, std::shared_ptr<const Sources> sources, const Diagnostics& diagnostics);

/// The rows that a run is about: those of a period (the last one when none is named), or all of them, in the
/// order of the result.
Result<std::vector<std::size_t>> choose_rows(const Data::State& data, const std::string& period,
                                             bool all_periods);

/// Fills the inputs of `engine` for a row of the data.
class RowReader {
 public:
  explicit RowReader(const Data::State& data) : data_(data), graph_(data.plan->graph()) {}
  graph::RowContext context(std::size_t row) const {
    return {data_.rows.periods.empty() ? nullptr : &data_.rows.periods[row]};
  }
  /// The text of an input's cell in a row; "" when the file has no such column.
  std::string_view text(std::size_t row, std::size_t input) const {
    const auto column = data_.rows.column_of_input[input];
    return column < 0 ? std::string_view{} : data_.table.cell({row, static_cast<std::size_t>(column)});
  }
  template <typename Engine>
  void fill(std::size_t row, Engine& engine) const {
    for (std::size_t i = 0; i < graph_.inputs.size(); ++i)
      eval::read_cell(graph_, graph_.inputs[i], text(row, i), engine.input(i));
  }

 private:
  const Data::State& data_;
  const graph::Graph& graph_;
};

/// Why a row failed, in words and places.
RowError row_error(const Data::State& data, std::size_t row, graph::SiteId site);

}  // namespace api
}  // namespace merit
