// What rows are among the rows of their groups: places, labels, parts, draws, running sums. Floor 4.
//
// Works on integers alone. Who takes part is sorted by group and order once; then each group is decided by
// itself, and no result depends on the order in which rows came.
#pragma once

#include <string_view>

#include "eval/stage/peers.hpp"

namespace merit::eval {

/// What the node gives for each row. `arguments` as graph::AmongData says; `peers` were made of them. A group
/// that cannot be decided fails in `peers`. `period`: as written in files, "" without one.
CellColumn among(const graph::Graph& graph, graph::NodeId node, const Arguments& arguments, Peers& peers,
                 std::string_view period);

/// The seats of each label of a quota among n: they add up to n. (docs/language.md, quota)
std::vector<std::uint64_t> seats(const graph::AmongData& quota, std::uint64_t n);

}  // namespace merit::eval
