// Maps read by their table: what is reported, in both languages, and what is handed on.
#include "plan/fields.hpp"

#include <string>

#include "plan/golden.hpp"

#include "support/catch.hpp"

namespace {

using namespace merit;
using plan::FieldForm;

const plan::FieldTable table = {"completion",
                                "",
                                "",
                                {{"actual", FieldForm::formula, true, {}, "", "", "revenue"},
                                 {"cap", FieldForm::formula_or_choice, false, {"none"}},
                                 {"zero_target", FieldForm::choice, true, {"error", "full", "zero"}},
                                 {"label", FieldForm::texts},
                                 {"note", FieldForm::text},
                                 {"key", FieldForm::name},
                                 {"digits", FieldForm::number},
                                 {"round", FieldForm::rounding, false, {"none"}},
                                 {"extra", FieldForm::pair},
                                 {"use", FieldForm::list},
                                 {"items", FieldForm::map},
                                 {"at_or_above", FieldForm::cells},
                                 {"knots", FieldForm::knots},
                                 {"gate", FieldForm::gates},
                                 {"free", FieldForm::any}}};

struct Read {
  Sources sources;
  plan::Document document;
  Diagnostics diagnostics;
  plan::Fields fields;

  explicit Read(const std::string& yaml, bool keep_unknown = false) {
    document = plan::load_document(sources, sources.add("p", yaml), diagnostics);
    fields = plan::read_fields(document.root, table, diagnostics, keep_unknown);
  }
  std::string lines(Language language) const {
    return render(diagnostics.items(), sources, DiagnosticForm::line, language);
  }
};

/// What is reported for one field beside the two that must be there.
std::string reported(const std::string& field, Language language) {
  const Read read(field + "\nactual: a\nzero_target: full\n");
  return read.lines(language);
}

}  // namespace

TEST_CASE("fields: known ones in the table's order, unknown ones as written") {
  const Read read("zz: 1\nzero_target: full\naa: 2\nactual: revenue\n", true);
  CHECK(read.lines(Language::en) == "");
  std::string names;
  for (const plan::Entry* entry : read.fields.known()) names += entry->key.text + " ";
  for (const plan::Entry* entry : read.fields.unknown()) names += "?" + entry->key.text + " ";
  CHECK(names == "actual zero_target ?zz ?aa ");
  CHECK(read.fields["actual"]->text == "revenue");
  CHECK(read.fields["cap"] == nullptr);
  CHECK(read.fields.has("zero_target"));
  CHECK(read.fields.key("zero_target").span.begin == 6);
  CHECK(read.fields.span().end == read.document.root.span.end);
  CHECK(&read.fields.table() == &table);
}

TEST_CASE("fields: every form takes what it should") {
  const char* rows[] = {
      "cap: 120%",
      "cap: none",
      "label: one text",
      "label: {en: one, zh: 一}",
      "label: {zh: 一}",
      "note: \"\"",
      "note: 010",
      "key: 客户_1",
      "digits: 2",
      "digits: -0.50%",
      "digits: 10亿",
      "round: 2 half_up",
      "round: to 100 half_even",
      "round: none",
      "extra: [-20, none]",
      "use: [a, b]",
      "use: []",
      "items: {}",
      "items: {a: {b: 1}}",
      "at_or_above: {else: 0, 60%: \"max(1, a)\"}",
      "knots: {80%: 0, 95%: {below: 0, at: 30}}",
      "gate: [{if: a > 1, to: 0, because: {en: x}}, {if: b, times: 50%}]",
      "gate: []",
      "free:",
      "free: {a: [1]}",
  };
  for (const char* row : rows) {
    INFO(row);
    CHECK(reported(row, Language::en) == "");
  }
}

TEST_CASE("fields: a value of the wrong form is told at its own place") {
  const char* rows[] = {
      "cap:",
      "cap: [1]",
      "cap: ' '",
      "zero_target2: full",
      "zero_targt: full",
      "caps: 1",
      "label: [a]",
      "label: {en: one, de: eins}",
      "label: {en: }",
      "label: {en: [a]}",
      "note: {a: b}",
      "key: a b",
      "key: 1a",
      "key: [a]",
      "digits: 1,000",
      "digits: +5",
      "digits: 1e3",
      "digits: two",
      "digits: 123456789012345678901234567890123456789",
      "round: half_up",
      "round: 2",
      "round: nine",
      "extra: 5",
      "extra: [1]",
      "extra: [1, 2, 3]",
      "extra: [1, [2]]",
      "extra: [, 2]",
      "use: a",
      "use: [a, {b: 1}]",
      "items: 3",
      "items: [a]",
      "at_or_above: {60: 1, else: 0}",
      "at_or_above: {}",
      "at_or_above: [1]",
      "at_or_above: {else: 0, 60: [1], 70: }",
      "knots: {80%: {below: 0}}",
      "knots: {80%: {below: 0, at: 1, over: 2}}",
      "knots: {80%: [1]}",
      "knots: 5",
      "gate: {if: a, to: 0}",
      "gate: [{if: a}]",
      "gate: [{to: 0, times: 1}]",
      "gate: [x]",
      "gate: [{iff: a, to: 0}]",
  };
  std::string out;
  for (const char* row : rows)
    out += std::string(row) + "\n" + reported(row, Language::en) + reported(row, Language::zh) + "\n";
  golden::compare(golden::folder() / "fields_forms.txt", out);
}

TEST_CASE("fields: what must be said and is not, and maps that are none") {
  std::string out;
  for (const char* yaml :
       {"cap: 1\n", "actual: a\n", "", "- a\n", "text\n", "zero_target: fulll\nactuall: a\n"}) {
    const Read read(yaml);
    out += std::string(yaml) +
           render(read.diagnostics.items(), read.sources, DiagnosticForm::text, Language::en) + "\n" +
           render(read.diagnostics.items(), read.sources, DiagnosticForm::text, Language::zh) + "\n";
  }
  golden::compare(golden::folder() / "fields_must.txt", out);
}
