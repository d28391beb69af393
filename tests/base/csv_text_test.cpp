// Lines of CSV that Merit writes: taken apart again, they are what was written.
#include "base/csv_text.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace merit;

namespace {

using Fields = std::vector<std::string>;

const std::vector<Fields> records = {
    {"manager", "sold"},      {"M-001", "12.50"},       {""},           {"", ""},
    {"a,b", "say \"x\""},     {"two\nlines", "", "\r"}, {"\"\"", "\""}, {"张三"},
    {"\xEF\xBB\xBFmark", "x"}};

}  // namespace

TEST_CASE("csv text: what is written is taken again") {
  std::string text;
  for (const Fields& record : records) write_record(text, record);
  std::string_view left = text;
  Fields fields = {"memory", "that", "is", "used", "again"};
  for (const Fields& record : records) {
    REQUIRE(take_record(left, fields));
    CHECK(fields == record);
  }
  CHECK(left.empty());
  CHECK_FALSE(take_record(left, fields));
}

TEST_CASE("csv text: a row that is cut is left where it stands") {
  for (const Fields& record : records) {
    std::string text;
    write_record(text, record);
    for (std::size_t size = 0; size < text.size(); ++size) {
      std::string_view part = std::string_view(text).substr(0, size);
      Fields fields;
      CHECK_FALSE(take_record(part, fields));
      CHECK(part.size() == size);
    }
  }
}
