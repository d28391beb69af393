// The rows of a table as a function over groups sees them: who belongs together, and who failed. Floor 4.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "eval/stage/cell_column.hpp"
#include "eval/stage/fold.hpp"

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
  /// Arguments from `keys_begin` on are keys of the group; those from `order_begin` (above 0) to there are
  /// looked at only for rows whose first argument is a value. Keeps no reference to the arguments.
  Peers(const Arguments& arguments, std::size_t order_begin, std::size_t keys_begin);

  std::size_t size() const { return groups_.size(); }
  std::uint32_t groups() const { return count_; }
  static constexpr std::uint32_t no_group = 0xFFFFFFFFu;
  /// The group of a row; no_group where one of its keys failed.
  std::uint32_t group(std::size_t position) const { return groups_[position]; }
  /// The groups of all rows, by position. Nothing else may be asked afterwards.
  std::vector<std::uint32_t> take_groups() && { return std::move(groups_); }
  /// Whether the row did not fail, as far as its group needs it.
  bool is_well(std::size_t position) const { return !own_[position]; }

  /// Fails the whole group, beside what failed there already.
  void fail_group(std::uint32_t group, const FailedMember& member);
  /// Whether somebody failed who is or could be of the group, and is not left out.
  bool has_failed(std::uint32_t group) const { return everywhere_.count > 0 || failed_[group].count > 0; }
  /// What the row reads in place of a value; nothing where its group did not fail. `count` is 0 for a failure
  /// of its own that does not concern its group.
  std::optional<FailedMember> failure(std::size_t position) const;

 private:
  void note_failures(const Arguments& arguments, std::size_t order_begin, std::size_t keys_begin);

  std::vector<std::uint32_t> groups_;              ///< by position
  std::vector<std::optional<graph::SiteId>> own_;  ///< by position
  std::vector<FailedMember> failed_;               ///< by group
  FailedMember everywhere_;                        ///< rows that failed in a key fail every group
  std::uint32_t count_ = 0;
  bool leaves_out_ = false;
};

/// What a fold over groups gives for each row. `peers` were made of its arguments.
CellColumn fold_groups(const graph::Graph& graph, graph::NodeId fold, const Arguments& arguments,
                       Peers& peers);

}  // namespace merit::eval
