#include "api/assign.hpp"

#include <span>
#include <vector>

#include "eval/row/bind.hpp"

namespace merit::api {

namespace {

/// What a table has of a file.
struct Fit {
  std::uint32_t table = 0;
  std::vector<bool> used;  ///< by the columns of the file
  std::size_t inputs = 0;  ///< of the table, that the file has
  bool is_all = false, is_part = false;

  bool uses_more_than(const Fit& other) const {
    bool is_more = false;
    for (std::size_t i = 0; i < used.size(); ++i) {
      if (other.used[i] && !used[i]) return false;
      is_more |= used[i] && !other.used[i];
    }
    return is_more;
  }
};

Fit fit_of(const graph::Graph& graph, std::uint32_t id, const table::CsvTable& csv) {
  const graph::Table& table = graph.tables[id];
  Fit fit{id, std::vector<bool>(csv.columns()), 0, true, false};
  for (const graph::Input& input : std::span(graph.inputs).subspan(table.inputs_begin, table.inputs_count)) {
    const auto column = csv.column_named(input.name);
    if (column) fit.used[*column] = true;
    else if (input.missing == graph::Missing::error && !input.every) fit.is_all = false;
    fit.inputs += column.has_value();
  }
  const bool has_key = table.has_key && csv.column_named(graph.inputs[table.inputs_begin].name);
  bool has_period = true;
  if (table.timing == graph::Timing::per_period) {
    const auto column = csv.column_named("period");
    has_period = column.has_value();
    if (column) fit.used[*column] = true;
  }
  fit.is_all &= has_period && fit.inputs > 0;
  fit.is_part = has_key && has_period && fit.inputs > 1;
  if (eval::is_long_form(graph, id, csv)) {
    fit.is_part = true;
    fit.used.assign(csv.columns(), true);
  }
  return fit;
}

}  // namespace

Assignment table_of(const graph::Graph& graph, const table::CsvTable& csv) {
  if (graph.tables.size() == 1) return {graph::people, graph::people};
  std::vector<Fit> fits;
  for (std::uint32_t i = 0; i < graph.tables.size(); ++i) fits.push_back(fit_of(graph, i, csv));
  const Fit* best = nullptr;
  bool is_clear = true;
  for (const Fit& fit : fits) {
    if (!fit.is_all || (best && fit.inputs < best->inputs)) continue;
    is_clear = !best || fit.inputs > best->inputs;
    best = &fit;
  }
  for (const Fit& fit : fits) {
    if (!fit.is_part || fit.is_all) continue;
    if (!best) best = &fit;
    else if (!best->is_all || fit.uses_more_than(*best)) is_clear = false;
  }
  if (!best) return {};
  return {is_clear ? std::optional(best->table) : std::nullopt, best->table};
}

}  // namespace merit::api
