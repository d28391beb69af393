#include "report/table.hpp"

#include "support/catch.hpp"

using merit::report::Align;
using merit::report::TextTable;
using merit::report::to_text;

TEST_CASE("text table: columns line up in display cells, numbers to the right", "[report]") {
  const TextTable table = {{"经理", "Branch", "得分", "pay"},
                           {{"张三", "East", "98.50", "2400.00"},
                            {"M-002", "西区分公司", "7.00", "0.00"},
                            {"李四", "", "", "15.00"}},
                           {Align::left, Align::left, Align::right, Align::right}};
  CHECK(to_text(table) == R"(经理   Branch       得分      pay
-----  ----------  -----  -------
张三   East        98.50  2400.00
M-002  西区分公司   7.00     0.00
李四                        15.00
)");
}

TEST_CASE("text table: no line ends in blanks", "[report]") {
  const TextTable table = {{"name", "note"}, {{"a", "long note"}, {"b", ""}, {"c"}, {}}, {}};
  CHECK(to_text(table) ==
        "name  note\n"
        "----  ---------\n"
        "a     long note\n"
        "b\n"
        "c\n"
        "\n");
}

TEST_CASE("text table: rows may be longer than the header", "[report]") {
  const TextTable table = {{"a"}, {{"1", "22", "3"}}, {Align::right, Align::right}};
  CHECK(to_text(table) ==
        "a\n"
        "-  --  -\n"
        "1  22  3\n");
}

TEST_CASE("text table: what a cell holds cannot disturb the terminal", "[report]") {
  const TextTable table = {{"id", "name"}, {{"1", "two\nlines\t\x1b[31m"}, {"2", "not \xff utf-8"}}, {}};
  CHECK(to_text(table) ==
        "id  name\n"
        "--  ---------------\n"
        "1   two lines \uFFFD[31m\n"
        "2   not \uFFFD utf-8\n");
}

TEST_CASE("text table: without rows or columns", "[report]") {
  CHECK(to_text({{"a", "得分"}, {}, {}}) == "a  得分\n-  ----\n");
  CHECK(to_text({}) == "");
}
