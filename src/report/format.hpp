// The canonical print of a plan, comments kept: `merit fmt`. Floor 5.
//
// Known keys stand in the order of their tables, names as they were written; what stood in brackets stays
// there while it fits on its line; quotes go where nothing needs them. Formulas are printed as written.
#pragma once

#include <optional>
#include <string>

#include "base/diagnostic.hpp"

namespace merit::report {

/// Lines may be this many columns wide, comments behind them not counted.
inline constexpr std::size_t format_width = 120;

/// Prints the plan in `source`. Nothing when it is no YAML that Merit reads: `diagnostics` tell. Other
/// mistakes of the plan do not matter.
std::optional<std::string> format(const Sources& sources, SourceId source, Diagnostics& diagnostics);

}  // namespace merit::report
