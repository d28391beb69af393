// merit test: cases with the results that are expected.
#include "cli/commands.hpp"

namespace merit::cli {
namespace {

/// Every difference, under a heading for its case.
std::string differences(const std::vector<CaseFailure>& failures, const Console& console) {
  const auto shown = [&](const std::string& text) {
    return text.empty() ? console.text(texts::nothing) : text;
  };
  std::string out;
  const CaseFailure* last = nullptr;
  for (const CaseFailure& failure : failures) {
    if (!last || last->file != failure.file || last->line != failure.line)
      out +=
          console.text(texts::case_failed, {failure.file, std::to_string(failure.line), failure.name}) + "\n";
    out += console.text(texts::case_cell, {failure.column, shown(failure.expected), shown(failure.found)}) +
           "\n";
    last = &failure;
  }
  return out;
}

}  // namespace

Status run_test(const Words& words, const Console& console) {
  Words paths;
  if (const auto ended = Arguments("test").words("PATH", paths).read(words, console)) return *ended;

  Status status = Status::done;
  std::size_t passed = 0, failed = 0;
  for (const std::string& path : paths) {
    const Result<CaseRun> run = run_cases(path);
    if (!run) {
      status = worse(status, console.problems(run.error()));
      continue;
    }
    for (const Problems& problems : run->problems) status = worse(status, console.problems(problems));
    if (run->files.empty() && run->problems.empty()) {
      console.complain(console.text(texts::no_cases, {path}));
      status = worse(status, Status::file);
    }
    for (const CaseFile& file : run->files) {
      passed += file.cases - file.failed;
      failed += file.failed;
      std::string report = console.text(texts::case_file, {file.path, std::to_string(file.cases),
                                                           std::to_string(file.failed)}) +
                           "\n";
      if (file.failed > 0) report += differences(file.failures, console);
      status = worse(status, console.result(report, file.failed > 0 ? Status::found : Status::done));
    }
  }
  if (passed + failed == 0 && status != Status::done) return status;  // no case could run
  const std::string closing =
      console.text(texts::passed_failed, {std::to_string(passed), std::to_string(failed)});
  return console.result(closing, status);
}

}  // namespace merit::cli
