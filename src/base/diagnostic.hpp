// Diagnostics: what is wrong, where, and how to mend it, as values. Floor 0.
//
// A diagnostic is made without words: a code and its arguments. It is turned into English or Chinese text
// only when it is rendered, in one of three forms made from the same value: for people (excerpt and caret),
// one line for tools (GNU style), JSON. Each folder owns its codes in `codes.def`; src/report/codes.cpp joins
// them for `merit help`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.hpp"
#include "merit/language.hpp"

namespace merit {

/// A text in both languages.
struct Text {
  std::string en;
  std::string zh;
  /// The same in both: names, numbers, excerpts.
  static Text same(const std::string& text) { return {text, text}; }
  const std::string& in(Language language) const { return language == Language::zh ? zh : en; }
  friend bool operator==(const Text&, const Text&) = default;
};

/// `error`: the plan or the file is wrong. `warning`: it may be. `row`: one row's data is wrong; other rows
/// count.
enum class Severity : unsigned char { error, warning, row };

/// One kind of trouble. Messages and helps hold `{0}` `{1}` ... for the arguments. Static storage.
struct CodeInfo {
  const char* code;  ///< "E0204", stable for ever
  Severity severity;
  const char* message_en;
  const char* message_zh;
  const char* help_en;  ///< what to do; may be ""
  const char* help_zh;
  const char* why_en;  ///< for `merit help CODE`: why this is refused, a sentence or two
  const char* why_zh;
};

struct Related {
  Span span;
  Text label;  ///< "first written here"
};

struct Diagnostic {
  const CodeInfo* info = nullptr;
  Span span;
  std::vector<Text> args;
  std::vector<Related> related;  ///< other places, in the order they should be read
  Text suggestion;               ///< "did you mean `completion`?"; empty when there is none
};

/// Tells whether `args` fill every place of the message and of the help: a `{0}` is not for people.
bool fills_every_place(const CodeInfo& info, const std::vector<Text>& args);

/// The message with its arguments filled in, in one line, printable() as a whole.
std::string message_of(const Diagnostic& d, Language language);
std::string help_of(const Diagnostic& d, Language language);

/// Returns `text` so that it takes one line and cannot disturb a terminal: tabs and line ends become a blank;
/// controls, marks of writing direction and bytes that are not UTF-8 become U+FFFD. For every text that came
/// from a user.
std::string printable(std::string_view text);

/// Returns "error" or "warning"; a row's trouble is called an error.
std::string_view severity_word(Severity severity, Language language);

/// Returns them by source, place, code; equal ones (code, place, arguments) once; otherwise in the order
/// given. Those without a place come last.
std::vector<Diagnostic> sorted(const std::vector<Diagnostic>& list);

/// The diagnostics of one run. Order of discovery; `sorted` gives the order of places. `errors` counts those
/// of Severity::error only: neither a warning nor a row's trouble stops a pass.
class Diagnostics {
 public:
  /// Adds one and returns it, to be given its related places and suggestion before the next is added.
  Diagnostic& add(const CodeInfo& info, Span span, std::vector<Text> args = {});
  bool has_errors() const { return errors_ > 0; }
  std::size_t size() const { return items_.size(); }
  std::size_t errors() const { return errors_; }
  const std::vector<Diagnostic>& items() const { return items_; }
  std::vector<Diagnostic> sorted() const { return merit::sorted(items_); }
  void append(const Diagnostics& other);
  /// did_you_mean() for the one added last; an empty Text when there are more than
  /// limits::suggestions_made already: searching neighbours for each of a thousand mistakes takes seconds.
  Text did_you_mean(std::string_view word, const std::vector<std::string>& known) const;

 private:
  std::vector<Diagnostic> items_;
  std::size_t errors_ = 0;
};

enum class DiagnosticForm : unsigned char { text, line, json };

/// Renders all of `list`, sorted().
/// text: `error[E0204]: message`, `--> file:line:column`, the excerpt with carets under the span (display
/// cells; long lines are cut around the span; at most one line of excerpt a span), each related place
/// likewise with its label, then `= help: ...` and the suggestion. No colour unless `colour`. After
/// limits::diagnostics_shown it says how many more there are. Nothing at all for an empty list. line:
/// `file:line:column: error: message [E0204]`, one line each, all of them; `error` in every language. json:
/// an array of {code, severity, message: {en, zh}, help, file, line, column, end_line, end_column, related:
/// [...], suggestion}, all of them, independent of `language`. Severity is "error", "warning" or "row". The
/// end is the place just after. What there is none of (help, suggestion, place) is null.
std::string render(const std::vector<Diagnostic>& list, const Sources& sources, DiagnosticForm form,
                   Language language, bool colour = false);

/// Returns the member of `known` nearest to `word` (edit distance with transposition, at most a third of the
/// length, at least 1, and less than every letter; ignoring the case of ASCII letters), or "" when none is
/// near. Ties: the first in `known`. Words of more than 64 characters have no neighbours.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

/// Returns {"did you mean `x`?", ...} for nearest(), or an empty Text.
Text did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace merit
