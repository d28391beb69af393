#include "cli/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "cli/commands.hpp"
#include "cli/nearest.hpp"

namespace merit::cli {

struct Arguments::State {
  struct Choice {
    std::string name;
    const std::string* value;
    Words choices;
  };
  std::string command;
  CLI::App app;
  std::vector<Choice> choices;
  Words flags;
  bool dashes_are_words = false;

  Declared declared() const;
  std::string complaint(const Console& console) const;
  std::string complaint_of_choices(const Console& console) const;
  std::string complaint_of_flags(const Words& given, const Console& console) const;
  Words option_names() const;
};

namespace {

/// Set while a command is asked what it takes: read() then answers, and the command ends.
Declared* asked = nullptr;

bool is_option(const std::string& word) { return word.size() > 1 && word[0] == '-'; }

/// Moves words that begin with one dash behind a `--`, where CLI11 takes them as they are.
void protect_dashes(Words& words) {
  const auto is_word = [](const std::string& word) {
    return is_option(word) && word[1] != '-' && word != "-h";
  };
  if (std::find(words.begin(), words.end(), "--") != words.end()) return;
  const auto dashed =
      std::stable_partition(words.begin(), words.end(), [&](const auto& w) { return !is_word(w); });
  if (dashed != words.end()) words.insert(dashed, "--");
}

}  // namespace

Arguments::Arguments(std::string command) : state_(std::make_unique<State>()) {
  state_->command = std::move(command);
  state_->app.set_help_flag("-h,--help");
}
Arguments::~Arguments() = default;

Arguments& Arguments::word(const std::string& name, std::string& into) {
  state_->app.add_option(name, into)->required();
  return *this;
}
Arguments& Arguments::optional_word(const std::string& name, std::string& into) {
  state_->app.add_option(name, into);
  return *this;
}
Arguments& Arguments::words(const std::string& name, Words& into) {
  state_->app.add_option(name, into)->required();
  return *this;
}
Arguments& Arguments::option(const std::string& name, std::string& into) {
  state_->app.add_option(name, into);
  return *this;
}
Arguments& Arguments::required_option(const std::string& name, std::string& into) {
  state_->app.add_option(name, into)->required();
  return *this;
}
Arguments& Arguments::repeated(const std::string& name, Words& into) {
  state_->app.add_option(name, into)->allow_extra_args(false);
  return *this;
}
Arguments& Arguments::flag(const std::string& name, bool& into) {
  state_->app.add_flag(name, into);
  state_->flags.push_back(name);
  return *this;
}
Arguments& Arguments::choice(const std::string& name, std::string& into, Words choices) {
  state_->app.add_option(name, into);
  state_->choices.push_back({name, &into, std::move(choices)});
  return *this;
}
Arguments& Arguments::dashes_are_words() {
  state_->dashes_are_words = true;
  return *this;
}

Words Arguments::State::option_names() const {
  Words names;
  for (const CLI::Option* option : app.get_options())
    if (!option->get_positional()) names.push_back(option->get_name());
  return names;
}

Declared Arguments::State::declared() const {
  Declared result;
  for (const CLI::Option* option : app.get_options()) {
    const auto choice = std::find_if(choices.begin(), choices.end(),
                                     [&](const Choice& c) { return c.name == option->get_name(); });
    result.options.push_back({option->get_name(), option->get_positional(),
                              option->get_items_expected_max() > 0,
                              choice == choices.end() ? Words{} : choice->choices});
  }
  return result;
}

/// Finds what CLI11 complains of by looking at what it holds, because its messages are English only.
std::string Arguments::State::complaint(const Console& console) const {
  const Words left = app.remaining();
  const auto unknown = std::find_if(left.begin(), left.end(), is_option);
  if (unknown != left.end()) {
    const std::string name = unknown->substr(0, unknown->find('='));
    return with_suggestion(console, console.text(texts::no_option, {name}), name, option_names());
  }
  for (const CLI::Option* option : app.get_options())
    if (option->get_required() && option->count() == 0)
      return console.text(texts::missing_word, {option->get_name()});
  if (!left.empty()) return console.text(texts::word_too_many, {left.front()});
  return console.text(texts::not_understood);
}

std::string Arguments::State::complaint_of_choices(const Console& console) const {
  for (const auto& [name, value, choices] : this->choices) {
    const bool good = std::find(choices.begin(), choices.end(), *value) != choices.end();
    if (good || app.count(name) == 0) continue;
    std::string all;
    for (const std::string& choice : choices)
      all += (all.empty() ? "" : console.text(texts::separator)) + choice;
    return with_suggestion(console, console.text(texts::not_a_choice, {name, *value, all}), *value, choices);
  }
  return "";
}

/// `--all=perhaps`: CLI11 would take some values and refuse others.
std::string Arguments::State::complaint_of_flags(const Words& given, const Console& console) const {
  const auto end = std::find(given.begin(), given.end(), "--");
  for (const std::string& flag : flags)
    if (std::any_of(given.begin(), end,
                    [&](const std::string& word) { return word.starts_with(flag + "="); }))
      return console.text(texts::flag_with_value, {flag});
  return "";
}

std::optional<Status> Arguments::read(Words given, const Console& console) {
  if (asked) {
    *asked = state_->declared();
    return Status::done;
  }
  if (state_->dashes_are_words) protect_dashes(given);
  std::string complaint = state_->complaint_of_flags(given, console);
  if (!complaint.empty()) return wrong_usage(console, state_->command, complaint);
  std::reverse(given.begin(), given.end());  // CLI11 takes words from the back
  try {
    state_->app.parse(std::move(given));
    complaint = state_->complaint_of_choices(console);
  } catch (const CLI::CallForHelp&) {
    return console.result(page_of(*find_command(state_->command), console));
  } catch (const CLI::ArgumentMismatch& mismatch) {
    const std::string what = mismatch.what();  // "--who: 1 required TEXT missing"
    const std::string name = what.substr(0, what.find(':'));
    const bool twice = state_->app.count(name) > 1;
    complaint = console.text(twice ? texts::said_twice : texts::missing_value, {name});
  } catch (const CLI::ParseError&) {
    complaint = state_->complaint(console);
  }
  if (complaint.empty()) return std::nullopt;
  return wrong_usage(console, state_->command, complaint);
}

Declared declared_by(const Command& command) {
  Declared result;
  asked = &result;
  command.run({}, Console(Language::en));
  asked = nullptr;
  return result;
}

Status wrong_usage(const Console& console, const std::string& command, const std::string& message) {
  console.complain(message);
  console.talk(usage_of(*find_command(command), console));
  return Status::usage;
}

std::string with_suggestion(const Console& console, const std::string& message, const std::string& word,
                            const Words& known) {
  const std::string near = nearest(word, known);
  return near.empty() ? message : console.text(texts::did_you_mean, {message, near});
}

}  // namespace merit::cli
