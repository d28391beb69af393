#include "api/assign.hpp"

#include <algorithm>
#include <set>
#include <span>

#include "base/utf8.hpp"
#include "eval/codes.hpp"
#include "eval/row/bind.hpp"

namespace merit::api {

namespace {

/// What a table has of a file.
struct Fit {
  std::uint32_t table = 0;
  std::vector<bool> used;                 ///< by the columns of the file
  std::size_t inputs = 0;                 ///< of the table, that the file has
  std::vector<std::string> lacking = {};  ///< what it would have to have beside
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
  Fit fit{id, std::vector<bool>(csv.columns())};
  for (const graph::Input& input : std::span(graph.inputs).subspan(table.inputs_begin, table.inputs_count)) {
    const auto column = csv.column_named(input.name);
    if (column) fit.used[*column] = true;
    else if (input.missing == graph::Missing::error && !input.every) fit.lacking.push_back(input.name);
    fit.inputs += column.has_value();
  }
  const bool has_key = table.has_key && csv.column_named(graph.inputs[table.inputs_begin].name);
  bool has_period = true;
  if (table.timing == graph::Timing::per_period) {
    const auto column = csv.column_named("period");
    has_period = column.has_value();
    if (column) fit.used[*column] = true;
    else fit.lacking.emplace_back("period");
  }
  fit.is_all = fit.lacking.empty() && fit.inputs > 0;
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
  if (!best) {
    // For the message: the table of which it has most, and lacks least.
    for (const Fit& fit : fits) {
      if (fit.inputs == 0) continue;
      const auto share = [](const Fit& f) { return f.inputs * 100 / (f.inputs + f.lacking.size()); };
      if (!best || share(fit) > share(*best)) best = &fit;
    }
    return best ? Assignment{std::nullopt, best->table, best->lacking} : Assignment{};
  }
  return {is_clear ? std::optional(best->table) : std::nullopt, best->table};
}

namespace {

/// Whether a cell of the first line is a name of the plan, whatever stands between the cells.
bool names_a_column(const graph::Graph& graph, std::string_view text) {
  if (text.starts_with(utf8::byte_order_mark)) text.remove_prefix(utf8::byte_order_mark.size());
  const std::string line = utf8::nfc(text.substr(0, text.find_first_of("\r\n")));
  std::set<std::string_view> names = {"period", "metric", "value"};
  for (const graph::Input& input : graph.inputs) names.insert(input.name);
  constexpr std::string_view between = ",;\t|\" ";
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t begin = line.find_first_not_of(between, at);
    if (begin == line.npos) return false;
    const std::size_t end = std::min(line.find_first_of(between, begin), line.size());
    if (names.contains(std::string_view(line).substr(begin, end - begin))) return true;
    at = end;
  }
  return false;
}

}  // namespace

std::optional<table::CsvTable> csv_of(const graph::Graph& graph, const std::string& name,
                                      std::string_view text, SourceId source, Diagnostics& diagnostics,
                                      unsigned threads) {
  Diagnostics found;
  auto csv = table::parse_csv(text, source, found, threads);
  // What is wrong in the first line itself (a workbook, UTF-16, too many columns) says more.
  const bool is_behind_header =
      found.has_errors() && found.sorted().front().span.begin >= text.find_first_of("\r\n");
  if (is_behind_header && !names_a_column(graph, text))
    diagnostics.add(eval::codes::not_of_plan, {source, 0, 0}, {Text::same(name)});
  else diagnostics.append(found);
  return csv;
}

}  // namespace merit::api
