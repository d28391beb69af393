#include "merit/tools.hpp"

#include "api/state.hpp"
#include "base/file.hpp"
#include "report/codes.hpp"
#include "report/error_index.hpp"
#include "report/format.hpp"
#include "report/reference.hpp"
#include "report/schema.hpp"
#include "report/starter.hpp"

namespace merit {
inline namespace v0 {

std::string version() { return MERIT_VERSION; }

std::string help_page(const std::string& code, Language language) {
  const CodeInfo* info = report::find_code(code);
  return info ? report::help_page(*info, language) : "";
}

std::string help_index(Language language) {
  std::string out;
  for (const CodeInfo* info : report::all_codes())
    out += std::string(info->code) + "  " + report::general_texts(*info, language).message + "\n";
  return out;
}

std::string error_index(Language language) { return report::error_index(language); }
std::string schema() { return report::json_schema(); }
std::string starter_plan(Language language) { return report::starter_plan(language); }
std::string reference_tables(Language language) { return report::reference_tables(language); }

std::string reference_part(const std::string& name, Language language) {
  return report::reference_part(name, language);
}

Result<std::string> format_plan(const std::string& text, const std::string& name) {
  auto sources = std::make_shared<Sources>();
  Diagnostics diagnostics;
  const SourceId source = sources->add(name, text);
  auto printed = report::format(*sources, source, diagnostics);
  if (!printed) return api::problems(ProblemKind::plan, sources, diagnostics);
  return std::move(*printed);
}

Result<std::string> read_file(const std::string& path) {
  constexpr std::size_t most = std::size_t{4} << 30;
  Diagnostics diagnostics;
  std::string text;
  if (!merit::read_file(path, most, text, diagnostics))
    return api::problems(ProblemKind::file, nullptr, diagnostics);
  return text;
}

Problems write_file(const std::string& path, const std::string& bytes) {
  Diagnostics diagnostics;
  write_file_atomically(path, bytes, diagnostics);
  return api::problems(ProblemKind::file, nullptr, diagnostics);
}

}  // namespace v0
}  // namespace merit
