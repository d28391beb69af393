// merit test: cases with the results that are expected.
#include <algorithm>

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

/// What no case of the plan has reached: the first places of it, or all.
std::string missed_ways(const CaseReach& reach, bool all, const Console& console) {
  constexpr std::size_t shown = 12;
  const std::size_t count = all ? reach.missed.size() : std::min(shown, reach.missed.size());
  std::string out = console.text(texts::ways_missed, {reach.plan, std::to_string(reach.ways - reach.taken),
                                                      std::to_string(reach.ways)}) +
                    "\n";
  for (std::size_t i = 0; i < count; ++i) {
    const MissedWays& missed = reach.missed[i];
    const std::string& text = console.language() == Language::zh ? missed.zh : missed.en;
    out += console.text(texts::missed,
                        {reach.plan, std::to_string(missed.line), std::to_string(missed.column), text}) +
           "\n";
  }
  if (count < reach.missed.size())
    out += console.text(texts::more_places, {std::to_string(reach.missed.size() - count)}) + "\n";
  return out;
}

}  // namespace

Status run_test(const Words& words, const Console& console) {
  Words paths;
  bool is_strict = false;
  const auto ended = Arguments("test").words("PATH", paths).flag("--strict", is_strict).read(words, console);
  if (ended) return *ended;

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
      const bool is_last = &file == &run->files.back() || (&file + 1)->plan != file.plan;
      const auto reach = std::find_if(run->reaches.begin(), run->reaches.end(),
                                      [&](const CaseReach& r) { return r.plan == file.plan; });
      if (!is_last || reach == run->reaches.end() || reach->missed.empty()) continue;
      status = worse(status, console.result(missed_ways(*reach, is_strict, console),
                                            is_strict ? Status::found : Status::done));
    }
  }
  if (passed + failed == 0 && status != Status::done) return status;  // no case could run
  const std::string closing =
      console.text(texts::passed_failed, {std::to_string(passed), std::to_string(failed)});
  return console.result(closing, status);
}

}  // namespace merit::cli
