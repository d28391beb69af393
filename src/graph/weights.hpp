// Weights of the items and sections of the score. Floor 3.
//
// A weight is a constant, or a formula of parameters, members of lists, yes and no. Those of one section add
// up to its own: for constants that is one sum, else one for each member of the lists that they read.
#pragma once

#include "graph/context.hpp"

namespace merit::graph {

/// Reads the weights that are constants, and checks their sums. Run once, before any item is made.
void assign_weights(Context& context);

/// Makes the node of a weight that is no constant, before the item or section itself is made: what it reads
/// has been made.
void make_weight(Context& context, std::uint32_t entity);

/// Checks the sums that depend on members of lists, when every item is made.
void check_varying_weights(Context& context);

/// The points of a weight as a node.
NodeId points_of(Builder& builder, const Weight& weight);
/// `x` times a weight, in points.
NodeId times_weight(Builder& builder, NodeId x, const Weight& weight);

}  // namespace merit::graph
