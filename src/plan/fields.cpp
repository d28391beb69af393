#include "plan/fields.hpp"

#include <algorithm>
#include <cassert>
#include <optional>

#include "base/limits.hpp"
#include "plan/codes.hpp"
#include "plan/field_forms.hpp"
#include "plan/wording.hpp"

namespace merit::plan {

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

void report_missing(const DocNode& map, const FieldTable& table, const Field& field,
                    Diagnostics& diagnostics) {
  std::vector<Text> args = {Text::same(table.name), Text::same(field.name)};
  const bool is_choice = field.form == FieldForm::choice && !field.choices.empty();
  if (is_choice) args.push_back(Text::same(joined(field.choices)));
  else args.push_back(Text::same(*field.example == '\0' ? "..." : field.example));
  diagnostics.add(is_choice ? codes::choice_missing : codes::field_missing, map.span, std::move(args));
}

void report_unknown(const DocNode& key, const FieldTable& table, Diagnostics& diagnostics) {
  const std::vector<std::string> names = table.names();
  Diagnostic& d = diagnostics.add(codes::unknown_field, key.span,
                                  {Text::same(table.name), shown(key.text), Text::same(joined(names))});
  d.suggestion = diagnostics.did_you_mean(key.text, names);
}

// Whether an unknown key, reported with the field that it is near to, is this field.
bool is_misspelt(const std::vector<const Entry*>& unknown, const FieldTable& table, std::string_view field) {
  const auto some = static_cast<std::ptrdiff_t>(std::min(unknown.size(), limits::suggestions_made));
  return std::any_of(unknown.begin(), unknown.begin() + some,
                     [&](const Entry* entry) { return nearest(entry->key.text, table.names()) == field; });
}

}  // namespace

const Field* FieldTable::find(std::string_view name) const {
  for (const Field& field : fields)
    if (field.name == name) return &field;
  return nullptr;
}

std::vector<std::string> FieldTable::names() const {
  std::vector<std::string> names;
  names.reserve(fields.size());
  for (const Field& field : fields) names.emplace_back(field.name);
  return names;
}

const DocNode* Fields::operator[](std::string_view name) const {
  for (const Entry* entry : known_)
    if (entry->key.text == name) return &entry->value;
  return nullptr;
}

const DocNode& Fields::key(std::string_view name) const {
  const auto found =
      std::find_if(known_.begin(), known_.end(), [&](const Entry* entry) { return entry->key.text == name; });
  assert(found != known_.end());
  return (*found)->key;
}

Fields read_fields(const DocNode& map, const FieldTable& table, Diagnostics& diagnostics, bool keep_unknown) {
  Fields fields;
  fields.table_ = &table;
  fields.span_ = map.span;
  if (!map.is_map() && !map.is_null()) {
    diagnostics.add(codes::not_a_map, map.span, {Text::same(table.name), kind_in_words(map)});
    return fields;
  }
  std::vector<const Entry*> by_field(table.fields.size(), nullptr);
  for (const Entry& entry : map.map) {
    const Field* field = table.find(entry.key.text);
    if (field != nullptr) {
      by_field[static_cast<std::size_t>(field - table.fields.data())] = &entry;
    } else {
      fields.unknown_.push_back(&entry);
      if (!keep_unknown) report_unknown(entry.key, table, diagnostics);
    }
  }
  for (std::size_t i = 0; i < by_field.size(); ++i) {
    if (by_field[i] != nullptr) {
      fields.known_.push_back(by_field[i]);
      check_form(*by_field[i], table.fields[i], diagnostics);
    } else if (table.fields[i].must && !is_misspelt(fields.unknown_, table, table.fields[i].name)) {
      report_missing(map, table, table.fields[i], diagnostics);
    }
  }
  return fields;
}

Text texts_of(const DocNode* written) {
  if (!written) return {};
  if (written->is_scalar()) return Text::same(written->text);
  const DocNode* en = written->find("en");
  const DocNode* zh = written->find("zh");
  return {en ? en->text : "", zh ? zh->text : ""};
}

}  // namespace merit::plan
