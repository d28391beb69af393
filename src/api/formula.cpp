#include "merit/formula.hpp"

#include "api/state.hpp"
#include "eval/row/engine.hpp"
#include "graph/codes.hpp"
#include "report/cell_text.hpp"

namespace merit {
inline namespace v0 {

Result<Evaluated> evaluate(const std::string& formula, const EvaluateOptions& options) {
  auto sources = std::make_shared<Sources>();
  Diagnostics diagnostics;
  const auto rounding = parse_rounding(options.rounding);
  if (!rounding) {
    const SourceId source = sources->add("<rounding>", options.rounding);
    diagnostics.add(graph::codes::round_mode,
                    {source, 0, static_cast<std::uint32_t>(options.rounding.size())},
                    {Text::same(options.rounding)});
    return api::problems(ProblemKind::usage, sources, diagnostics);
  }
  std::vector<graph::EvalInput> inputs;
  for (const auto& [name, value] : options.values) inputs.push_back({name, value});
  const auto graph = graph::compile_formula(*sources, formula, inputs, *rounding, diagnostics);
  if (!graph) return api::problems(ProblemKind::usage, sources, diagnostics);
  eval::RowEngine engine(*graph);
  engine.run({});
  const graph::Cell& cell = engine[graph->roots[0]];
  Evaluated result;
  if (cell.is_failed()) {
    const graph::Site& site = graph->sites[cell.site.value];
    Diagnostic d;
    d.info = site.info;
    d.args = site.args;
    result.failed_code = site.info->code;
    result.failed_en = message_of(d, Language::en);
    result.failed_zh = message_of(d, Language::zh);
    return result;
  }
  result.absent = cell.is_absent();
  graph::Cell shown = cell;
  const Type& type = graph->outputs[0].type;
  if (options.round_result && type.is_number() && cell.is_value()) {
    shown.number = round_to(cell.number, *rounding);
    Type fixed = type;
    fixed.digits = rounding->digits;
    result.text = report::file_text(*graph, shown, fixed);
    return result;
  }
  result.text = report::exact_text(*graph, shown, type);
  return result;
}

}  // namespace v0
}  // namespace merit
