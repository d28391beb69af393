// Field tables: what a map of the plan may hold. Floor 2.
//
// One table describes one kind of map (the top level, an input, a node, a word). The same table reads the
// map, reports what is missing or unknown, makes the JSON Schema, `merit init` and the reference's table. A
// user-named map (inputs, items, params) has no table: its keys are names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "plan/document.hpp"

namespace merit::plan {

/// The form of a field's value, as far as it can be told without meaning.
enum class FieldForm : std::uint8_t {
  text,               ///< a scalar taken as it is
  texts,              ///< a scalar, or a map of languages: {en: ..., zh: ...}
  name,               ///< a scalar that is a name
  number,             ///< a scalar that is a number with its suffix
  formula,            ///< a scalar that is a formula
  choice,             ///< a scalar, one of `choices`
  formula_or_choice,  ///< a formula, or one of `choices`
  rounding,           ///< `2 half_up`, `to 100 half_up`, or one of `choices`
  pair,               ///< [lo, hi]; each a formula or `none`
  list,               ///< a list of scalars; of `choices` where there are any
  map,                ///< a map that its reader knows
  cells,              ///< a map breakpoint -> formula, first `else`
  knots,              ///< a map x -> y or x -> {below, at}
  formulas,           ///< a formula, one of `choices`, or a list of formulas, behind them `asc` or `desc`
  shares,             ///< a map member -> formula
  gates,              ///< a list of {if, to | times | at_most, because}
  any,
};

struct Field {
  const char* name;
  FieldForm form;
  bool must = false;                      ///< always to be said; conditional must-says are the reader's own
  std::vector<std::string> choices = {};  ///< for the choice forms
  const char* doc_en = "";                ///< one line for the reference
  const char* doc_zh = "";
  const char* example = "";  ///< a value, as written in YAML
};

struct FieldTable {
  const char* name;  ///< "completion", "input"; how messages call the map
  const char* doc_en = "";
  const char* doc_zh = "";
  std::vector<Field> fields;

  const Field* find(std::string_view name) const;
  std::vector<std::string> names() const;
};

/// A map read by its table: the known fields in the table's order, the unknown ones in the order written.
class Fields {
 public:
  /// The value of a field, or nullptr when it is not written.
  const DocNode* operator[](std::string_view name) const;
  /// The key as written (for its span); only for fields that are there.
  const DocNode& key(std::string_view name) const;
  bool has(std::string_view name) const { return (*this)[name] != nullptr; }
  const FieldTable& table() const { return *table_; }
  Span span() const { return span_; }
  const std::vector<const Entry*>& unknown() const { return unknown_; }
  const std::vector<const Entry*>& known() const { return known_; }

 private:
  friend Fields read_fields(const DocNode&, const FieldTable&, Diagnostics&, bool);
  const FieldTable* table_ = nullptr;
  Span span_;
  std::vector<const Entry*> known_;
  std::vector<const Entry*> unknown_;
};

/// Reads `map` by `table`. Reports: not a map; a missing must-field (with its choices); a value whose form is
/// wrong (a list where a scalar is due, a word not among the choices; with "did you mean"); an empty value;
/// and, unless `keep_unknown`, each unknown key at its place with the nearest field. Null maps read as empty.
Fields read_fields(const DocNode& map, const FieldTable& table, Diagnostics& diagnostics,
                   bool keep_unknown = false);

/// The value of a `texts` field: one text for both languages, or each its own ("" where it is not written).
Text texts_of(const DocNode* written);

}  // namespace merit::plan
