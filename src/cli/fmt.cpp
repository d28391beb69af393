// merit fmt: plans in their canonical form.
#include <algorithm>
#include <iostream>
#include <iterator>

#include "cli/commands.hpp"

namespace merit::cli {
namespace {

struct Wanted {
  bool checks = false;  ///< say what would change, and change nothing
  bool prints = false;  ///< to standard output, in place of the file
};

Status format_one(const std::string& path, const Wanted& wanted, const Console& console) {
  const bool is_stdin = path == "-";
  Result<std::string> text =
      is_stdin ? Result<std::string>(std::string(std::istreambuf_iterator<char>(std::cin), {}))
               : read_file(path);
  if (!text) return console.problems(text.error());
  const Result<std::string> printed = format_plan(*text, is_stdin ? "<stdin>" : path);
  if (!printed) return console.problems(printed.error());
  const bool changes = *printed != *text;
  if (wanted.checks) return changes ? console.result(path, Status::found) : Status::done;
  if (wanted.prints || is_stdin) return console.result(*printed);
  if (!changes) return Status::done;
  const Status status = console.write(path, *printed, Status::done);
  if (status == Status::done) console.talk(console.text(texts::formatted, {path}));
  return status;
}

}  // namespace

Status run_fmt(const Words& words, const Console& console) {
  Words paths;
  Wanted wanted;
  const auto ended = Arguments("fmt")
                         .words("PLAN", paths)
                         .flag("--check", wanted.checks)
                         .flag("--stdout", wanted.prints)
                         .read(words, console);
  if (ended) return *ended;
  if (wanted.checks && wanted.prints)
    return wrong_usage(console, "fmt", console.text(texts::not_together, {"--check", "--stdout"}));
  Status status = Status::done;
  for (const std::string& path : paths) status = worse(status, format_one(path, wanted, console));
  return status;
}

}  // namespace merit::cli
