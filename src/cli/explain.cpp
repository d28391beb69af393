// merit explain: why a number is that number.
#include "cli/commands.hpp"
#include "cli/files.hpp"

namespace merit::cli {

Status run_explain(const Words& words, const Console& console) {
  std::string path, format, state;
  Words files;
  ExplainOptions options;
  const auto ended = Arguments("explain")
                         .word("PLAN", path)
                         .words("FILE", files)
                         .required_option("--who", options.who)
                         .option("--table", options.table)
                         .option("--period", options.period)
                         .option("--node", options.node)
                         .option("--state", state)
                         .choice("--format", format, {"text", "json"})
                         .read(words, console);
  if (ended) return *ended;

  const Result<Plan> plan = Plan::load(path);
  if (!plan) return console.problems(plan.error());
  console.problems(plan->warnings());
  const Result<Data> data = Data::read(*plan, data_files(files), state);
  if (!data) return console.problems(data.error());
  const Result<Explanation> explanation = explain(*data, options);
  if (!explanation) return console.problems(explanation.error());
  return console.result(format == "json" ? explanation->to_json() : explanation->to_text(console.language()),
                        explanation->failed() ? Status::found : Status::done);
}

}  // namespace merit::cli
