// What a row was in earlier periods, in words. Floor 5.
#pragma once

#include <string>

#include "report/explain.hpp"

namespace merit::report {

/// "before this period: sum of `sold` = 900,000.00 (2026-01: 400,000.00; ...)". `node`: a
/// `past` that was looked at.
std::string earlier_text(const Explained& row, graph::NodeId node, Language language);

}  // namespace merit::report
