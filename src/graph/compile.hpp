// The compiler: a plan as written becomes a graph. Floor 3.
//
// One pass after another; a pass that collected errors ends the run, because what follows would only guess:
//   load -> read -> declare -> order -> make -> sites, outputs
#pragma once

#include <memory>

#include "base/diagnostic.hpp"
#include "graph/graph.hpp"
#include "plan/plan_text.hpp"

namespace merit::graph {

struct Compiled {
  std::unique_ptr<plan::PlanText> text;  ///< set when the file could be read at all
  std::unique_ptr<Graph> graph;          ///< set when there is no error
};

/// Compiles the plan in `source`. All mistakes are in `diagnostics`; warnings do not keep a graph from being
/// made.
Compiled compile(const Sources& sources, SourceId source, Diagnostics& diagnostics);

/// Compiles one formula over constants, as `merit eval` does: inputs are the given names with their values.
/// The graph has one output, "result".
struct EvalInput {
  std::string name;
  std::string value;  ///< a number with its suffix, true/false, a date, or any text
};
std::unique_ptr<Graph> compile_formula(Sources& sources, const std::string& formula,
                                       const std::vector<EvalInput>& inputs, const Rounding& rounding,
                                       Diagnostics& diagnostics);

}  // namespace merit::graph
