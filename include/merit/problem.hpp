// What is wrong, where, and how to mend it: problems as values.
//
// Nothing in Merit throws across its border or prints by itself. What can go wrong comes back as Problems,
// which can be shown to people, read by tools, or kept as JSON; always in English and Chinese.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "merit/export.hpp"
#include "merit/language.hpp"

namespace merit {
inline namespace v0 {

enum class ProblemForm : std::uint8_t {
  text,  ///< for people: message, place, excerpt with carets, help
  line,  ///< for tools: `file:line:column: error: message [E0204]`, one line each
  json,  ///< an array of objects with everything in both languages
};

/// Where the trouble is, so that a program can choose its exit status.
enum class ProblemKind : std::uint8_t {
  none,   ///< nothing is wrong
  plan,   ///< the plan is wrong
  data,   ///< a data file is wrong as a whole, or cannot be read
  file,   ///< a file cannot be read or written
  usage,  ///< the call is wrong: nobody of that name, no such period, a formula that does not parse
};

/// The problems (and warnings) of one call. Cheap to copy; immutable.
class MERIT_EXPORT Problems {
 public:
  Problems();
  ProblemKind kind() const;
  std::size_t errors() const;
  std::size_t warnings() const;
  bool empty() const { return errors() + warnings() == 0; }
  /// Codes in the order of places: "E0204".
  std::string code(std::size_t index) const;
  std::string message(std::size_t index, Language language) const;
  std::string render(ProblemForm form, Language language, bool colour = false) const;

  struct State;
  explicit Problems(std::shared_ptr<const State> state);

 private:
  std::shared_ptr<const State> state_;
};

}  // namespace v0
}  // namespace merit
