// The JSON Schema of plan files, for editors. Floor 5.
//
// Made from the field tables, so it knows every field and word that Merit reads. It tells what form alone can
// tell: unknown keys, missing fields, wrong choices, two words in a node, fields that need or exclude each
// other (schema_rules.hpp). It accepts whatever Merit accepts; names, formulas, units and ranges are
// `merit check`'s: tests/report/schema_passes.txt lists what passes. A scalar may be a string, a number or a
// boolean, because YAML readers type what Merit takes as text.
#pragma once

#include <string>

namespace merit::report {

/// Returns the schema (draft 2020-12), indented, with an end of line. Keys of maps must be read as text:
/// `{60: C}` has the key "60".
std::string json_schema();

}  // namespace merit::report
