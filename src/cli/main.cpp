// The program: finds the language and the command, runs it, and ends with its status.
#include <csignal>
#include <exception>
#if defined(__GLIBC__)
#include <malloc.h>
#endif
#include <new>
#include <optional>

#include "cli/commands.hpp"
#include "cli/disk_blocks.hpp"

namespace merit::cli {
namespace {

/// Takes `--lang en` or `--lang=zh` out of the words, wherever it stands before a `--`, so that what is wrong
/// with the rest can be said in that language. Nothing when there is another value or none; `language` is
/// then English.
bool take_language(Words& words, Language& language, std::string& value) {
  for (std::size_t i = 0; i < words.size() && words[i] != "--";) {
    const bool joined = words[i].starts_with("--lang=");
    if (!joined && words[i] != "--lang") {
      ++i;
      continue;
    }
    const bool has_value = joined || i + 1 < words.size();
    value = joined ? words[i].substr(7) : has_value ? words[i + 1] : "";
    if (value != "en" && value != "zh") return false;
    language = value == "zh" ? Language::zh : Language::en;
    const auto at = words.begin() + static_cast<std::ptrdiff_t>(i);
    words.erase(at, at + (joined ? 1 : 2));
  }
  return true;
}

Status unknown_command(const std::string& name, const Console& console) {
  const bool option = name.starts_with('-');
  const Words known = option ? Words{"--help", "--version", "--lang"} : command_names();
  const std::string message = console.text(option ? texts::no_option : texts::no_command, {name});
  console.complain(with_suggestion(console, message, name, known));
  console.talk(console.text(texts::see_commands));
  return Status::usage;
}

Status run(Words words) {
  Language language = Language::en;
  std::string value;
  const bool good_language = take_language(words, language, value);
  const Console console(language);
  if (!good_language) {
    console.complain(value.empty() ? console.text(texts::missing_value, {"--lang"})
                                   : console.text(texts::not_a_choice, {"--lang", value, "en, zh"}));
    return Status::usage;
  }
  if (words.empty()) {
    console.talk(first_page(console));
    return Status::usage;
  }
  std::string name = words.front();
  words.erase(words.begin());
  if (name == "--version") name = "version";
  if (name == "--help" || name == "-h") name = "help";
  const Command* command = find_command(name);
  return command ? command->run(words, console) : unknown_command(name, console);
}

/// The language of the call, for the words about a fault.
Language language_of(Words words) {
  Language language = Language::en;
  std::string value;
  take_language(words, language, value);
  return language;
}

}  // namespace
}  // namespace merit::cli

int main(int argc, char** argv) {
  using namespace merit::cli;
#if defined(__GLIBC__)
  // Parts of a file are of one size: what one gives back is for the next. What is larger goes back to the
  // system.
  ::mallopt(M_MMAP_THRESHOLD, 8 << 20);
  ::mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is a result that cannot be written: status 4
  std::signal(SIGXFSZ, SIG_IGN);  // so is a file that may grow no further
  const Words words(argv + 1, argv + argc);
  try {
    return static_cast<int>(run(words));
  } catch (const std::bad_alloc&) {
    const Console console(language_of(words));
    console.complain(is_disk_full() ? console.text(texts::no_disk, {disk_folder()})
                                    : console.text(texts::no_memory));
    return static_cast<int>(Status::file);
  } catch (const std::exception& error) {
    const Console console(language_of(words));
    console.complain(console.text(texts::fault, {error.what()}));
  } catch (...) {
    const Console console(language_of(words));
    console.complain(console.text(texts::fault, {"?"}));
  }
  return static_cast<int>(Status::fault);
}
