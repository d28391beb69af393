// merit init: a first plan. It never takes the place of a file: the plan lost would be worth more than the
// one gained.
#include <filesystem>
#include <system_error>

#include "cli/commands.hpp"

namespace merit::cli {

Status run_init(const Words& words, const Console& console) {
  std::string out;
  if (const auto ended = Arguments("init").option("-o", out).read(words, console)) return *ended;
  const std::string plan = starter_plan(console.language());
  if (out.empty()) return console.result(plan);

  std::error_code error;
  if (std::filesystem::exists(std::filesystem::symlink_status(out, error))) {
    console.complain(console.text(texts::exists_already, {out}));
    return Status::file;
  }
  const Status status = console.write(out, plan, Status::done);
  if (status == Status::done) console.talk(console.text(texts::wrote, {out}));
  return status;
}

}  // namespace merit::cli
