// Plans for the tests of this folder: compiled, and the one of docs/language.md.
#pragma once

#include <memory>
#include <string>

#include "graph/compile.hpp"
#include "plan/golden.hpp"

namespace plans {

/// A compiled plan beside what its spans point into.
struct Plan {
  merit::Sources sources;
  merit::Diagnostics diagnostics;
  merit::graph::Compiled compiled;

  const merit::graph::Graph& graph() const { return *compiled.graph; }
  std::string said() const {
    return merit::render(diagnostics.items(), sources, merit::DiagnosticForm::line, merit::Language::en);
  }
};

inline std::unique_ptr<Plan> compiled(const std::string& text) {
  auto plan = std::make_unique<Plan>();
  const merit::SourceId id = plan->sources.add("plan.yaml", text);
  plan->compiled = merit::graph::compile(plan->sources, id, plan->diagnostics);
  return plan;
}

/// The block `yaml file=plan.yaml` of docs/language.md.
inline std::string language_example() {
  const std::string page = golden::read(std::filesystem::path(MERIT_ROOT) / "docs" / "language.md");
  const std::string mark = "```yaml file=plan.yaml\n";
  const std::size_t begin = page.find(mark) + mark.size();
  return page.substr(begin, page.find("```", begin) - begin);
}

}  // namespace plans
