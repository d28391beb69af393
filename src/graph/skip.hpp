// `skip`: what a weighted item is worth to a row to which it does not apply. Floor 3.
#pragma once

#include "graph/context.hpp"
#include "graph/lower.hpp"

namespace merit::graph {

/// Reports an item with a weight that may not apply and says no `skip`, one that says it without a weight,
/// and `skip: peers` without `peers` or the other way round.
bool says_skip(Context& context, std::uint32_t entity);

/// What stands in the place of `v` where `applies` does not hold: absent, the full weight, zero, or the mean
/// of the peers, rounded as the item is. Nothing where something was reported.
std::optional<NodeId> instead_of_skipped(Context& context, const Lowering& lowering, std::uint32_t entity,
                                         const Value& v, NodeId applies, const std::optional<Rounding>& how);

}  // namespace merit::graph
