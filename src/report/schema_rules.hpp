// What the JSON Schema says beyond the form of single fields: names that are taken, fields that need or
// exclude each other. Floor 5.
//
// Every rule is one that Merit keeps whatever the rest of the plan says: the schema accepts whatever Merit
// accepts. Each returns a schema for the whole map, to stand in its `allOf`.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace merit::report {

using Json = nlohmann::ordered_json;

/// What keeps a pattern from beginning at one of these words: "(?!(and|or)$)"; `end` is what ends the word.
std::string none_of(const std::vector<std::string>& words, const std::string& end = "$");

/// Words that nothing in a formula's reach may be called.
std::vector<std::string> reserved_names();
/// Names of functions, which definitions and parameters do not take.
std::vector<std::string> function_names();

Json input_rules();
Json parameter_rules();
Json item_rules();
Json score_rules();
/// Of the whole plan.
Json plan_rules();

/// A literal number above zero, and what is no literal number of zero or below.
Json positive_literal();
Json not_below(bool zero_is_fine);

}  // namespace merit::report
