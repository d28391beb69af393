#include "report/reference.hpp"

#include <algorithm>

#include "formula/syntax.hpp"
#include "plan/golden.hpp"
#include "plan/tables.hpp"
#include "report/error_index.hpp"
#include "report/terms.hpp"

#include "support/catch.hpp"

using merit::Language;

TEST_CASE("reference: the pages of docs/ are current", "[report]") {
  const auto docs = std::filesystem::path(MERIT_ROOT) / "docs";
  golden::compare(docs / "reference.md", merit::report::reference_tables(Language::en));
  golden::compare(docs / "reference.zh.md", merit::report::reference_tables(Language::zh));
  golden::compare(docs / "errors.md", merit::report::error_index(Language::en));
  golden::compare(docs / "errors.zh.md", merit::report::error_index(Language::zh));
}

TEST_CASE("reference: every type of an input is told, in the order of the field table", "[report]") {
  const merit::plan::Field* type = merit::plan::input_table.find("type");
  std::vector<std::string> told;
  for (const merit::report::Term& term : merit::report::types()) told.emplace_back(term.form);
  REQUIRE(type);
  std::vector<std::string> expected = type->choices;
  expected.push_back("grade");  // stands for the lists of a plan
  CHECK(told == expected);
}

TEST_CASE("reference: every word that formulas reserve is told", "[report]") {
  std::string untold;
  for (const std::string_view word : merit::formula::reserved_words()) {
    const auto& terms = merit::report::formula_terms();
    const auto tells = [&](const auto& term) { return merit::report::is_called(term, word); };
    if (std::none_of(terms.begin(), terms.end(), tells)) untold += std::string(word) + " ";
  }
  CHECK(untold == "");
}

TEST_CASE("reference: a part is found by the name of what it is about", "[report]") {
  struct Row {
    const char* name;
    const char* holds;  ///< "": there is no such part
  };
  const Row rows[] = {{"where", "count(rows where condition)"},
                      {"<=", "a <= b"},
                      {"ref", "the key of a row of another table"},
                      {"count", "a whole number, 0 or more"},
                      {"count", "count(rows where condition)"},
                      {"sum", "sum(a, b, ...)"},
                      {"sum", "sum(rows.x where condition)"},
                      {"period", "period.ends_half"},
                      {"period.end", "its last day"},
                      {"completion", "### completion"},
                      {"input", "### input"},
                      {"here", ""},
                      {"", ""},
                      {" ", ""}};
  for (const Row& row : rows) {
    INFO(row.name);
    const std::string part = merit::report::reference_part(row.name, Language::en);
    CHECK(part.empty() == std::string_view(row.holds).empty());
    CHECK(part.find(row.holds) != std::string::npos);
  }
}
