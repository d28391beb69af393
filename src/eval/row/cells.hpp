// The text of a cell to its value. Floor 4.
//
// A cell of the wrong form or a missing value is that row's failure: a failed cell, carried to the result.
// Shared by every engine: what a cell means is decided here only.
#pragma once

#include <optional>
#include <string_view>

#include "base/calendar.hpp"
#include "graph/graph.hpp"

namespace merit::eval {

/// The day that the text of a cell holds, written as the plan allows.
std::optional<DayNumber> read_day(const graph::Graph& graph, std::string_view text);

/// Whether a text that is no empty cell, or the key of a row, is one that `read_cell` takes.
bool is_sound_text(const graph::Graph& graph, const graph::Input& input, std::string_view text);

/// The forms which, besides those that the plan allows, would make a number or date of the cell; none when
/// nothing would.
table::CellForms forms_needed(const graph::Graph& graph, const graph::Input& input, std::string_view text);

/// How many decimals a unit of the file moves: 万 takes four away, % adds two. A power of ten.
int decimals_moved(const Rational& scale);

/// Reads the text of one cell as `input` asks. Empty text is a missing value.
void read_cell(const graph::Graph& graph, const graph::Input& input, std::string_view text, graph::Cell& out);

}  // namespace merit::eval
