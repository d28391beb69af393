// The schema is one whole. What it accepts and refuses: schema_test.py.
#include "report/schema.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "graph/word.hpp"
#include "plan/tables.hpp"

#include "support/catch.hpp"

using Json = nlohmann::json;

namespace {

void collect(const Json& json, const std::string& key, std::set<std::string>& out) {
  for (const auto& [name, value] : json.items()) {
    if (json.is_object() && name == key && value.is_string()) out.insert(value.get<std::string>());
    if (value.is_structured()) collect(value, key, out);
  }
}

}  // namespace

TEST_CASE("schema: definitions are exactly those that are referred to", "[report]") {
  const Json schema = Json::parse(merit::report::json_schema());
  std::set<std::string> referred, defined;
  collect(schema, "$ref", referred);
  for (const auto& [name, value] : schema["$defs"].items()) defined.insert("#/$defs/" + name);
  CHECK(referred == defined);
}

TEST_CASE("schema: every field and word of the tables is described", "[report]") {
  const Json schema = Json::parse(merit::report::json_schema());
  std::set<std::string> described;
  collect(schema, "description", described);
  std::string missing;
  const auto check = [&](const merit::plan::FieldTable& table) {
    for (const merit::plan::Field& field : table.fields)
      if (!described.contains(field.doc_en)) missing += std::string(table.name) + "." + field.name + "\n";
  };
  for (const auto* table : merit::plan::plan_tables()) check(*table);
  for (const auto* word : merit::graph::words()) check(word->fields);
  CHECK(missing == "");
}
