// merit graph: a picture of a plan, for a browser, Graphviz or Mermaid.
#include "cli/commands.hpp"

namespace merit::cli {

Status run_graph(const Words& words, const Console& console) {
  std::string path, format;
  const auto ended = Arguments("graph")
                         .word("PLAN", path)
                         .choice("--format", format, {"dot", "mermaid", "svg"})
                         .read(words, console);
  if (ended) return *ended;
  const Result<Plan> plan = Plan::load(path);
  if (!plan) return console.problems(plan.error());
  console.problems(plan->warnings());
  const GraphForm form = format == "mermaid" ? GraphForm::mermaid
                         : format == "svg"   ? GraphForm::svg
                                             : GraphForm::dot;
  return console.result(draw(*plan, form, console.language()));
}

}  // namespace merit::cli
