#include "cli/console.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <unistd.h>
#include <vector>

namespace merit::cli {
namespace {

/// Replaces controls of one byte and of two (U+0080 to U+009F, which begin with C2).
std::string printable(const std::string& text) {
  constexpr const char* replacement = "\xEF\xBF\xBD";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool two_bytes =
        byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (two_bytes) ++i;
    if (two_bytes || byte < 0x20 || byte == 0x7F) out += replacement;
    else out += text[i];
  }
  return out;
}

bool wants_colour(int stream) {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return is_terminal(stream) && !(no_colour && *no_colour) &&
         !(terminal && std::string_view(terminal) == "dumb");
}

}  // namespace

Status status_of(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::none: return Status::done;
    case ProblemKind::plan: return Status::plan;
    case ProblemKind::data:
    case ProblemKind::file: return Status::file;
    case ProblemKind::usage: return Status::usage;
  }
  return Status::fault;
}

Status worse(Status a, Status b) { return std::max(a, b); }

bool is_terminal(int stream) { return ::isatty(stream) == 1; }

Console::Console(Language language) : language_(language) {}

std::string Console::text(const Phrase& phrase, std::initializer_list<std::string> args) const {
  const std::string_view pattern = language_ == Language::zh ? phrase.zh : phrase.en;
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool slot = pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}';
    const auto index = slot ? static_cast<std::size_t>(pattern[i + 1] - '0') : args.size();
    if (index < args.size()) {
      out += printable(args.begin()[index]);
      i += 2;
    } else {
      out += pattern[i];
    }
  }
  return out;
}

std::string Console::count(const Counted& phrase, std::size_t n) const {
  return text({n == 1 ? phrase.one : phrase.many, phrase.zh}, {std::to_string(n)});
}

Status Console::result(std::string_view text, Status status) const {
  std::cout << text;
  if (!text.empty() && text.back() != '\n') std::cout << '\n';
  std::cout.flush();
  if (std::cout) return status;
  complain(this->text(texts::stdout_full));
  return Status::file;
}

Status Console::result(const Problems& problems, ProblemForm form, Status status) const {
  return result(problems.render(form, language_, wants_colour(STDOUT_FILENO)), status);
}

void Console::talk(const std::string& line) const {
  std::cerr << line << (line.ends_with('\n') ? "" : "\n") << std::flush;
}

void Console::complain(const std::string& line) const { talk("merit: " + line); }

Status Console::problems(const Problems& problems) const {
  std::cerr << problems.render(ProblemForm::text, language_, wants_colour(STDERR_FILENO)) << std::flush;
  return status_of(problems.kind());
}

Status Console::write(const std::string& path, const std::string& bytes, Status status) const {
  return written(write_file(path, bytes), status);
}

Status Console::written(const Problems& trouble, Status status) const {
  if (trouble.errors() == 0) return status;
  problems(trouble);
  return Status::file;
}

}  // namespace merit::cli
