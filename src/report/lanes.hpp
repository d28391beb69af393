// What a plan costs the batch engine: the range each input promises, the bytes of each column, the steps of
// each lane. For the author, who makes a plan fast by declaring what columns can hold. Floor 5.
#pragma once

#include <string>

#include "base/diagnostic.hpp"
#include "graph/graph.hpp"

namespace merit::report {

/// The tables of a graph over the rows of one table. Numbers of a machine without vector units of its own are
/// the same: lanes do not depend on it.
std::string lanes_text(const graph::Graph& graph, Language language);

}  // namespace merit::report
