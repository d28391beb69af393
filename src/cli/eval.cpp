// merit eval: one formula, or one a line.
#include <cstdio>
#include <iostream>

#include "cli/commands.hpp"

namespace merit::cli {
namespace {

/// Splits NAME=VALUE at the first `=`; the value may hold more of them. False when there is no name.
bool add_setting(const std::string& setting, EvaluateOptions& options) {
  const std::size_t equals = setting.find('=');
  if (equals == std::string::npos || equals == 0) return false;
  options.values.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
  return true;
}

Status eval_one(const std::string& formula, const EvaluateOptions& options, const Console& console) {
  const Result<Evaluated> found = evaluate(formula, options);
  if (!found) return console.problems(found.error());
  if (found->failed_code.empty())
    return console.result(found->absent ? console.text(texts::absent) : found->text);
  const std::string& reason = console.language() == Language::zh ? found->failed_zh : found->failed_en;
  console.complain(console.text(texts::value_failed, {found->failed_code, reason}));
  return Status::found;
}

/// A result for each line, whatever happens, so that lines can be matched.
Status eval_lines(const EvaluateOptions& options, const Console& console) {
  Status status = Status::done;
  std::string line;
  while (std::getline(std::cin, line)) {
    if (line.ends_with('\r')) line.pop_back();
    const Result<Evaluated> found = evaluate(line, options);
    const std::string code = found ? found->failed_code : found.error().code(0);
    const std::string value = found && found->absent ? console.text(texts::absent) : found ? found->text : "";
    const Status of_line = code.empty() ? Status::done : Status::found;
    status = worse(status, console.result((code.empty() ? value : code) + "\n", of_line));
    if (status == Status::file) return status;
  }
  if (!std::ferror(stdin)) return status;  // the stream itself takes an error for an end
  console.complain(console.text(texts::stdin_broken));
  return Status::file;
}

}  // namespace

Status run_eval(const Words& words, const Console& console) {
  std::string formula;
  EvaluateOptions options;
  Words settings;
  std::string rounding;
  bool lines = false;
  const auto ended = Arguments("eval")
                         .optional_word("FORMULA", formula)
                         .flag("--lines", lines)
                         .repeated("--set", settings)
                         .option("--round", rounding)
                         .dashes_are_words()
                         .read(words, console);
  if (ended) return *ended;
  if (lines && !formula.empty())
    return wrong_usage(console, "eval", console.text(texts::not_together, {"FORMULA", "--lines"}));
  if (!lines && formula.empty())
    return wrong_usage(console, "eval", console.text(texts::missing_word, {"FORMULA"}));
  for (const std::string& setting : settings)
    if (!add_setting(setting, options))
      return wrong_usage(console, "eval", console.text(texts::not_a_setting, {setting}));
  if (!rounding.empty()) {
    options.rounding = rounding;
    options.round_result = true;
  }
  return lines ? eval_lines(options, console) : eval_one(formula, options, console);
}

}  // namespace merit::cli
