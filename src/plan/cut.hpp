// Formulas that YAML has cut. Floor 2, private.
//
// In `{formula: max(a, b)}` YAML ends the value at the comma; a ` #` ends it too. Both happen in silence. A
// bracket or quote that is opened and not closed inside one plain scalar shows it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace merit::plan {

/// Tells whether `text` opens a round bracket or a quote that it does not close. An apostrophe after a letter
/// or digit opens nothing (manager's), and a `)` too many cuts nothing (`1) texts`).
bool leaves_open(std::string_view text);

/// Returns where the formula that begins at `begin` ends if brackets and quotes are honoured: before a comma
/// or closing bracket of the flow around it, ` #`, `: `, or the line's end. Nothing when it does not become
/// even on its line.
std::optional<std::size_t> uncut_end(std::string_view source, std::size_t begin, bool in_flow);

/// Returns `text` in quotes as YAML wants it: double, or single if it holds double quotes or backslashes.
std::string quoted_for_yaml(std::string_view text);

}  // namespace merit::plan
