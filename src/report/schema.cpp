#include "report/schema.hpp"

#include <algorithm>

#include "graph/word.hpp"
#include "plan/tables.hpp"
#include "report/schema_rules.hpp"

namespace merit::report {

namespace {

using plan::Field;
using plan::FieldForm;
using plan::FieldTable;

// What both ECMA 262 and other dialects understand: any letter beyond ASCII may stand in a name. Which of
// them are letters, Merit tells.
const std::string name = R"([^\s\x00-@\[-^`{-\x7f][^\s\x00-/:-@\[-^`{-\x7f]*)";
const std::string not_blank = R"(\S)";
const std::string day = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
const std::string modes = "(half_up|half_even|half_down|up|down|ceiling|floor)";

Json reference(const std::string& definition) { return {{"$ref", "#/$defs/" + definition}}; }

Json scalar_types() { return {"string", "number", "boolean"}; }

// A map whose keys are the user's names; `taken` says which it does not take.
Json named_map(const std::string& taken, Json value, const std::string& behind = "") {
  return {{"type", "object"},
          {"patternProperties", {{"^" + taken + name + behind + "$", std::move(value)}}},
          {"additionalProperties", false}};
}

Json map_of(Json value) { return {{"type", "object"}, {"additionalProperties", std::move(value)}}; }

Json list_of(Json value) { return {{"type", "array"}, {"items", std::move(value)}}; }

Json list_of_some(Json value) {
  Json list = list_of(std::move(value));
  list["minItems"] = 1;
  return list;
}

// A choice as text, and as what a YAML reader makes of it.
Json choice_values(const std::vector<std::string>& choices) {
  Json values = Json::array();
  for (const std::string& choice : choices) {
    values.push_back(choice);
    if (choice == "true" || choice == "false") values.push_back(choice == "true");
    if (choice.find_first_not_of("0123456789") == std::string::npos) values.push_back(std::stoi(choice));
  }
  return values;
}

Json rounding_schema(const std::vector<std::string>& choices) {
  std::string pattern = R"(^\s*([0-9]+|to\s+[0-9]+(\.[0-9]+)?)\s+)" + modes + R"(\s*$)";
  for (const std::string& choice : choices) pattern += "|^" + choice + "$";
  return {{"type", "string"}, {"pattern", pattern}};
}

std::vector<std::string> joined(std::vector<std::string> names, const std::vector<std::string>& more) {
  names.insert(names.end(), more.begin(), more.end());
  return names;
}

// `at_most` indented too deep would be a component that is paid out.
Json items_schema(const std::string& table) {
  const std::vector<std::string> fields = {"applies", "skip", "at_least", "at_most", "gate", "round"};
  Json items =
      named_map(none_of(joined(reserved_names(), fields)), reference(table == "pay" ? "node" : "item"));
  items["minProperties"] = 1;
  return items;
}

Json calendar_years_schema() {
  Json periods = map_of({{"type", "string"}, {"pattern", day}});
  periods["minProperties"] = 1;
  return {{"type", "object"},
          {"minProperties", 1},
          {"patternProperties", {{"^[0-9]{4}$", periods}}},
          {"additionalProperties", false}};
}

// The maps that have a reader of their own, by table and field.
Json map_schema(const std::string& table, const std::string& field) {
  const std::string free = none_of(reserved_names());
  const std::vector<std::string> called = joined(reserved_names(), function_names());
  const std::string place = table + "." + field;
  if (place == "plan.rounding" || place == "plan.data") return reference(field);
  if ((field == "score" || field == "pay") && (table == "plan" || table == "table")) return reference(field);
  if (place == "plan.lists") {
    Json members = list_of(reference("scalar"));
    members["minItems"] = 1;
    members["uniqueItems"] = true;
    return named_map(none_of(plan::param_table.find("type")->choices), members);
  }
  if (place == "plan.calendars") return named_map(free, reference("calendar"));
  if (place == "calendar.years") return calendar_years_schema();
  if (place == "plan.params") return named_map(none_of(called), reference("parameter"));
  if (place == "plan.tables")
    return named_map(none_of(joined(reserved_names(), {"score", "pay", "checks"})), reference("table"));
  if (field == "inputs") return named_map(free, reference("input"));
  if (place == "plan.define")
    return named_map(none_of(called, R"(\s*\()"), reference("definition"), R"(\s*\(.*\))");
  if (place == "plan.defaults") return reference("defaults");
  if (field == "values" && table != "parameter") return named_map(free, reference("node"));
  if (field == "checks") return map_of(reference("check"));
  if (place == "parameter.values" || place == "parameter.from") return map_of(reference("parameter_cells"));
  if (field == "items") return items_schema(table);
  return {{"type", "object"}};
}

// Outputs are the columns of a result, each once; `error` is one that is always there.
Json list_schema(const Field& field) {
  Json list = list_of(field.choices.empty() ? reference("scalar") : Json{{"enum", field.choices}});
  if (std::string_view(field.name) != "outputs") return list;
  list["uniqueItems"] = true;
  list["not"] = {{"contains", {{"const", "error"}}}};
  return list;
}

Json form_schema(const FieldTable& table, const Field& field) {
  switch (field.form) {
    case FieldForm::text: return reference("scalar");
    case FieldForm::texts: return reference("texts");
    case FieldForm::name: return reference("name");
    case FieldForm::number: return reference("number");
    case FieldForm::formula:
    case FieldForm::formula_or_choice: return reference("formula");
    case FieldForm::choice: return {{"enum", choice_values(field.choices)}};
    case FieldForm::rounding: return rounding_schema(field.choices);
    case FieldForm::pair: return reference("pair");
    case FieldForm::list: return list_schema(field);
    case FieldForm::map: return map_schema(table.name, field.name);
    case FieldForm::cells: return reference("cells");
    case FieldForm::knots: return reference("knots");
    case FieldForm::formulas: return {{"anyOf", {reference("formula"), list_of_some(reference("formula"))}}};
    case FieldForm::shares: return map_of(reference("formula"));
    case FieldForm::gates: return list_of(reference("gate"));
    case FieldForm::any: break;
  }
  return Json::object();
}

// What an editor offers: the choices of a form that has others too, and the example.
Json examples_of(const Field& field) {
  Json examples = Json::array();
  const bool is_scalar = field.form <= FieldForm::rounding;
  if (is_scalar && field.form != FieldForm::choice)
    for (const std::string& choice : field.choices) examples.push_back(choice);
  const std::string example = field.example;
  const bool is_plain = is_scalar && !example.empty() && example.front() != '{';
  if (is_plain && std::find(examples.begin(), examples.end(), example) == examples.end())
    examples.push_back(example);
  return examples;
}

Json field_schema(const FieldTable& table, const Field& field) {
  Json out = form_schema(table, field);
  out["description"] = field.doc_en;
  if (Json examples = examples_of(field); !examples.empty()) out["examples"] = std::move(examples);
  return out;
}

Json properties_of(const FieldTable& table) {
  Json out = Json::object();
  for (const Field& field : table.fields) out[field.name] = field_schema(table, field);
  return out;
}

// A map read by a table. Its musts are for the caller: those of a word may stand under `defaults`.
Json table_schema(const FieldTable& table) {
  return {{"description", table.doc_en},
          {"type", "object"},
          {"properties", properties_of(table)},
          {"additionalProperties", false}};
}

Json with_musts(Json schema, const FieldTable& table) {
  Json required = Json::array();
  for (const Field& field : table.fields)
    if (field.must) required.push_back(field.name);
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

Json exactly_one(const std::vector<std::string>& keys) {
  Json cases = Json::array();
  for (const std::string& key : keys) cases.push_back({{"required", {key}}});
  return {{"oneOf", std::move(cases)}};
}

// A scalar that stands for the map: the rules of a map then hold for maps only.
Json or_scalar(Json schema, const Json& map_rule) {
  Json types = scalar_types();
  types.push_back("object");
  schema["type"] = std::move(types);
  if (!map_rule.is_null()) {
    schema["if"] = {{"type", "object"}};
    schema["then"] = map_rule;
  }
  return schema;
}

// The same for a scalar that is a formula, which is not blank.
Json or_formula(Json schema, const Json& map_rule) {
  schema["pattern"] = not_blank;
  return or_scalar(std::move(schema), map_rule);
}

// ---- words

std::string definition_of(const graph::Word& word) { return std::string("word.") + word.fields.name; }

// Bands have one side; which one may be said under `defaults`, so none is fine here.
Json no_two_sides(const FieldTable& table) {
  std::vector<std::string> sides;
  for (const Field& field : table.fields)
    if (field.form == FieldForm::cells) sides.push_back(field.name);
  Json pairs = Json::array();
  for (std::size_t i = 0; i < sides.size(); ++i)
    for (std::size_t k = i + 1; k < sides.size(); ++k) pairs.push_back({{"required", {sides[i], sides[k]}}});
  return pairs.empty() ? Json() : Json{{"anyOf", std::move(pairs)}};
}

Json word_schema(const graph::Word& word) {
  Json out = table_schema(word.fields);
  if (Json two = no_two_sides(word.fields); !two.is_null()) out["not"] = std::move(two);
  if (word.fields.find("per")) out["properties"]["per"].update(not_below(false));
  if (std::string_view(word.fields.name) == "slices") {  // the first slice begins at 0
    for (const Field& field : word.fields.fields)
      if (field.form == FieldForm::cells) out["properties"][field.name]["propertyNames"] = not_below(false);
  }
  if (!word.scalar_field.empty()) return or_formula(std::move(out), nullptr);
  out["type"] = {"object", "null"};  // nothing at all, when `defaults` say everything
  return out;
}

Json defaults_schema() {
  Json words = Json::object();
  for (const graph::Word* word : graph::words()) {
    Json fields = table_schema(word->fields);
    fields["type"] = {"object", "null"};
    words[word->fields.name] = std::move(fields);
  }
  return {{"type", "object"}, {"properties", std::move(words)}, {"additionalProperties", false}};
}

// ---- nodes

// The fields of the table and the words: exactly one of the words, or `other`.
Json node_schema(const FieldTable& table, const std::string& other) {
  Json out = table_schema(table);
  std::vector<std::string> contents = {other};
  for (const graph::Word* word : graph::words()) {
    contents.emplace_back(word->fields.name);
    out["properties"][word->fields.name] = reference(definition_of(*word));
  }
  out["allOf"] = Json::array({exactly_one(contents)});
  return out;
}

// A value, a component of pay: only in the score may it stay an exact fraction.
Json value_schema() {
  Json out = node_schema(plan::node_table, "formula");
  const Json rule = out["allOf"][0];
  out.erase("allOf");
  out["properties"]["round"].update(rounding_schema({}));
  return or_formula(std::move(out), rule);
}

// What bounds and rounds a result stands where the definition is called.
Json definition_schema() {
  Json out = value_schema();
  for (const Field& field : plan::node_table.fields) {
    const std::string_view name = field.name;
    if (name != "formula" && name != "label" && name != "source" && name != "note")
      out["properties"].erase(name);
  }
  return out;
}

// A bare formula would not say whether it is a share or points, so an item has none.
Json item_schema() {
  Json out = node_schema(plan::item_table, "items");
  out["properties"].erase("formula");
  out["allOf"].push_back(exactly_one({"weight", "extra"}));
  for (const Json& rule : item_rules()) out["allOf"].push_back(rule);
  return out;
}

Json gate_schema() {
  Json out = with_musts(table_schema(plan::gate_table), plan::gate_table);
  out.update(exactly_one({"to", "times", "at_most"}));
  return out;
}

Json parameter_schema() {
  const Json keyed = {{"required", {"by", "values"}}};
  const Json content = {{"anyOf", Json::array({{{"required", {"value"}}}, keyed, {{"required", {"from"}}}})}};
  Json rules = parameter_rules();
  rules.push_back(content);
  return or_formula(table_schema(plan::param_table), {{"allOf", std::move(rules)}});
}

Json input_schema() {
  Json rules = with_musts(Json::object(), plan::input_table);
  rules["allOf"] = input_rules();
  Json out = or_formula(table_schema(plan::input_table), rules);
  out["not"] = {{"enum", {"number", "ref"}}};  // which must say more
  return out;
}

Json table_of_rows_schema() {
  Json out = table_schema(plan::table_table);
  const auto both = [](const char* a, const char* b) { return Json{{"required", {a, b}}}; };
  out["not"] = {
      {"anyOf", Json::array({both("key", "single"), both("dated_by", "per"), both("dated_by", "single")})}};
  return out;
}

// ---- values of fields

void add_forms(Json& defs) {
  const Json scalar = {{"type", scalar_types()}};
  defs["scalar"] = scalar;
  defs["formula"] = {{"type", scalar_types()}, {"pattern", not_blank}};
  defs["name"] = {{"type", {"string", "boolean"}}, {"pattern", "^" + name + "$"}};
  defs["number"] = {{"type", {"string", "number"}}, {"pattern", R"(^-?[0-9]+(\.[0-9]+)?(%|‰|万|亿)?$)"}};
  Json texts = {{"type", "object"}, {"properties", {{"en", scalar}, {"zh", scalar}}}};
  texts["additionalProperties"] = false;
  defs["texts"] = or_scalar(std::move(texts), nullptr);
  Json pair = list_of(reference("formula"));
  pair["minItems"] = pair["maxItems"] = 2;
  defs["pair"] = pair;
  Json cells = map_of(reference("formula"));
  cells["required"] = {"else"};
  defs["cells"] = cells;
  Json knot = {{"type", "object"},
               {"properties", {{"below", reference("formula")}, {"at", reference("formula")}}}};
  knot["additionalProperties"] = false;
  Json knots = map_of(or_formula(std::move(knot), {{"required", {"below", "at"}}}));
  knots["minProperties"] = 1;
  defs["knots"] = knots;
  defs["parameter_cells"] = or_formula(map_of(reference("parameter_cells")), nullptr);
}

Json definitions() {
  Json defs = Json::object();
  add_forms(defs);
  defs["data"] = table_schema(plan::data_table);
  defs["rounding"] = with_musts(table_schema(plan::rounding_table), plan::rounding_table);
  defs["input"] = input_schema();
  defs["table"] = table_of_rows_schema();
  defs["calendar"] = with_musts(table_schema(plan::calendar_table), plan::calendar_table);
  defs["calendar"]["properties"]["begins"]["pattern"] = day;
  defs["parameter"] = parameter_schema();
  defs["defaults"] = defaults_schema();
  defs["node"] = value_schema();
  defs["definition"] = definition_schema();
  defs["item"] = item_schema();
  defs["score"] = with_musts(table_schema(plan::score_table), plan::score_table);
  defs["score"]["allOf"] = score_rules();
  defs["pay"] = with_musts(table_schema(plan::pay_table), plan::pay_table);
  defs["gate"] = gate_schema();
  defs["check"] = with_musts(table_schema(plan::check_table), plan::check_table);
  for (const graph::Word* word : graph::words()) defs[definition_of(*word)] = word_schema(*word);
  return defs;
}

}  // namespace

std::string json_schema() {
  Json out = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "A plan of Merit"}};
  out.update(with_musts(table_schema(plan::plan_table), plan::plan_table));
  out["allOf"] = plan_rules();
  out["$defs"] = definitions();
  return out.dump(2) + "\n";
}

}  // namespace merit::report
