// Every mistake a compiled plan can have, as a file named after its code with its whole rendering in both
// languages beside it. UPDATE_GOLDEN=1 rewrites the renderings.
#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "graph/codes.hpp"
#include "graph/compile.hpp"
#include "plan/golden.hpp"

#include "support/catch.hpp"

namespace {

using namespace merit;
namespace fs = std::filesystem;

fs::path folder() { return fs::path(MERIT_TEST_DIR) / "graph" / "bad"; }

std::vector<fs::path> plans() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder()))
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

/// `E0453-in-sum.yaml` shows E0453; `three-mistakes.yaml` shows several.
std::string code_of(const fs::path& path) {
  const std::string name = path.stem().string();
  return name.starts_with("E0") ? name.substr(0, 5) : "";
}

std::vector<std::string> plan_codes() {
  std::vector<std::string> codes;
#define MERIT_CODE(name, code, severity, message_en, message_zh, help_en, help_zh, why_en, why_zh) \
  if (Severity::severity == Severity::error) codes.emplace_back(code);
#include "graph/codes.def"
#undef MERIT_CODE
  return codes;
}

}  // namespace

TEST_CASE("bad plans: each is refused with the whole text beside it") {
  for (const fs::path& path : plans()) {
    INFO(path.filename());
    Sources sources;
    const SourceId source = sources.add(path.filename().string(), golden::read(path));
    Diagnostics diagnostics;
    // A file that plans share stands beside them; any other name is not at hand.
    const graph::FindUsed shared = [&](const plan::DocNode& name) -> std::optional<SourceId> {
      return sources.add(name.text, golden::read(path.parent_path() / name.text));
    };
    const bool is_sharing = sources.text(source).find("shared.yml") != std::string_view::npos;
    const graph::Compiled compiled =
        graph::compile(sources, source, diagnostics, is_sharing ? shared : graph::FindUsed());
    CHECK(diagnostics.has_errors());
    CHECK_FALSE(compiled.graph);
    const auto shows = [&](const Diagnostic& d) { return d.info->code == code_of(path); };
    CHECK((code_of(path).empty() ||
           std::any_of(diagnostics.items().begin(), diagnostics.items().end(), shows)));
    for (const auto& [language, ending] :
         {std::pair{Language::en, ".en.txt"}, std::pair{Language::zh, ".zh.txt"}})
      golden::compare(fs::path(path).replace_extension(ending),
                      render(diagnostics.items(), sources, DiagnosticForm::text, language));
  }
}

TEST_CASE("bad plans: every code of a plan has a file") {
  std::set<std::string> shown;
  for (const fs::path& path : plans()) shown.insert(code_of(path));
  for (const std::string& code : plan_codes()) {
    INFO(code);
    CHECK(shown.contains(code));
  }
}
