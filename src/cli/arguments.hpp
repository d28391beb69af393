// The words behind a command, read into variables. The only file pair that knows CLI11; its complaints become
// one line in the language asked for and the command's usage.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/console.hpp"

namespace merit::cli {

using Words = std::vector<std::string>;

struct Command;

/// What a command takes, as it declares it.
struct Declared {
  struct Option {
    std::string name;  ///< "--format"; of a word in its place "PLAN"
    bool is_word = false;
    bool takes_value = false;
    Words choices;  ///< of the value; none: any
  };
  std::vector<Option> options;
};

/// Asks a command what it takes, without running it.
Declared declared_by(const Command& command);

/// Declares what a command takes, then reads it. Variables must outlive read().
class Arguments {
 public:
  explicit Arguments(std::string command);
  ~Arguments();

  /// A word in its place: PLAN.
  Arguments& word(const std::string& name, std::string& into);
  Arguments& optional_word(const std::string& name, std::string& into);
  /// One or more words.
  Arguments& words(const std::string& name, Words& into);
  /// `--who ID`, at most once.
  Arguments& option(const std::string& name, std::string& into);
  Arguments& required_option(const std::string& name, std::string& into);
  /// `--set X=1 --set Y=2`.
  Arguments& repeated(const std::string& name, Words& into);
  Arguments& flag(const std::string& name, bool& into);
  /// `--format csv`: one of `choices`, "" when it is not said.
  Arguments& choice(const std::string& name, std::string& into, Words choices);
  /// A word that begins with one dash is a word in its place, as `-x + 1` is a formula.
  Arguments& dashes_are_words();

  /// Reads `given`. Nothing: go on. Else the status to end with: help was asked for and shown, or the words
  /// are wrong and what is wrong was said.
  std::optional<Status> read(Words given, const Console& console);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Says on stderr what is wrong with the call, then the usage of the command. Returns Status::usage.
Status wrong_usage(const Console& console, const std::string& command, const std::string& message);

/// Returns the message with "did you mean" behind it when one of `known` is near.
std::string with_suggestion(const Console& console, const std::string& message, const std::string& word,
                            const Words& known);

}  // namespace merit::cli
