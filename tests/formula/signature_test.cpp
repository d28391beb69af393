// The left side of a definition.
#include <string>

#include "formula/syntax.hpp"

#include "support/catch.hpp"

using namespace merit::formula;

TEST_CASE("signature: a name and plain parameters, and nothing else") {
  struct Row {
    const char* source;
    const char* read;
  };
  const Row rows[] = {
      {"pace(target)", "pace:target"},
      {"tail()", "tail"},
      {" f ( a , b ) ", "f:a:b"},
      {"步速(目标, 天数)", "步速:目标:天数"},
      {"f(a, a)", "f:a:a"},
      {"all(last)", "all:last"},
      {"", "-"},
      {"f", "-"},
      {"f(", "-"},
      {"f)", "-"},
      {"()", "-"},
      {"f(a", "-"},
      {"f(a,)", "-"},
      {"f(,a)", "-"},
      {"f(a b)", "-"},
      {"f(a)b", "-"},
      {"f(a))", "-"},
      {"f((a))", "-"},
      {"f(a.b)", "-"},
      {"f.g(a)", "-"},
      {"f(1)", "-"},
      {"f('a')", "-"},
      {"f(a + b)", "-"},
      {"f(if)", "-"},
      {"if(a)", "-"},
      {"f(a，b)", "-"},
      {"f(\xff)", "-"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.source);
    std::string read = "-";
    if (const auto signature = parse_signature(row.source)) {
      read = signature->name;
      for (const auto& parameter : signature->parameters) read += ":" + parameter;
    }
    CHECK(read == row.read);
  }
}
