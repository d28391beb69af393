// The text of a cell to its value. Floor 4.
//
// A cell of the wrong form or a missing value is that row's failure: a failed cell, carried to the result.
// Shared by every engine: what a cell means is decided here only.
#pragma once

#include <string_view>

#include "graph/graph.hpp"

namespace merit::eval {

/// Reads the text of one cell as `input` asks. Empty text is a missing value.
void read_cell(const graph::Graph& graph, const graph::Input& input, std::string_view text, graph::Cell& out);

}  // namespace merit::eval
