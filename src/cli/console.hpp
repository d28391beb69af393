// Where the program speaks: results on stdout, talk on stderr, in the language asked for, and with what
// status it ends. The only place of src/cli that writes to a stream. Floor 6.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "cli/texts.hpp"
#include "merit/merit.hpp"

namespace merit::cli {

/// What the program tells its caller. `found`: done and written, but rows failed, or check or test found
/// something.
enum class Status : int { done = 0, found = 1, usage = 2, plan = 3, file = 4, fault = 5 };

Status status_of(ProblemKind kind);

/// Returns the worse one: a batch of plans or folders ends with its worst.
Status worse(Status a, Status b);

class Console {
 public:
  explicit Console(Language language);

  Language language() const { return language_; }

  /// Returns the phrase with its `{0}` `{1}` ... filled in. Controls in arguments become U+FFFD, because
  /// names of files and columns may hold what disturbs a terminal.
  std::string text(const Phrase& phrase, std::initializer_list<std::string> args = {}) const;
  /// "1 row", "4 rows", "4 行".
  std::string count(const Counted& phrase, std::size_t n) const;

  /// Writes a result, ended by a line break, and returns `status`; or, when stdout does not take it, says so
  /// and returns Status::file.
  Status result(std::string_view text, Status status = Status::done) const;
  /// Problems as a result, in the form asked for: of `check`, whose findings are what was asked for.
  Status result(const Problems& problems, ProblemForm form, Status status) const;

  /// A line on stderr beside the result.
  void talk(const std::string& line) const;
  /// A line on stderr that says why there is no result: "merit: ...".
  void complain(const std::string& line) const;
  /// Shows problems on stderr and returns the status that goes with them.
  Status problems(const Problems& problems) const;
  /// Writes the file, whole or not at all. When it cannot be written, shows why and returns Status::file.
  Status write(const std::string& path, const std::string& bytes, Status status) const;
  /// The same of what was written elsewhere, which met this trouble.
  Status written(const Problems& trouble, Status status) const;

 private:
  Language language_;
};

/// Is this stream (1 or 2) a terminal on which colour is welcome? Colour is all that the environment decides.
bool is_terminal(int stream);

}  // namespace merit::cli
