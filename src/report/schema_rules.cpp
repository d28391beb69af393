#include "report/schema_rules.hpp"

#include "formula/syntax.hpp"
#include "graph/functions.hpp"

namespace merit::report {

namespace {

const std::string suffix = "(%|‰|万|亿)?$";

Json has(const std::vector<std::string>& fields) { return {{"required", fields}}; }

Json either(Json cases) { return {{"anyOf", std::move(cases)}}; }

Json not_(Json schema) { return {{"not", std::move(schema)}}; }

/// The field is there and is one of these.
Json is(const char* field, const std::vector<std::string>& values) {
  return {{"required", {field}}, {"properties", {{field, {{"enum", values}}}}}};
}

/// The field, where it is there, keeps this.
Json keeps(const char* field, Json schema) { return {{"properties", {{field, std::move(schema)}}}}; }

Json when(Json condition, Json then) { return {{"if", std::move(condition)}, {"then", std::move(then)}}; }

/// All maps in the field, where it is there, keep this.
Json each_of(const char* field, Json schema) {
  return keeps(field, {{"additionalProperties", std::move(schema)}});
}

/// An item without a part in the total of its section.
Json is_not_counted() { return either(Json::array({has({"extra"}), is("weight", {"none"})})); }

Json any_of_these(const std::vector<std::string>& fields) {
  Json cases = Json::array();
  for (const std::string& field : fields) cases.push_back(has({field}));
  return either(std::move(cases));
}

}  // namespace

std::string none_of(const std::vector<std::string>& words, const std::string& end) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : "|") + word;
  return "(?!(" + all + ")" + end + ")";
}

std::vector<std::string> reserved_names() {
  const auto words = formula::reserved_words();
  return {words.begin(), words.end()};
}

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const graph::FunctionInfo& f : graph::functions()) names.emplace_back(f.name);
  for (const graph::FunctionInfo& f : graph::aggregates()) names.emplace_back(f.name);
  return names;
}

Json positive_literal() {
  return {
      {"type", {"string", "number"}}, {"exclusiveMinimum", 0}, {"pattern", "^[0-9.]*[1-9][0-9.]*" + suffix}};
}

Json not_below(bool zero_is_fine) {
  const std::string refused = zero_is_fine ? "^-[0-9.]*[1-9][0-9.]*" : "^(-[0-9.]+|[0.]+)";
  return {{zero_is_fine ? "minimum" : "exclusiveMinimum", 0},
          {"not", {{"type", "string"}, {"pattern", refused + suffix}}}};
}

Json input_rules() {
  const Json share = is("type", {"percent"}), share_mark = is("in", {"%", "‰"});
  const std::vector<std::string> others = {"money", "points", "count", "days", "number"};
  return Json::array(
      {when(is("type", {"number"}), has({"digits"})),
       when(is("type", {"text", "date", "bool", "ref"}),
            not_(any_of_these({"in", "unit", "digits", "min", "max"}))),
       when(is("type", {"ref"}), has({"to"})), when(any_of_these({"to", "back"}), is("type", {"ref"})),
       when(has({"unit"}), is("type", {"number"})), when(share_mark, share),
       when(is("in", {"万", "亿"}), is("type", others)),
       keeps(
           "digits",
           {{"minimum", 0}, {"maximum", 28}, {"multipleOf", 1}, {"pattern", "^0*([0-9]|1[0-9]|2[0-8])$"}})});
}

Json parameter_rules() {
  const Json not_empty = {{"type", "object"}, {"minProperties", 1}};
  const Json days = {{"minProperties", 1}, {"propertyNames", {{"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}}}};
  return Json::array(
      {not_(either(Json::array({has({"value", "by"}), has({"value", "from"}), has({"values", "from"})}))),
       keeps("by", {{"minItems", 1}}), when(has({"by", "values"}), keeps("values", not_empty)),
       keeps("from", days)});
}

Json item_rules() {
  const Json is_weighty = {{"required", {"weight"}}, {"properties", {{"weight", positive_literal()}}}};
  Json weighty_section = is_weighty;
  weighty_section["required"].push_back("items");
  return Json::array(
      {keeps("weight", not_below(true)),
       when({{"required", {"applies"}}, {"allOf", Json::array({is_weighty})}}, has({"skip"})),
       when(has({"skip"}), {{"required", {"weight"}}, {"not", is("weight", {"none"})}}),
       when(is("skip", {"peers"}), has({"peers"})), when(has({"peers"}), is("skip", {"peers"})),
       when(has({"items"}), not_(is("weight", {"none"}))),
       when(has({"extra", "items"}), each_of("items", when(has({"weight"}), is("weight", {"none"})))),
       when(weighty_section, not_(each_of("items", is_not_counted())))});
}

Json score_rules() {
  const Json nothing_counts = each_of("items", is_not_counted());
  return Json::array({keeps("out_of", not_below(false)), when(has({"out_of"}), not_(nothing_counts)),
                      when(not_(has({"out_of"})), nothing_counts)});
}

// `score` makes the roundings of items and sections a must, `pay` that of its components, whoever's it is.
static Json rounding_needed_by(const std::string& part, const std::vector<std::string>& classes) {
  const Json somebody_has_it = either(Json::array({has({part}), not_(each_of("tables", not_(has({part}))))}));
  return when(somebody_has_it,
              {{"required", {"rounding"}}, {"properties", {{"rounding", {{"required", classes}}}}}});
}

Json plan_rules() {
  const Json timed = any_of_these({"dated_by", "per"});
  const Json is_step = is("period", {"day", "week", "month", "quarter", "half", "year"});
  return Json::array(
      {when(not_(has({"period"})), each_of("tables", not_(timed))),
       when(not_(any_of_these({"calendars", "use"})), either(Json::array({not_(has({"period"})), is_step}))),
       rounding_needed_by("score", {"item", "score"}), rounding_needed_by("pay", {"pay"})});
}

}  // namespace merit::report
