#include "eval/stage/peers.hpp"

namespace merit::eval {

using graph::SiteId;
using State = CellColumn::State;

namespace {

void take_smaller(std::optional<SiteId>& site, SiteId other) {
  if (!site || other < *site) site = other;
}

}  // namespace

Peers::Peers(const Arguments& arguments, const Grouping& groups, std::size_t asked_begin,
             std::size_t keys_begin)
    : groups_(groups), leaves_out_(arguments.leaves_out_failed) {
  failed_.resize(groups_.count);
  note_failures(arguments, asked_begin, keys_begin);
}

void Peers::note_failures(const Arguments& arguments, std::size_t asked_begin, std::size_t keys_begin) {
  const auto note = [&](std::size_t position, SiteId site) {
    if (own_.empty()) own_.resize(size());
    take_smaller(own_[position], site);
  };
  for (std::size_t i = 0; i < size(); ++i)
    if (const auto& failed = (*arguments.failed)[i]) note(i, *failed);
  for (std::size_t a = 0; a < arguments.columns.size(); ++a) {
    const CellColumn& column = *arguments.columns[a];
    if (!column.has_failed()) continue;
    const bool is_asked_of_all = a < asked_begin || keys_begin <= a;
    for (std::size_t i = 0; i < size(); ++i)
      if (column.state(i) == State::failed && (is_asked_of_all || arguments.columns[0]->is_value(i)))
        note(i, column.site(i));
  }
  if (own_.empty() || leaves_out_) return;
  for (std::size_t i = 0; i < size(); ++i) {
    if (!own_[i]) continue;
    const FailedMember member{*own_[i], (*arguments.rows)[i], 1};
    if (groups_.of_row[i] == Grouping::no_group) add_failure(everywhere_, member);
    else add_failure(failed_[groups_.of_row[i]], member);
  }
}

void Peers::fail_group(std::uint32_t group, const FailedMember& member) {
  add_failure(failed_[group], member);
  any_group_failed_ = true;
}

std::optional<FailedMember> Peers::failure(std::size_t position) const {
  if (leaves_out_ && !is_well(position)) return FailedMember{*own_[position], 0, 0};
  FailedMember all = everywhere_;
  const std::uint32_t group = groups_.of_row[position];
  if (group != Grouping::no_group && failed_[group].count > 0) add_failure(all, failed_[group]);
  return all.count > 0 ? std::optional(all) : std::nullopt;
}

CellColumn fold_groups(const graph::Graph& graph, graph::NodeId node, const Arguments& arguments,
                       Peers& peers) {
  const CellColumn& column = *arguments.columns[0];
  Fold fold(graph, node, peers.groups());
  for (std::size_t i = 0; i < peers.size(); ++i)
    if (peers.is_well(i)) fold.add(peers.group(i), (*arguments.rows)[i], column, i);
  CellColumn of_groups(graph[node].type), result(graph[node].type);
  of_groups.reserve(peers.groups());
  for (std::size_t group = 0; group < peers.groups(); ++group) fold.decide(group, of_groups);
  result.reserve(peers.size());
  for (std::size_t i = 0; i < peers.size(); ++i) {
    if (const auto failure = peers.failure(i)) result.push_failed(failure->site);
    else result.push_from(of_groups, peers.group(i));
  }
  return result;
}

}  // namespace merit::eval
