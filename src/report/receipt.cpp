#include "report/receipt.hpp"

#include <nlohmann/json.hpp>

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

Json json_of(const Totals& totals) {
  Json json = Json::object();
  const std::vector<graph::Output>& outputs = graph::outputs_of(totals.graph(), totals.table());
  for (std::size_t i = 0; i < outputs.size(); ++i)
    if (outputs[i].type.is_number())
      json[outputs[i].name] = {{"sum", format_fixed(totals.of(i).sum, outputs[i].type.digits)},
                               {"values", totals.of(i).values}};
  return json;
}

// A column of integers has an integer as its sum: of any number of 64 bits that a memory holds, one of 128.
Totals::Sum sum_of(const eval::CellColumn& column) {
  Totals::Sum made;
  Int128 narrow = 0;
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (!column.is_value(row)) continue;
    ++made.values;
    if (column.is_narrow()) narrow += column.number(row);
    else made.sum += column[row].number;
  }
  made.sum += Rational::decimal(narrow, column.type().digits);
  return made;
}

}  // namespace

Totals::Totals(const graph::Graph& graph, std::uint32_t table)
    : graph_(&graph), table_(table), sums_(graph::outputs_of(graph, table).size()) {}

void Totals::add(const ResultTable& results) {
  rows_ += results.rows();
  failed_ += results.failed();
  periods_.merge(results.periods());
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    if (!results.outputs()[i].type.is_number()) continue;
    const Sum more = sum_of(results.column(i));
    sums_[i].sum += more.sum;
    sums_[i].values += more.values;
  }
}

void Totals::add(const Totals& other) {
  rows_ += other.rows_;
  failed_ += other.failed_;
  periods_.insert(other.periods_.begin(), other.periods_.end());
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    sums_[i].sum += other.sums_[i].sum;
    sums_[i].values += other.sums_[i].values;
  }
}

std::string receipt_json(const Totals& totals, const Receipt& receipt) {
  Json out = Json::object();
  out["receipt"] = 1;
  out["merit"] = receipt.version;
  out["plan"] = {{"name", totals.graph().plan_name},
                 {"meaning", graph::meaning_of(totals.graph())},
                 {"files", files_of(receipt.plan)}};
  out["data"] = files_of(receipt.data);
  if (totals.table() != graph::people) out["results_of"] = totals.graph().tables[totals.table()].name;
  if (!totals.periods().empty()) out["periods"] = totals.periods();
  if (!receipt.state_before.empty()) out["state_before"] = {{"sha256", receipt.state_before}};
  if (!receipt.state_after.empty()) out["state_after"] = {{"sha256", receipt.state_after}};
  out["rows"] = totals.rows();
  out["failed"] = totals.failed();
  out["failed_records"] = receipt.failed_records;
  out["totals"] = json_of(totals);
  out["result"] = {{"sha256", receipt.result_digest}};
  // A file's name may be any bytes.
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace merit::report
