#include "repeat.hpp"

#include <algorithm>

#include "api/state.hpp"
#include "base/csv_text.hpp"
#include "base/digest.hpp"
#include "table/csv.hpp"

namespace merit::bench {

namespace {

using graph::Graph;

bool names_somebody(const SampleTable& table, const Texts& row) {
  for (std::size_t column = 0; column < row.size(); ++column)
    if (table.names[column] != SampleTable::nothing && !row[column].empty()) return true;
  return false;
}

std::size_t rows_that_name(const SampleTable& table) {
  return static_cast<std::size_t>(std::count_if(
      table.rows.begin(), table.rows.end(), [&](const Texts& row) { return names_somebody(table, row); }));
}

/// Keys of a table of which some are drawn, in the order in which they are, by group.
struct Drawn {
  int table = 0;
  std::string seed;
  std::map<Texts, Texts> groups;
};

std::string lot_of(const Drawn& drawn, const std::string& period, const std::string& key) {
  return sha256(drawn.seed + "\n" + period + "\n" + key);
}

void sort_by_lot(Texts& keys, const Drawn& drawn, const std::string& period) {
  std::sort(keys.begin(), keys.end(), [&](const std::string& a, const std::string& b) {
    return lot_of(drawn, period, a) < lot_of(drawn, period, b);
  });
}

Drawn drawn_in(const Sample& sample, graph::NodeId node) {
  const Graph& graph = sample.plan.state().graph();
  const auto& data = graph.payload<graph::AmongData>(node);
  const std::uint32_t of = graph[node].domain.table;
  Drawn drawn{static_cast<int>(of), data.seed, {}};
  const auto table = std::find_if(sample.tables.begin(), sample.tables.end(),
                                  [&](const SampleTable& t) { return t.name == graph.tables[of].name; });
  const auto column_of = [&](graph::NodeId input) {
    const std::string& name = graph.inputs[graph.payload<graph::InputId>(input).value].name;
    return static_cast<std::size_t>(std::find(table->header.begin(), table->header.end(), name) -
                                    table->header.begin());
  };
  const std::size_t key = column_of(graph.inputs[graph.tables[of].inputs_begin].node);
  for (const Texts& row : table->rows) {
    Texts group;
    for (const graph::NodeId argument : graph.arguments(node).subspan(data.keys_begin()))
      group.push_back(row[column_of(argument)]);
    drawn.groups[group].push_back(row[key]);
  }
  for (auto& [group, keys] : drawn.groups) sort_by_lot(keys, drawn, sample.period);
  return drawn;
}

std::vector<Drawn> draws_of(const Sample& sample) {
  const Graph& graph = sample.plan.state().graph();
  std::vector<Drawn> draws;
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
    if (graph.nodes[i].op == graph::Op::among &&
        graph.payload<graph::AmongData>({i}).function == graph::AmongFunction::sample)
      draws.push_back(drawn_in(sample, {i}));
  return draws;
}

/// What somebody is called in a copy.
class Names {
 public:
  Names(const std::vector<Drawn>& draws, const std::string& period, std::size_t copy)
      : suffix_("-" + std::to_string(copy)) {
    for (const Drawn& drawn : draws)
      for (const auto& [group, keys] : drawn.groups) {
        Texts renamed = keys;
        for (std::string& key : renamed) key += suffix_;
        sort_by_lot(renamed, drawn, period);
        for (std::size_t i = 0; i < keys.size(); ++i) dealt_[{drawn.table, keys[i]}] = renamed[i];
      }
  }

  std::string of(int table, const std::string& name) const {
    const auto found = dealt_.find({table, name});
    return found != dealt_.end() ? found->second : name + suffix_;
  }

 private:
  std::string suffix_;
  std::map<std::pair<int, std::string>, std::string> dealt_;
};

void add_copy(const SampleTable& table, const Names& names, std::string& csv) {
  for (Texts row : table.rows) {
    if (!names_somebody(table, row)) continue;
    for (std::size_t column = 0; column < row.size(); ++column)
      if (table.names[column] != SampleTable::nothing && !row[column].empty())
        row[column] = names.of(table.names[column], row[column]);
    write_record(csv, row);
  }
}

/// The rows that name nobody.
DataText begun(const SampleTable& table) {
  SampleTable once = table;
  std::erase_if(once.rows, [&](const Texts& row) { return names_somebody(table, row); });
  return text_of(once);
}

/// A state that does not say how many values it holds: copies hold more.
SampleTable uncounted(SampleTable state) {
  for (Texts& row : state.rows)
    if (row[5] == "plan") row[6].clear();
  return state;
}

/// A state in the order in which Merit writes it: its lines begin with what that goes by.
void sort_lines(std::string& csv) {
  std::vector<std::string_view> lines;
  for (std::size_t at = csv.find('\n') + 1, end; at < csv.size(); at = end) {
    end = csv.find('\n', at) + 1;
    lines.push_back(std::string_view(csv).substr(at, end - at));
  }
  std::sort(lines.begin(), lines.end());
  std::string sorted = csv.substr(0, csv.find('\n') + 1);
  for (const std::string_view line : lines) sorted += line;
  csv = std::move(sorted);
}

}  // namespace

Repeated repeated(const Sample& sample, std::size_t copies) {
  Repeated all;
  for (const SampleTable& table : sample.tables) all.tables.push_back(begun(table));
  if (sample.state) all.state = begun(uncounted(*sample.state));
  const std::vector<Drawn> draws = draws_of(sample);
  for (std::size_t copy = 0; copy < copies; ++copy) {
    const Names names(draws, sample.period, copy);
    for (std::size_t t = 0; t < sample.tables.size(); ++t)
      add_copy(sample.tables[t], names, all.tables[t].csv);
    if (sample.state) add_copy(*sample.state, names, all.state->csv);
  }
  if (all.state) sort_lines(all.state->csv);
  return all;
}

Size size_of(const Sample& sample) {
  Size size;
  for (const SampleTable& table : sample.tables) size.records += rows_that_name(table);
  size.people = rows_that_name(sample.tables.front());
  size.records -= size.people;
  if (sample.state) size.state = rows_that_name(*sample.state);
  return size;
}

}  // namespace merit::bench
