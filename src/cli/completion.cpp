// merit completion: scripts by which shells complete words, made from what the commands declare.
#include <algorithm>
#include <sstream>

#include "cli/commands.hpp"

namespace merit::cli {
namespace {

/// What can stand where a word is typed.
struct Expected {
  Words words;
  bool files = false;
};

bool is_file(const std::string& name) {
  const Words files = {"PLAN", "FILE", "PATH", "-o", "--state", "--state-out"};
  return std::find(files.begin(), files.end(), name) != files.end();
}

/// Commands and codes, for `merit help`.
Words topics() {
  Words all = command_names();
  all.emplace_back("codes");
  std::istringstream lines(help_index(Language::en));
  for (std::string line; std::getline(lines, line);) all.push_back(line.substr(0, line.find(' ')));
  return all;
}

Expected value_of(const Declared::Option& option) {
  if (option.name == "TOPIC") return {topics(), false};
  return {option.choices, is_file(option.name)};
}

/// What can stand behind a command where no option waits for its value.
Expected behind(const Declared& declared) {
  Expected all{{"--lang"}, false};
  for (const Declared::Option& option : declared.options) {
    if (!option.is_word) {
      all.words.push_back(option.name);
      continue;
    }
    const Expected word = value_of(option);
    all.words.insert(all.words.end(), word.words.begin(), word.words.end());
    all.files |= word.files;
  }
  return all;
}

std::string joined(const Words& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

/// A line of `case "$command,$previous"`: shells of the Bourne family read it alike.
std::string case_line(const std::string& pattern, const Expected& expected) {
  return "    " + pattern + ") choices='" + joined(expected.words) +
         "'; files=" + (expected.files ? "1" : "") + " ;;\n";
}

/// Sets `choices` and `files` by `command` and `previous`.
std::string cases() {
  Words first = command_names();
  first.insert(first.end(), {"--help", "--lang", "--version"});
  std::string out = "  local choices= files=\n  case \"$command,$previous\" in\n";
  out += case_line("*,--lang", {{"en", "zh"}, false});
  for (const Command& command : commands()) {
    const Declared declared = declared_by(command);
    for (const Declared::Option& option : declared.options)
      if (!option.is_word && option.takes_value)
        out += case_line(std::string(command.name) + "," + option.name, value_of(option));
    out += case_line(std::string(command.name) + ",*", behind(declared));
  }
  return out + case_line(",*", {first, false}) + "  esac\n";
}

std::string bash() {
  return R"(# Completes words of merit in bash. Made by `merit completion bash`.
_merit() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command= at
  for ((at = 1; at < COMP_CWORD; ++at)); do
    case ${COMP_WORDS[at]} in
      --lang) ((++at)) ;;
      -*) ;;
      *) command=${COMP_WORDS[at]}; break ;;
    esac
  done
)" + cases() +
         R"(  COMPREPLY=($(compgen -W "$choices" -- "$current"))
  if [[ $files ]]; then
    local IFS=$'\n'
    COMPREPLY+=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _merit merit
)";
}

std::string zsh() {
  return R"(#compdef merit
# Completes words of merit in zsh. Made by `merit completion zsh`.
_merit() {
  local previous=${words[CURRENT-1]} command= at
  local -a typed=("${words[@]}")
  for ((at = 2; at < CURRENT; ++at)); do
    case ${typed[at]} in
      --lang) ((++at)) ;;
      -*) ;;
      *) command=${typed[at]}; break ;;
    esac
  done
)" + cases() +
         R"(  [[ -n $choices ]] && compadd -- ${=choices}
  [[ -n $files ]] && _files
}
if [[ $funcstack[1] == _merit ]]; then _merit "$@"; else compdef _merit merit; fi
)";
}

/// A text in single quotes of fish.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return out + "'";
}

std::string fish_option(const std::string& when, const Declared::Option& option) {
  const bool is_long = option.name.starts_with("--");
  std::string line = "complete -c merit -n " + quoted(when) + (is_long ? " -l " : " -s ") +
                     option.name.substr(is_long ? 2 : 1);
  const Expected value = value_of(option);
  if (value.files) line += " -r -F";
  else if (option.takes_value) line += " -x";
  if (!value.words.empty()) line += " -a " + quoted(joined(value.words));
  return line + "\n";
}

std::string fish(const Console& console) {
  std::string out =
      "# Completes words of merit in fish. Made by `merit completion fish`.\ncomplete -c merit -f\n";
  out += "complete -c merit -l lang -x -a 'en zh'\n";
  for (const Command& command : commands()) {
    const std::string when = std::string("__fish_seen_subcommand_from ") + command.name;
    out += std::string("complete -c merit -n __fish_use_subcommand -a ") + command.name + " -d " +
           quoted(console.text(command.summary)) + "\n";
    for (const Declared::Option& option : declared_by(command).options) {
      const Expected value = value_of(option);
      if (!option.is_word) out += fish_option(when, option);
      else if (value.files) out += "complete -c merit -n " + quoted(when) + " -F\n";
      else if (!value.words.empty())
        out += "complete -c merit -n " + quoted(when) + " -a " + quoted(joined(value.words)) + "\n";
    }
  }
  return out;
}

}  // namespace

Status run_completion(const Words& words, const Console& console) {
  std::string shell;
  const auto ended =
      Arguments("completion").choice("SHELL", shell, {"bash", "zsh", "fish"}).read(words, console);
  if (ended) return *ended;
  if (shell.empty()) return wrong_usage(console, "completion", console.text(texts::missing_word, {"SHELL"}));
  if (shell == "bash") return console.result(bash());
  return console.result(shell == "zsh" ? zsh() : fish(console));
}

}  // namespace merit::cli
