// The stages of a plan over tables, groups or earlier periods, and what each costs the batch engine. For the
// author, and for whoever deals the stages out to several machines: what one takes, those before it give.
// Floor 5.
#pragma once

#include <string>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "graph/graph.hpp"

namespace merit::report {

/// `merit check --lanes`; `sources`: those of the plan. Of a plan whose rows are read alone its lanes only.
std::string stages_text(const graph::Graph& graph, const Sources& sources, Language language);

}  // namespace merit::report
