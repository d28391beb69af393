// The rows of a table as a function over groups sees them: who belongs together, and who failed. Floor 4.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "eval/stage/cell_column.hpp"
#include "eval/stage/fold.hpp"
#include "eval/stage/grouping.hpp"

namespace merit::eval {

/// What the rows of a stage give to one node that crosses, and those of them that failed as a whole.
struct Arguments {
  std::vector<const CellColumn*> columns;  ///< of the node's arguments, in their order
  const std::vector<std::optional<graph::SiteId>>* failed = nullptr;
  const std::vector<std::uint32_t>* rows = nullptr;  ///< of the table's file, by position
  bool leaves_out_failed = false;
};

class Peers {
 public:
  /// `groups`: by the arguments from `keys_begin` on; to outlive this. Those from `asked_begin` (above 0) to
  /// there are looked at only for rows whose first argument is a value. Keeps no reference to the arguments.
  Peers(const Arguments& arguments, const Grouping& groups, std::size_t asked_begin, std::size_t keys_begin);

  std::size_t size() const { return groups_.of_row.size(); }
  std::uint32_t groups() const { return groups_.count; }
  /// The group of a row; Grouping::no_group where one of its keys failed.
  std::uint32_t group(std::size_t position) const { return groups_.of_row[position]; }
  /// The rows of a group in their order.
  std::span<const std::uint32_t> of(std::uint32_t group) const { return groups_.of(group); }
  /// Whether the row did not fail, as far as its group needs it.
  bool is_well(std::size_t position) const { return own_.empty() || !own_[position]; }
  /// Whether nobody failed at all.
  bool are_all_well() const { return own_.empty() && !any_group_failed_; }

  /// Fails the whole group, beside what failed there already.
  void fail_group(std::uint32_t group, const FailedMember& member);
  /// Whether somebody failed who is or could be of the group, and is not left out.
  bool has_failed(std::uint32_t group) const { return everywhere_.count > 0 || failed_[group].count > 0; }
  /// What the row reads in place of a value; nothing where its group did not fail. `count` is 0 for a failure
  /// of its own that does not concern its group.
  std::optional<FailedMember> failure(std::size_t position) const;

 private:
  void note_failures(const Arguments& arguments, std::size_t asked_begin, std::size_t keys_begin);

  const Grouping& groups_;
  std::vector<std::optional<graph::SiteId>> own_;  ///< by position; empty where nobody failed
  std::vector<FailedMember> failed_;               ///< by group
  FailedMember everywhere_;                        ///< rows that failed in a key fail every group
  bool any_group_failed_ = false;                  ///< as a whole
  bool leaves_out_ = false;
};

/// What a fold over groups gives for each row. `peers` were made of its arguments.
CellColumn fold_groups(const graph::Graph& graph, graph::NodeId fold, const Arguments& arguments,
                       Peers& peers);

}  // namespace merit::eval
