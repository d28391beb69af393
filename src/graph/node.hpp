// Nodes of the plan: the formula or word, then the fields that every node has, in their order. Floor 3.
#pragma once

#include "graph/context.hpp"
#include "graph/lower.hpp"

namespace merit::graph {

/// Reads the formula or the word of a node, without the fields around it (definitions have none).
std::optional<Value> lower_content(Lowering& lowering, const plan::NodeText& node);

/// Makes the node of a check.
void lower_check(Context& context, std::uint32_t entity);

/// Checks a definition where it stands, whether anybody calls it or not: fields that have no meaning there,
/// its word, names.
void check_define(Context& context, const Define& define);

/// Makes the node of one entity: value, item, section, `score`, component, `pay` or check.
/// Everything it reads has been made before.
void lower_entity(Context& context, std::uint32_t entity);

}  // namespace merit::graph
