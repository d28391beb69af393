#include "report/receipt.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "base/number_text.hpp"
#include "graph/meaning.hpp"

namespace merit::report {

namespace {

using Json = nlohmann::ordered_json;

Json files_of(const std::vector<ReadFile>& files) {
  Json list = Json::array();
  for (const ReadFile& file : files) {
    Json one = Json::object();
    if (!file.table.empty()) one["table"] = file.table;
    one["file"] = file.name;
    one["sha256"] = file.digest;
    if (!file.table.empty()) one["rows"] = file.rows;
    list.push_back(std::move(one));
  }
  return list;
}

Json totals_of(const ResultTable& table) {
  Json totals = Json::object();
  for (std::size_t column = 0; column < table.outputs().size(); ++column) {
    const graph::Output& output = table.outputs()[column];
    if (!output.type.is_number()) continue;
    Rational sum = 0;
    std::size_t values = 0;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const graph::Cell cell = table.cell(row, column);
      if (!cell.is_value()) continue;
      sum += cell.number;
      ++values;
    }
    totals[output.name] = {{"sum", format_fixed(sum, output.type.digits)}, {"values", values}};
  }
  return totals;
}

}  // namespace

std::string receipt_json(const ResultTable& table, const Receipt& receipt) {
  const std::set<std::string> periods = table.periods();
  Json out = Json::object();
  out["receipt"] = 1;
  out["merit"] = receipt.version;
  out["plan"] = {{"name", table.graph().plan_name},
                 {"meaning", graph::meaning_of(table.graph())},
                 {"files", files_of(receipt.plan)}};
  out["data"] = files_of(receipt.data);
  if (table.table() != graph::people) out["results_of"] = table.graph().tables[table.table()].name;
  if (!periods.empty()) out["periods"] = periods;
  if (!receipt.state_before.empty()) out["state_before"] = {{"sha256", receipt.state_before}};
  if (!receipt.state_after.empty()) out["state_after"] = {{"sha256", receipt.state_after}};
  out["rows"] = table.rows();
  out["failed"] = table.failed();
  out["failed_records"] = receipt.failed_records;
  out["totals"] = totals_of(table);
  out["result"] = {{"sha256", receipt.result_digest}};
  // A file's name may be any bytes.
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace merit::report
