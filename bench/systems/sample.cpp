#include "sample.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "../support.hpp"
#include "api/state.hpp"
#include "base/csv_text.hpp"
#include "table/csv.hpp"

namespace merit::bench {

namespace {

using graph::Graph;

// ---- the files

std::vector<DataFile> files_of(const std::string& folder, const Graph& graph) {
  std::vector<DataFile> files;
  for (std::size_t t = 0; t < graph.tables.size(); ++t) {
    const std::string& name = graph.tables[t].name;
    const std::string path = folder + (t == graph::people ? "/sample.csv" : "/sample." + name + ".csv");
    if (std::filesystem::exists(path)) files.push_back({name, path});
  }
  return files;
}

Texts row_of(const table::CsvTable& csv, std::size_t row) {
  Texts cells;
  for (std::size_t column = 0; column < csv.columns(); ++column) cells.emplace_back(csv.cell({row, column}));
  return cells;
}

/// The last of the periods with the most people.
std::string chosen_period(const Data& data) {
  std::string chosen;
  std::size_t most = 0;
  const eval::BoundRows& people = data.state().people().rows;
  for (const Period& period : people.periods.all()) {
    std::size_t count = 0;
    for (std::size_t row = 0; row < people.size(); ++row) count += people.periods[row] == period;
    if (count >= most) chosen = format_period(period), most = count;
  }
  return chosen;
}

bool counts_in(const Period& period, graph::Timing timing, const eval::BoundRows& rows, std::size_t row) {
  if (timing == graph::Timing::per_period) return rows.periods[row] == period;
  if (timing == graph::Timing::always || !rows.days[row]) return true;
  return period.start <= *rows.days[row] && *rows.days[row] <= period.end;
}

// ---- what columns name

/// The inputs of the people and of other tables by whose texts the plan makes groups.
std::set<graph::NodeId> group_texts(const Graph& graph) {
  std::set<graph::NodeId> keys;
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    const graph::NodeId id{i};
    const auto arguments = graph.arguments(id);
    std::size_t begin = arguments.size();
    if (graph[id].op == graph::Op::among) begin = graph.payload<graph::AmongData>(id).keys_begin();
    if (graph[id].op == graph::Op::fold && !graph.payload<graph::FoldData>(id).ref) begin = 1;
    for (; begin < arguments.size(); ++begin)
      if (graph[arguments[begin]].type.kind == ValueKind::text) keys.insert(arguments[begin]);
  }
  return keys;
}

std::vector<int> names_in(const Graph& graph, std::uint32_t table, const Texts& header) {
  const graph::Table& of = graph.tables[table];
  const std::set<graph::NodeId> groups = group_texts(graph);
  std::vector<int> names(header.size(), SampleTable::nothing);
  for (std::uint32_t i = of.inputs_begin; i < of.inputs_begin + of.inputs_count; ++i) {
    const graph::Input& input = graph.inputs[i];
    const auto at = std::find(header.begin(), header.end(), input.name);
    if (at == header.end()) continue;
    int& name = names[static_cast<std::size_t>(at - header.begin())];
    if (of.has_key && i == of.inputs_begin) name = static_cast<int>(table);
    else if (input.is_ref()) name = static_cast<int>(graph.refs[input.ref].to);
    else if (groups.contains(input.node)) name = SampleTable::a_group;
  }
  return names;
}

// ---- tables

std::vector<SampleTable> tables_in(const Data& data, const std::string& period_name) {
  const Graph& graph = data.state().plan->graph();
  const Period period = *graph.calendar->parse(period_name);
  std::vector<SampleTable> tables;
  for (std::uint32_t t = 0; t < graph.tables.size(); ++t) {
    const eval::TableRows& from = data.state().tables[t];
    if (from.files.empty()) continue;
    const table::CsvTable& csv = from.files[0].csv;
    SampleTable table{graph.tables[t].name, csv.header(), {}, {}};
    for (std::size_t row = 0; row < csv.rows(); ++row)
      if (counts_in(period, graph.tables[t].timing, from.rows, row)) table.rows.push_back(row_of(csv, row));
    table.names = names_in(graph, t, table.header);
    tables.push_back(std::move(table));
  }
  return tables;
}

/// What the plan keeps of the periods before.
std::optional<SampleTable> state_before(const Data& data, const std::string& period) {
  const Graph& graph = data.state().plan->graph();
  const std::vector<std::string> periods = data.periods();
  const auto at = std::find(periods.begin(), periods.end(), period);
  if (graph.kept.empty() || at == periods.begin()) return std::nullopt;
  ScoreOptions options;
  options.period = *std::prev(at);
  Sources sources;
  Diagnostics diagnostics;
  const SourceId source = sources.add("state", score(data, options).value().to_state());
  const table::CsvTable csv = *table::parse_csv(sources.text(source), source, diagnostics);
  SampleTable state{"", csv.header(), {}, std::vector<int>(csv.columns(), SampleTable::nothing)};
  for (std::size_t row = 0; row < csv.rows(); ++row) state.rows.push_back(row_of(csv, row));
  state.names[*csv.column_named("key")] = SampleTable::a_group;
  return state;
}

// ---- rows that fail

template <typename IsOut>
void leave_out(SampleTable& table, const IsOut& is_out) {
  std::vector<Texts> left;
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    if (!is_out(row)) left.push_back(std::move(table.rows[row]));
  table.rows = std::move(left);
}

const std::string& key_column_of(const Graph& graph, std::size_t table) {
  return graph.inputs[graph.tables[table].inputs_begin].name;
}

/// Rows that name a row which is not there.
void leave_out_strays(Sample& sample) {
  const Graph& graph = sample.plan.state().graph();
  std::map<int, std::set<std::string>> keys;
  for (const SampleTable& table : sample.tables)
    for (std::size_t column = 0; column < table.header.size(); ++column) {
      const int of = table.names[column];
      if (of >= 0 && table.header[column] == key_column_of(graph, static_cast<std::size_t>(of)) &&
          table.name == graph.tables[static_cast<std::size_t>(of)].name)
        for (const Texts& row : table.rows) keys[of].insert(row[column]);
    }
  for (SampleTable& table : sample.tables)
    leave_out(table, [&](std::size_t row) {
      for (std::size_t column = 0; column < table.header.size(); ++column) {
        const std::string& cell = table.rows[row][column];
        if (table.names[column] >= 0 && !cell.empty() && !keys[table.names[column]].contains(cell))
          return true;
      }
      return false;
    });
}

/// Leaves out the records that fail, or if none does the people who do. Returns false when nothing fails.
bool leave_out_failing(Sample& sample) {
  const auto state = sample.state ? std::optional(text_of(*sample.state)) : std::nullopt;
  const Data data = Data::parse(sample.plan, texts_of(sample.tables), state).value();
  ScoreOptions options;
  options.period = sample.period;
  const Results results = score(data, options).value();
  std::map<std::string, std::set<std::size_t>> failing;  // rows by table
  for (const RecordProblem& problem : results.record_problems()) {
    const std::string& place = problem.error.data_place;  // "sales:3", the line from 1, below the header
    failing[problem.table].insert(std::stoul(place.substr(place.find_last_of(':') + 1)) - 2);
  }
  if (failing.empty())
    for (std::size_t row = 0; row < results.rows(); ++row)
      if (results.error(row)) failing[sample.tables.front().name].insert(row);
  for (SampleTable& table : sample.tables)
    leave_out(table, [&](std::size_t row) { return failing[table.name].contains(row); });
  leave_out_strays(sample);
  return std::any_of(failing.begin(), failing.end(), [](const auto& rows) { return !rows.second.empty(); });
}

}  // namespace

DataText text_of(const SampleTable& table) {
  DataText text{table.name, table.name.empty() ? "state" : table.name, ""};
  write_record(text.csv, table.header);
  for (const Texts& row : table.rows) write_record(text.csv, row);
  return text;
}

std::vector<DataText> texts_of(const std::vector<SampleTable>& tables) {
  std::vector<DataText> texts;
  for (const SampleTable& table : tables) texts.push_back(text_of(table));
  return texts;
}

Sample sample_of(const std::string& folder, bool with_failing) {
  Sample sample{Plan::load(folder + "/plan.yaml").value(), "", {}, {}};
  const Data data = Data::read(sample.plan, files_of(folder, sample.plan.state().graph())).value();
  sample.period = chosen_period(data);
  sample.tables = tables_in(data, sample.period);
  sample.state = state_before(data, sample.period);
  const std::size_t people = sample.tables.front().rows.size();
  while (!with_failing && leave_out_failing(sample)) {
  }
  sample.left_out = people - sample.tables.front().rows.size();
  return sample;
}

}  // namespace merit::bench
