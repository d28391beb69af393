// The compiler: a plan as written becomes a graph. Floor 3.
//
// One pass after another; a pass that collected errors ends the run, because what follows would only guess:
//   load -> read -> declare -> order -> make -> sites, outputs
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "base/diagnostic.hpp"
#include "graph/graph.hpp"
#include "plan/plan_text.hpp"

namespace merit::graph {

struct Compiled {
  std::unique_ptr<plan::PlanText> text;  ///< set when the file could be read at all
  std::unique_ptr<Graph> graph;          ///< set when there is no error
};

/// Finds a file that a plan uses by the name it is given there, and adds it to the plan's sources; reports
/// where that fails.
using FindUsed = std::function<std::optional<SourceId>(const plan::DocNode& name)>;

/// Compiles the plan in `source`; without `find` it may use no files. All mistakes are in `diagnostics`;
/// warnings do not keep a graph from being made.
Compiled compile(const Sources& sources, SourceId source, Diagnostics& diagnostics,
                 const FindUsed& find = {});

/// Reads the files that a plan uses. Reports those that cannot be found or read.
std::vector<plan::Document> load_used(const Sources& sources, const plan::Document& document,
                                      Diagnostics& diagnostics, const FindUsed& find);

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
