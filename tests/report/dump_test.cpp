#include "report/dump.hpp"

#include "support/catch.hpp"

using namespace merit;

namespace {

std::string dump(const std::string& name, const std::string& text) {
  Sources sources;
  Diagnostics diagnostics;
  const SourceId source = sources.add(name, text);
  const plan::Document document = plan::load_document(sources, source, diagnostics);
  REQUIRE(render(diagnostics.items(), sources, DiagnosticForm::line, Language::en) == "");
  return report::dump_json(sources, std::span(&document, 1));
}

}  // namespace

TEST_CASE("dump: every node with its text and its bytes, maps in the order written", "[report]") {
  CHECK(
      dump("plan.yaml", "plan: 方案\nb: [010, \"a, b\"]\nscore: {}\nnote:\n") ==
      R"({"file":"plan.yaml","root":{"map":[)"
      R"([{"text":"plan","begin":0,"end":4,"quoted":false},{"text":"方案","begin":6,"end":12,"quoted":false}],)"
      R"([{"text":"b","begin":13,"end":14,"quoted":false},{"list":[)"
      R"({"text":"010","begin":17,"end":20,"quoted":false},)"
      R"({"text":"a, b","begin":22,"end":28,"quoted":true}],"begin":16,"end":29}],)"
      R"([{"text":"score","begin":30,"end":35,"quoted":false},{"map":[],"begin":37,"end":39}],)"
      R"([{"text":"note","begin":40,"end":44,"quoted":false},null]],"begin":0,"end":45}})");
}

TEST_CASE("dump: an empty file has a null root", "[report]") {
  Sources sources;
  const SourceId source = sources.add("a \"b\" \xff.yaml", "");
  const plan::Document empty{source, {}};
  CHECK(report::dump_json(sources, std::span(&empty, 1)) == R"({"file":"a \"b\" )"
                                                            "\uFFFD"
                                                            R"(.yaml","root":null})");
}
