// Every mistake of a plan's text, as a file with its whole rendering in both languages beside it.
// UPDATE_GOLDEN=1 rewrites the renderings.
#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "plan/document.hpp"
#include "plan/golden.hpp"

#include "support/catch.hpp"

namespace {

using namespace merit;
namespace fs = std::filesystem;

std::vector<fs::path> bad_plans() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(golden::folder() / "bad"))
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

TEST_CASE("bad documents: each is refused with the whole text beside it") {
  const std::vector<fs::path> paths = bad_plans();
  REQUIRE(paths.size() > 50);
  for (const fs::path& path : paths) {
    INFO(path.filename());
    Sources sources;
    const SourceId source = sources.add(path.filename().string(), golden::read(path));
    Diagnostics diagnostics;
    plan::load_document(sources, source, diagnostics);
    CHECK(diagnostics.has_errors());
    for (const auto& [language, ending] :
         {std::pair{Language::en, ".en.txt"}, std::pair{Language::zh, ".zh.txt"}})
      golden::compare(fs::path(path).replace_extension(ending),
                      render(diagnostics.items(), sources, DiagnosticForm::text, language));
  }
}
