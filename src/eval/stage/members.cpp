// Which records stand behind a number, and what each of them gave.
#include <algorithm>

#include "eval/stage/run.hpp"

namespace merit::eval {

using graph::Cell;
using graph::NodeId;
using graph::Op;

namespace {

std::vector<NodeId> order_of(const graph::Graph& graph, NodeId crossing) {
  if (graph[crossing].op != Op::among) return {};
  const auto& data = graph.payload<graph::AmongData>(crossing);
  const auto args = graph.arguments(crossing);
  return {args.begin() + static_cast<std::ptrdiff_t>(data.order_begin()),
          args.begin() + static_cast<std::ptrdiff_t>(data.keys_begin())};
}

}  // namespace

// Positions of the rows that a node which crosses reads for the row at `at`.
std::vector<std::uint32_t> StagedRun::read_by(NodeId crossing, std::uint32_t at) const {
  if (graph_[crossing].op == Op::fetch) {
    const auto ref = graph_.payload<graph::FetchData>(crossing).ref;
    const std::uint32_t target = ref ? targets_[*ref][at] : 0;
    return target == nobody ? std::vector<std::uint32_t>{} : std::vector<std::uint32_t>{target};
  }
  const bool is_group = reads_group(graph_, crossing);
  const auto& groups = is_group ? groupings_.at({graph_[crossing].domain.table, group_keys(crossing)}).of_row
                                : targets_[*graph_.payload<graph::FoldData>(crossing).ref];
  const std::uint32_t mine = is_group ? groups[at] : at;
  std::vector<std::uint32_t> read;
  for (std::uint32_t i = 0; i < groups.size(); ++i)
    if (groups[i] == mine) read.push_back(i);
  return read;
}

std::vector<StagedRun::Member> StagedRun::members(NodeId crossing, RecordId reader, bool far) const {
  const auto stage = static_cast<std::size_t>(std::find_if(stages_.begin(), stages_.end(),
                                                           [&](const graph::Stage& s) {
                                                             return std::find(s.feeds.begin(), s.feeds.end(),
                                                                              crossing) != s.feeds.end();
                                                           }) -
                                              stages_.begin());
  const std::uint32_t table = stages_[stage].table;
  const std::uint32_t at = position_of(reader);
  const NodeId x = graph_.arguments(crossing)[0];
  const bool goes_on = far && graph::goes_on(graph_, crossing);
  RowEngine engine(*graphs_[stage]);
  const bool is_group = reads_group(graph_, crossing);
  std::vector<Member> result;
  const bool leaves_out = graph_[crossing].op != Op::fetch && graph_.tables[table].leaves_out_failed;
  for (std::uint32_t i : read_by(crossing, at)) {
    const RecordId record{table, rows_[table][i]};
    fill(*graphs_[stage], i, engine);
    engine.run(context());
    const auto failed = own_failure(stage, is_group ? stages_[stage].early : stages_[stage].checks, engine);
    if (goes_on && !failed) {
      const std::vector<Member> inner = members(x, record, far);
      result.insert(result.end(), inner.begin(), inner.end());
      continue;
    }
    const Cell cell = failed ? Cell::failed(*failed) : engine[x];
    if (cell.is_absent()) continue;
    result.push_back({record, cell, graph_[x].type, failed && leaves_out});
    for (NodeId decides : order_of(graph_, crossing))
      result.back().order.push_back({engine[decides], graph_[decides].type});
  }
  return result;
}

}  // namespace merit::eval
