// Pictures of a plan: what reads what, for people. Floor 5.
//
// Inputs, values, items inside their sections, components of pay and checks, with arrows from what is read to
// what reads it. Parameters are not drawn: the compiler has written them into the nodes. Operators are not
// drawn either; `explain` tells how one result came about.
#pragma once

#include <string>

#include "graph/graph.hpp"

namespace merit::report {

/// Returns the picture in Graphviz's DOT.
std::string draw_dot(const graph::Graph& graph, Language language);

/// Returns the picture as a Mermaid flowchart, for Markdown pages.
std::string draw_mermaid(const graph::Graph& graph, Language language);

/// Returns the picture as SVG that needs no other program. Columns from left to right follow what reads what;
/// a section is a box around its items. What a thing is made of stands in its tooltip.
std::string draw_svg(const graph::Graph& graph, Language language);

}  // namespace merit::report
