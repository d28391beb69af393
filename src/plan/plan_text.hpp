// The plan as written. Floor 2.
//
// The document, sorted into its parts by the field tables: which map is an input, which is an item, which key
// is the word of a node. Nothing is looked up: names are not resolved, formulas are not parsed, words are
// stored by name with their fields. The document lives inside, so every pointer stays valid as long as the
// PlanText does.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "plan/document.hpp"
#include "plan/fields.hpp"
#include "plan/tables.hpp"

namespace merit::plan {

/// Anything that is computed: a value, an item or section, a component of pay.
struct NodeText {
  std::string name;
  Span name_span;
  const DocNode* written = nullptr;  ///< the whole node
  Fields fields;                     ///< by node_table, item_table or pay_table; empty for a bare formula
  const DocNode* formula = nullptr;  ///< the scalar, if the node is a formula
  std::vector<const Entry*> words;   ///< keys that no table of nodes knows: the word, or a mistake
  std::vector<NodeText> items;       ///< sections
  bool is_section = false;
};

/// A named map read by its table: an input, a parameter, a check.
struct NamedFields {
  std::string name;
  Span name_span;
  const DocNode* written = nullptr;
  Fields fields;
};

struct ListText {
  std::string name;
  Span name_span;
  std::vector<const DocNode*> members;  ///< worst to best
};

struct DefineText {
  std::string signature;  ///< "pace(target)"
  Span signature_span;
  NodeText body;
};

/// Other rows than the people.
struct TableText {
  NamedFields table;  ///< by table_table
  std::vector<NamedFields> inputs;
  std::vector<NodeText> values;
  std::optional<NodeText> score;  ///< a section named "score"
  std::optional<NodeText> pay;    ///< a section named "pay"
  std::vector<NamedFields> checks;
  std::vector<const DocNode*> outputs;
};

/// A file from which the plan takes calendars, lists, parameters, definitions and defaults.
struct UsedText {
  Document document;
  Fields top;  ///< by used_table
};

struct PlanText {
  Document document;
  Fields top;
  std::deque<UsedText> used;  ///< a deque: what is read points into the documents
  std::vector<NamedFields> calendars;
  std::vector<ListText> lists;
  std::vector<NamedFields> params;
  std::vector<NamedFields> inputs;
  std::vector<TableText> tables;
  std::vector<DefineText> defines;
  std::vector<NamedFields> defaults;  ///< word -> its fields; unread: the word's own table is not known here
  std::vector<NodeText> values;
  std::optional<NodeText> score;  ///< a section named "score"
  std::optional<NodeText> pay;    ///< a section named "pay"
  std::vector<NamedFields> checks;
  std::vector<const DocNode*> outputs;
  const DocNode* outputs_list = nullptr;
};

/// Returns the sign in an unquoted member of a list that most likely was meant to separate several members
/// (`North、South`); "" when there is none. Any other text may be a member: `A+`, `Tier 1`.
std::string_view separator_in(const DocNode& member);

/// The files that the plan names under `use`, as far as they are readable.
std::vector<const DocNode*> names_of_used(const Document& document);

/// Sorts the document into its parts, those of the files it uses (as many as could be read) first. Reports
/// unknown keys (other than possible words), wrong forms, names that are not names, missing must-fields. The
/// result is usable even after errors: what was wrong is left out.
std::unique_ptr<PlanText> read_plan(Document document, std::vector<Document> used, Diagnostics& diagnostics);

}  // namespace merit::plan
