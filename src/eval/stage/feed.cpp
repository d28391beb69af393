// What a stage gives becomes what others take: along refs, over the rows that name a row, and in groups.
#include <algorithm>

#include "eval/stage/among.hpp"
#include "eval/stage/run.hpp"

namespace merit::eval {

using graph::Cell;
using graph::NodeId;
using graph::Op;

void StagedRun::feed(std::size_t stage, const Given& given) {
  const graph::Stage& s = stages_[stage];
  for (NodeId crossing : s.feeds) {
    if (reads_group(graph_, crossing)) brought_.emplace(crossing, feed_group(crossing, s, given));
    else if (graph_[crossing].op == Op::fold) brought_.emplace(crossing, feed_fold(crossing, s, given));
    else brought_.emplace(crossing, feed_fetch(crossing, s, given));
  }
}

// The column of a node that the stage gives.
const CellColumn& StagedRun::Given::of(const graph::Stage& stage, NodeId node) const {
  const auto at = std::find(stage.gives.begin(), stage.gives.end(), node) - stage.gives.begin();
  return *columns[static_cast<std::size_t>(at)];
}

CellColumn StagedRun::feed_fold(NodeId crossing, const graph::Stage& s, const Given& given) {
  const CellColumn& column = given.of(s, graph_.arguments(crossing)[0]);
  const auto readers = static_cast<std::uint32_t>(rows_[graph_[crossing].domain.table].size());
  const auto& groups = targets_[*graph_.payload<graph::FoldData>(crossing).ref];
  const bool leaves_out = graph_.tables[s.table].leaves_out_failed;
  Fold fold(graph_, crossing, readers);
  for (std::uint32_t i = 0; i < given.failed.size(); ++i) {
    const auto& failed = given.failed[i];
    if (groups[i] == nobody || (leaves_out && failed)) continue;
    if (failed) fold.add_failed(groups[i], rows_[s.table][i], *failed);
    else fold.add(groups[i], rows_[s.table][i], column, i);
  }
  CellColumn brought(graph_[crossing].type);
  brought.reserve(readers);
  for (std::uint32_t i = 0; i < readers; ++i) {
    fold.decide(i, brought);
    if (const FailedMember& member = fold.failed(i); member.count > 0)
      blame(crossing, i, {s.table, member.row}, member.count);
  }
  return brought;
}

CellColumn StagedRun::feed_fetch(NodeId crossing, const graph::Stage& s, const Given& given) {
  const CellColumn& column = given.of(s, graph_.arguments(crossing)[0]);
  const auto readers = static_cast<std::uint32_t>(rows_[graph_[crossing].domain.table].size());
  const graph::FetchData& fetch = graph_.payload<graph::FetchData>(crossing);
  CellColumn brought(graph_[crossing].type);
  brought.reserve(readers);
  Cell key;
  for (std::uint32_t i = 0; i < readers; ++i) {
    if (fetch.ref && !are_followed_[*fetch.ref][i]) {
      read_ref(*fetch.ref, i, key);
      if (key.is_failed()) {
        brought.push_failed(key.site);
        continue;
      }
    }
    const std::uint32_t at = fetch.ref ? targets_[*fetch.ref][i] : given.failed.empty() ? nobody : 0;
    if (at == nobody) brought.push_absent();
    else if (given.failed[at] && !fetch.is_mine) brought.push_failed(*given.failed[at]);
    else brought.push_from(column, at);
    if (at != nobody && brought.state(i) == Cell::State::failed)
      blame(crossing, i, {s.table, rows_[s.table][at]}, 1);
  }
  return brought;
}

// The arguments of a node that reads groups by which rows belong together.
std::vector<NodeId> StagedRun::group_keys(NodeId crossing) const {
  const auto arguments = graph_.arguments(crossing);
  const bool is_fold = graph_[crossing].op == Op::fold;
  const auto begin = is_fold ? 1 : graph_.payload<graph::AmongData>(crossing).keys_begin();
  return {arguments.begin() + static_cast<std::ptrdiff_t>(begin), arguments.end()};
}

CellColumn StagedRun::feed_group(NodeId crossing, const graph::Stage& s, const Given& given) {
  const bool is_fold = graph_[crossing].op == Op::fold;
  const std::vector<NodeId> keys = group_keys(crossing);
  Arguments arguments;
  for (NodeId a : graph_.arguments(crossing)) arguments.columns.push_back(&given.of(s, a));
  arguments.failed = &given.failed_for_peers;
  arguments.rows = &rows_[s.table];
  arguments.leaves_out_failed = graph_.tables[s.table].leaves_out_failed;
  const graph::AmongData* data = is_fold ? nullptr : &graph_.payload<graph::AmongData>(crossing);
  const std::size_t keys_begin = arguments.columns.size() - keys.size();
  const auto [grouping, is_new] = groupings_.try_emplace({s.table, keys});
  if (is_new)
    grouping->second = grouping_of(std::span(arguments.columns).subspan(keys_begin), arguments.rows->size());
  Peers peers(arguments, grouping->second, data ? data->asked_begin() : 1, keys_begin);
  const std::string period = period_ ? format_period(*period_) : "";
  CellColumn brought = is_fold ? fold_groups(graph_, crossing, arguments, peers)
                               : among(graph_, crossing, arguments, peers, period);
  for (std::uint32_t i = 0; i < peers.size() && !peers.are_all_well(); ++i)
    if (const auto failure = peers.failure(i);
        failure && failure->count > 0 && failure->row != FailedMember::no_row)
      blame(crossing, i, {s.table, failure->row}, failure->count);
  return brought;
}

}  // namespace merit::eval
