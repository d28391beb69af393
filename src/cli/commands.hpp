// The commands: their names, their pages, and the functions that run them, one file a command or small group.
#pragma once

#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "cli/texts.hpp"

namespace merit::cli {

struct Command {
  const char* name;
  const char* usage;  ///< what stands behind the name
  Phrase summary;
  Phrase details;  ///< lines for `merit help NAME`
  Status (*run)(const Words& words, const Console& console);
};

/// All of them, in the order of `merit help`.
const std::vector<Command>& commands();
/// Returns nullptr when there is none of that name.
const Command* find_command(const std::string& name);
Words command_names();

/// "usage: merit score PLAN FILE ...".
std::string usage_of(const Command& command, const Console& console);
/// The page of `merit help NAME`: usage, what it does, options.
std::string page_of(const Command& command, const Console& console);
/// The page of `merit help`: all commands, exit statuses.
std::string first_page(const Console& console);

Status run_score(const Words& words, const Console& console);
Status run_explain(const Words& words, const Console& console);
Status run_check(const Words& words, const Console& console);
Status run_test(const Words& words, const Console& console);
Status run_eval(const Words& words, const Console& console);
Status run_fmt(const Words& words, const Console& console);
Status run_graph(const Words& words, const Console& console);
Status run_init(const Words& words, const Console& console);
Status run_schema(const Words& words, const Console& console);
Status run_reference(const Words& words, const Console& console);
Status run_help(const Words& words, const Console& console);
Status run_completion(const Words& words, const Console& console);
Status run_version(const Words& words, const Console& console);

}  // namespace merit::cli
