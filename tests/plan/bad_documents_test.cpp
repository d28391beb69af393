// Every mistake of a plan's text, as a file with its whole rendering in both languages beside it.
// UPDATE_GOLDEN=1 rewrites the renderings.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "plan/document.hpp"
#include "support/catch.hpp"

namespace {

using namespace merit;
namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<fs::path> bad_plans() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(fs::path(MERIT_TEST_DIR) / "plan" / "bad"))
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

void compare_with_golden(const fs::path& path, const std::string& found) {
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << found;
  CHECK(read_file(path) == found);
}

}  // namespace

TEST_CASE("bad documents: each is refused with the whole text beside it") {
  const std::vector<fs::path> paths = bad_plans();
  REQUIRE(paths.size() > 50);
  for (const fs::path& path : paths) {
    INFO(path.filename());
    Sources sources;
    const SourceId source = sources.add(path.filename().string(), read_file(path));
    Diagnostics diagnostics;
    plan::load_document(sources, source, diagnostics);
    CHECK(diagnostics.has_errors());
    for (const auto& [language, ending] : {std::pair{Language::en, ".en.txt"}, std::pair{Language::zh, ".zh.txt"}})
      compare_with_golden(fs::path(path).replace_extension(ending),
                          render(diagnostics.items(), sources, DiagnosticForm::text, language));
  }
}
