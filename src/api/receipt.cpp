#include "api/receipt.hpp"

#include <filesystem>

#include "api/state.hpp"
#include "base/digest.hpp"

namespace merit {

namespace api {

// Where a file stands is no part of what was read.
std::string name_in_receipt(std::string_view path) { return std::filesystem::path(path).filename().string(); }

report::Receipt receipt_of(const Plan::State& plan) {
  report::Receipt receipt{version(), {}, {}, {}, {}, 0, {}};
  const Sources& sources = *plan.sources;
  for (SourceId source{0}; sources.contains(source); ++source.value)
    receipt.plan.push_back({"", name_in_receipt(sources.name(source)), sha256(sources.text(source)), 0});
  return receipt;
}

}  // namespace api

inline namespace v0 {

std::string receipt(const Results& results, const std::string& written) {
  const Data::State& data = *results.state().data;
  const graph::Graph& graph = data.plan->graph();
  report::Receipt receipt = api::receipt_of(*data.plan);
  receipt.failed_records = results.record_problems().size();
  receipt.result_digest = sha256(written);
  const auto digest_of = [&](SourceId source) {
    const auto decoded = data.digests.find(source);
    return decoded != data.digests.end() ? decoded->second : sha256(data.sources->text(source));
  };
  if (!graph.kept.empty()) receipt.state_after = sha256(results.to_state());
  if (data.known_source) receipt.state_before = digest_of(*data.known_source);
  for (std::size_t t = 0; t < data.tables.size(); ++t)
    for (const eval::TableFile& file : data.tables[t].files)
      receipt.data.push_back(
          {graph.tables[t].name, api::name_in_receipt(file.name), digest_of(file.source), file.csv.rows()});
  const report::ResultTable& table = results.state().table();
  report::Totals totals(graph, table.table());
  totals.add(table);
  return report::receipt_json(totals, receipt);
}

}  // namespace v0
}  // namespace merit
