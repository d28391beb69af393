#include "table/spreadsheet.hpp"

#include "support/catch.hpp"

using namespace merit::table;

namespace {

std::string or_none(const std::optional<std::string>& text) { return text.value_or("(none)"); }

}  // namespace

TEST_CASE("spreadsheet cells: full-width signs of numbers become ASCII, others stay") {
  CHECK(narrow("－１，２３４．５０％") == "-1,234.50%");
  CHECK(narrow("０９Ａ＋（a）万") == "09Ａ＋（a）万");
  CHECK(narrow("") == "");
}

TEST_CASE("spreadsheet cells: thousands marks stand in groups of three") {
  struct Row {
    const char* text;
    const char* plain;
  };
  const Row rows[] = {
      {"1,234", "1234"},
      {"12,345.60", "12345.60"},
      {"-123,456,789", "-123456789"},
      {"0,123", "(none)"},
      {"1,234%", "1234%"},
      {"1,234.5x", "1234.5x"},
      {"1234", "(none)"},
      {"1,23", "(none)"},
      {"1,2345", "(none)"},
      {"1234,567", "(none)"},
      {",123", "(none)"},
      {"1,,234", "(none)"},
      {"1,234,", "(none)"},
      {"1.5,000", "(none)"},
      {"1,234.567,890", "(none)"},
      {"--1,234", "(none)"},
      {"", "(none)"},
      {"1，234", "(none)"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(or_none(without_thousands_marks(row.text)) == row.plain);
  }
}

TEST_CASE("spreadsheet cells: only allowed forms are read") {
  const CellForms none, marks{true, false, false, false}, wide{false, true, false, false},
      all{true, true, true, true};
  struct Row {
    const char* text;
    CellForms allowed;
    const char* number;
    const char* date;
  };
  const Row rows[] = {
      {"1,234", none, "(none)", "(none)"},           {"1,234", marks, "1234", "(none)"},
      {"1,234", wide, "(none)", "(none)"},           {"１，２３４", marks, "(none)", "(none)"},
      {"１，２３４", wide, "1,234", "1,234"},        {"１，２３４", all, "1234", "1,234"},
      {"２０２６－０３", all, "2026-03", "2026-03"}, {"12", all, "(none)", "(none)"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(or_none(plain_number(row.text, row.allowed)) == row.number);
    CHECK(or_none(plain_date(row.text, row.allowed)) == row.date);
  }
}

TEST_CASE("spreadsheet cells: what would be taken for a formula") {
  for (const char* text : {"=1+1", "+1", "@SUM(A1)", "-A1", "-5+cmd|' /C calc'!A0", "- none", "--", "-1.",
                           " =1", "\t=1", "\n+1", "＝1", "＋1", "－A", "＠x"}) {
    INFO(text);
    CHECK(is_formula(text));
  }
  for (const char* text :
       {"", " ", "-", "－", "-5", "-12.50", "a=b", "'=1", "1+1", "张三", "—", "#1", "e@x.org"}) {
    INFO(text);
    CHECK_FALSE(is_formula(text));
  }
}

TEST_CASE("spreadsheet cells: ids that became numbers") {
  for (const char* text : {"1.2E+11", "1E+05", "4.40106E+17", "1.2e+11", "12E-10"}) {
    INFO(text);
    CHECK(is_scientific(text));
  }
  for (const char* text :
       {"", "1E5", "1E+5", "E+11", "1.E+11", ".5E+11", "1.2E+11x", "-1.2E+11", "A1E+11", "1.2E+"}) {
    INFO(text);
    CHECK_FALSE(is_scientific(text));
  }
}

TEST_CASE("spreadsheet cells: what a plan writes to allow them") {
  CHECK(written_in_plan(both({true, false, false, false}, {false, false, true, true})) ==
        "data: {allow: [thousands_marks, formulas, scientific_keys]}");
}
