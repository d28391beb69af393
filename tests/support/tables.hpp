// The data of a plan's tables for tests: `sick.csv` or `sick.cases.csv` holds the people, `sick.visits.csv`
// the rows of `visits`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "eval/stage/run.hpp"
#include "graph/stages.hpp"
#include "plan/golden.hpp"
#include "table/csv.hpp"

namespace merit::test {

/// Reads the files of every table beside `people`. Texts are kept by `sources`.
inline std::vector<eval::TableRows> read_tables(const graph::Graph& graph,
                                                const std::filesystem::path& people, Sources& sources,
                                                Diagnostics& diagnostics) {
  std::vector<eval::TableRows> tables(graph.tables.size());
  std::filesystem::path stem = people.parent_path() / people.stem();
  if (stem.extension() == ".cases") stem.replace_extension();
  for (std::uint32_t t = 0; t < graph.tables.size(); ++t) {
    const std::filesystem::path path =
        t == graph::people ? people
                           : std::filesystem::path(stem.string() + "." + graph.tables[t].name + ".csv");
    const std::string name = path.filename().string();
    const SourceId source = sources.add(name, golden::read(path));
    auto csv = table::parse_csv(sources.text(source), source, diagnostics);
    if (!csv) continue;
    tables[t].files.push_back({name, source, std::move(*csv)});
    tables[t].rows = eval::bind(graph, t, tables[t].files, diagnostics);
  }
  return tables;
}

/// The graphs of the stages of a plan: one for a plan without other tables.
inline std::vector<graph::Graph> stage_graphs(const graph::Graph& graph) {
  if (graph::reads_rows_alone(graph)) return {graph};
  std::vector<graph::Graph> graphs;
  const std::vector<graph::Stage> stages = graph::stages_of(graph);
  for (const graph::Stage& stage : stages)
    graphs.push_back(graph::graph_of(graph, stage, &stage == &stages.back()));
  return graphs;
}

}  // namespace merit::test
