#include "report/reference.hpp"

#include "plan/golden.hpp"

#include "support/catch.hpp"

using merit::Language;

TEST_CASE("reference: the pages of docs/ are current", "[report]") {
  const auto docs = std::filesystem::path(MERIT_ROOT) / "docs";
  golden::compare(docs / "reference.md", merit::report::reference_tables(Language::en));
  golden::compare(docs / "reference.zh.md", merit::report::reference_tables(Language::zh));
}
