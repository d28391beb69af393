// Cells as text: for files, for exact printing, for people. Floor 5.
#pragma once

#include <string>

#include "graph/graph.hpp"

namespace merit::report {

/// The text of a result file: all digits of the type; true/false; ISO dates; "" when absent or failed.
std::string file_text(const graph::Graph& graph, const graph::Cell& cell, const Type& type);

/// Exactly: a decimal if it ends, else p/q.
std::string exact_text(const graph::Graph& graph, const graph::Cell& cell, const Type& type);

/// For people: thousands marks, percentages with %, "–" when absent. Fractions that do not end are shown with
/// as many decimals as are needed to tell them from their neighbours (six), marked with "≈".
std::string people_text(const graph::Graph& graph, const graph::Cell& cell, const Type& type);
/// For a column of a table: like people_text, but a number shows all its decimals, so that the points stand
/// in line.
std::string table_text(const graph::Graph& graph, const graph::Cell& cell, const Type& type);
/// For people, of any cell: "failed E0611", "not looked at".
std::string told_text(const graph::Graph& graph, const graph::Cell& cell, const Type& type,
                      Language language);
/// A number as a percentage whatever its unit.
std::string people_percent(const graph::Cell& cell);

}  // namespace merit::report
