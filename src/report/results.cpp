#include "report/results.hpp"

#include <nlohmann/json.hpp>

#include "report/cell_text.hpp"
#include "report/table.hpp"
#include "table/csv.hpp"

namespace merit::report {

namespace {

using Json = nlohmann::ordered_json;

bool has_periods(const ResultTable& table) { return !table.graph->period.empty(); }

std::string text_of(const ResultTable& table, const ResultRow& row, std::size_t column) {
  if (row.cells.empty()) return "";
  return file_text(*table.graph, row.cells[column], table.outputs()[column].type);
}

// What stands before the outputs.
std::vector<std::string> head_of(const ResultTable& table, const std::string& key,
                                 const std::string& period) {
  std::vector<std::string> head;
  if (!table.key().empty()) head.push_back(key);
  if (has_periods(table)) head.push_back(period);
  return head;
}

}  // namespace

std::string error_text(const ResultError& error, Language language) {
  return error.code + " " + error.reason.in(language) + " (" + error.plan_place + "; " + error.data_place +
         ")";
}

std::string to_csv(const ResultTable& table, Language language) {
  const std::size_t outputs = table.outputs().size();
  std::vector<std::string> record = head_of(table, table.key(), "period");
  for (const graph::Output& output : table.outputs()) record.push_back(output.name);
  record.push_back("error");
  std::string out;
  table::write_record(out, record);
  for (const ResultRow& row : table.rows) {
    record = head_of(table, row.key, row.period);
    for (std::size_t c = 0; c < outputs; ++c) record.push_back(text_of(table, row, c));
    record.push_back(row.error ? error_text(*row.error, language) : "");
    table::write_record(out, record);
  }
  return out;
}

std::string to_json(const ResultTable& table) {
  const graph::Graph& graph = *table.graph;
  Json root;
  root["plan"] = graph.plan_name;
  root["each"] = graph.tables[table.table].name;
  root["columns"] = Json::array();
  const std::vector<graph::Output>& outputs = table.outputs();
  for (const graph::Output& output : outputs) {
    Json column;
    column["name"] = output.name;
    column["type"] = graph::type_text(graph, output.type);
    if (output.type.is_number() && output.type.is_fixed()) column["digits"] = output.type.digits;
    root["columns"].push_back(std::move(column));
  }
  root["rows"] = Json::array();
  for (const ResultRow& row : table.rows) {
    Json line;
    if (!table.key().empty()) line[table.key()] = row.key;
    if (has_periods(table)) line["period"] = row.period;
    Json values = Json::object();
    for (std::size_t c = 0; c < outputs.size(); ++c) {
      const bool is_there = !row.cells.empty() && row.cells[c].is_value();
      values[outputs[c].name] = is_there ? Json(text_of(table, row, c)) : Json(nullptr);
    }
    line["values"] = std::move(values);
    line["error"] = nullptr;
    if (row.error) {
      line["error"] = {{"code", row.error->code},
                       {"en", row.error->reason.en},
                       {"zh", row.error->reason.zh},
                       {"plan", row.error->plan_place},
                       {"data", row.error->data_place}};
    }
    line["warnings"] = Json::array();
    for (std::uint32_t check : row.warnings) line["warnings"].push_back(graph.entities[check].name);
    root["rows"].push_back(std::move(line));
  }
  return root.dump(2) + "\n";
}

std::string to_table(const ResultTable& table, Language language) {
  const graph::Graph& graph = *table.graph;
  bool any_error = false;
  for (const ResultRow& row : table.rows) any_error |= row.error.has_value();
  TextTable text;
  const auto column = [&](const std::string& name, bool right) {
    text.header.push_back(name);
    text.alignment.push_back(right ? Align::right : Align::left);
  };
  const std::vector<graph::Output>& outputs = table.outputs();
  for (const std::string& name : head_of(table, table.key(), "period")) column(name, false);
  for (const graph::Output& output : outputs) {
    const std::string& label = output.label.in(language);
    column(label.empty() ? output.name : label, output.type.is_number());
  }
  if (any_error) column("error", false);
  for (const ResultRow& row : table.rows) {
    std::vector<std::string> cells = head_of(table, row.key, row.period);
    for (std::size_t c = 0; c < outputs.size(); ++c)
      cells.push_back(row.cells.empty() ? "" : table_text(graph, row.cells[c], outputs[c].type));
    if (any_error) cells.push_back(row.error ? row.error->code + " " + row.error->reason.in(language) : "");
    text.rows.push_back(std::move(cells));
  }
  return to_text(text);
}

}  // namespace merit::report
