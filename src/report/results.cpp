#include "report/results.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/csv_text.hpp"
#include "base/in_threads.hpp"
#include "base/number_text.hpp"
#include "report/cell_text.hpp"
#include "report/table.hpp"

namespace merit::report {

ResultTable::ResultTable(const graph::Graph& graph, std::uint32_t table,
                         const std::vector<std::string_view>& keys)
    : graph_(&graph), table_(table), keys_(&keys) {
  for (const graph::Output& output : outputs()) columns_.emplace_back(output.type);
}

void ResultTable::add(std::uint32_t place, const Period* period, std::string name) {
  const bool is_known = !periods_.empty() && (!period || *period == *last_period_);
  if (!is_known) periods_.push_back(period ? format_period(*period) : "");
  if (!is_known && period) last_period_ = *period;
  places_.push_back(place);
  period_of_.push_back(static_cast<std::uint32_t>(periods_.size() - 1));
  if (keys_->empty()) names_.push_back(std::move(name));
}

void ResultTable::reserve(std::size_t rows) {
  places_.reserve(rows);
  period_of_.reserve(rows);
}

std::set<std::string> ResultTable::periods() const {
  std::set<std::string> periods(periods_.begin(), periods_.end());
  periods.erase("");
  return periods;
}

const ResultError* ResultTable::error(std::size_t row) const {
  const auto it = errors_.find(row);
  return it == errors_.end() ? nullptr : &it->second;
}

const std::vector<std::uint32_t>& ResultTable::warnings(std::size_t row) const {
  static const std::vector<std::uint32_t> none;
  const auto it = warnings_.find(row);
  return it == warnings_.end() ? none : it->second;
}

namespace {

using Json = nlohmann::ordered_json;

bool has_periods(const ResultTable& table) { return !table.graph().period.empty(); }

std::string text_of(const ResultTable& table, std::size_t row, std::size_t column) {
  return file_text(table.graph(), table.cell(row, column), table.outputs()[column].type);
}

// What stands before the outputs.
std::vector<std::string> head_of(const ResultTable& table, std::string_view key, const std::string& period) {
  std::vector<std::string> head;
  if (!table.key_column().empty()) head.emplace_back(key);
  if (has_periods(table)) head.push_back(period);
  return head;
}

void append_cell(std::string& out, const ResultTable& table, std::size_t row, std::size_t column) {
  const eval::CellColumn& cells = table.column(column);
  const Type& type = table.outputs()[column].type;
  if (!cells.is_value(row)) return;
  if (type.is_number() && type.is_fixed() && cells.is_narrow())
    append_fixed(out, cells.number(row), type.digits);
  else write_cell(out, text_of(table, row, column));
}

}  // namespace

std::vector<Type> column_types(const graph::Graph& graph, std::uint32_t table) {
  std::vector<Type> types;
  if (!graph::key_column(graph, table).empty()) types.push_back(Type::text());
  if (!graph.period.empty()) types.push_back(Type::text());
  for (const graph::Output& output : graph::outputs_of(graph, table)) types.push_back(output.type);
  return types;
}

std::string error_text(const ResultError& error, Language language) {
  const std::string data = error.data_place.empty() ? "" : "; " + error.data_place;
  return error.code + " " + error.reason.in(language) + " (" + error.plan_place + data + ")";
}

namespace {

// Those from `begin` to before `end`.
void append_rows(std::string& out, const ResultTable& table, Language language, std::size_t begin,
                 std::size_t end) {
  const std::vector<graph::Output>& outputs = table.outputs();
  const bool has_key = !table.key_column().empty();
  constexpr std::size_t sample = 1024;  // rows as long as these are to be expected behind them
  const std::size_t size_before = out.size();
  for (std::size_t row = begin; row < end; ++row) {
    if (row == begin + sample)
      out.reserve(out.size() + (out.size() - size_before) / sample * 9 / 8 * (end - row));
    if (has_key) write_cell(out, table.key(row)), out += ',';
    if (has_periods(table)) write_cell(out, table.period(row)), out += ',';
    for (std::size_t c = 0; c < outputs.size(); ++c) {
      append_cell(out, table, row, c);
      out += ',';
    }
    if (const ResultError* error = table.error(row)) write_cell(out, error_text(*error, language));
    out += '\n';
  }
}

}  // namespace

std::string to_csv(const ResultTable& table, Language language, unsigned threads) {
  constexpr std::size_t rows_of_a_part = 1 << 15;
  std::vector<std::string> header = head_of(table, table.key_column(), "period");
  for (const graph::Output& output : table.outputs()) header.push_back(output.name);
  header.push_back("error");
  std::string out;
  write_record(out, header);
  if (threads <= 1 || table.rows() <= rows_of_a_part) {
    append_csv_rows(out, table, language);
    return out;
  }
  std::vector<std::string> parts((table.rows() + rows_of_a_part - 1) / rows_of_a_part);
  in_threads(threads, parts.size(), [&](std::size_t, std::size_t i) {
    const std::size_t begin = i * rows_of_a_part;
    std::string part;  // threads that write into neighbours wait for each other
    append_rows(part, table, language, begin, std::min(begin + rows_of_a_part, table.rows()));
    parts[i] = std::move(part);
  });
  std::size_t size = out.size();
  for (const std::string& part : parts) size += part.size();
  out.reserve(size);
  for (std::string& part : parts) {
    out += part;
    part = {};
  }
  return out;
}

void append_csv_rows(std::string& out, const ResultTable& table, Language language) {
  append_rows(out, table, language, 0, table.rows());
}

std::string to_json(const ResultTable& table) {
  const graph::Graph& graph = table.graph();
  Json root;
  root["plan"] = graph.plan_name;
  root["each"] = graph.tables[table.table()].name;
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
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Json line;
    if (!table.key_column().empty()) line[table.key_column()] = table.key(row);
    if (has_periods(table)) line["period"] = table.period(row);
    Json values = Json::object();
    for (std::size_t c = 0; c < outputs.size(); ++c) {
      const bool is_there = table.cell(row, c).is_value();
      values[outputs[c].name] = is_there ? Json(text_of(table, row, c)) : Json(nullptr);
    }
    line["values"] = std::move(values);
    line["error"] = nullptr;
    if (const ResultError* error = table.error(row)) {
      line["error"] = {{"code", error->code},
                       {"en", error->reason.en},
                       {"zh", error->reason.zh},
                       {"plan", error->plan_place},
                       {"data", error->data_place}};
    }
    line["warnings"] = Json::array();
    for (std::uint32_t check : table.warnings(row)) line["warnings"].push_back(graph.entities[check].name);
    root["rows"].push_back(std::move(line));
  }
  return root.dump(2) + "\n";
}

std::string to_table(const ResultTable& table, Language language) {
  const graph::Graph& graph = table.graph();
  const bool any_error = table.failed() > 0;
  TextTable text;
  const auto column = [&](const std::string& name, bool right) {
    text.header.push_back(name);
    text.alignment.push_back(right ? Align::right : Align::left);
  };
  const std::vector<graph::Output>& outputs = table.outputs();
  for (const std::string& name : head_of(table, table.key_column(), "period")) column(name, false);
  for (const graph::Output& output : outputs) {
    const std::string& label = output.label.in(language);
    column(label.empty() ? output.name : label, output.type.is_number());
  }
  if (any_error) column("error", false);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const ResultError* error = table.error(row);
    std::vector<std::string> cells = head_of(table, table.key(row), table.period(row));
    for (std::size_t c = 0; c < outputs.size(); ++c)
      cells.push_back(error ? "" : table_text(graph, table.cell(row, c), outputs[c].type));
    if (any_error) cells.push_back(error ? error->code + " " + error->reason.in(language) : "");
    text.rows.push_back(std::move(cells));
  }
  return to_text(text);
}

}  // namespace merit::report
