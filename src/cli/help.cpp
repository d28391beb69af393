// merit help, version, schema, reference: what Merit says of itself.
#include <algorithm>

#include "cli/commands.hpp"

namespace merit::cli {
namespace {

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

/// The commands that only print.
Status print(const char* command, const Words& words, const Console& console, const std::string& text) {
  if (const auto ended = Arguments(command).read(words, console)) return *ended;
  return console.result(text);
}

}  // namespace

Status run_help(const Words& words, const Console& console) {
  std::string topic;
  if (const auto ended = Arguments("help").optional_word("TOPIC", topic).read(words, console)) return *ended;
  if (topic.empty()) return console.result(first_page(console));
  if (topic == "codes") return console.result(help_index(console.language()));
  if (const Command* command = find_command(topic)) return console.result(page_of(*command, console));
  const std::string page = help_page(upper(topic), console.language());
  if (!page.empty()) return console.result(page);
  const std::string part = reference_part(topic, console.language());
  if (!part.empty()) return console.result(part);

  Words known = command_names();
  known.emplace_back("codes");
  console.complain(with_suggestion(console, console.text(texts::no_topic, {topic}), topic, known));
  console.talk(console.text(texts::see_commands));
  return Status::usage;
}

Status run_version(const Words& words, const Console& console) {
  return print("version", words, console, "merit " + version());
}

Status run_schema(const Words& words, const Console& console) {
  return print("schema", words, console, schema());
}

Status run_reference(const Words& words, const Console& console) {
  bool errors = false;
  if (const auto ended = Arguments("reference").flag("--errors", errors).read(words, console)) return *ended;
  return console.result(errors ? error_index(console.language()) : reference_tables(console.language()));
}

}  // namespace merit::cli
