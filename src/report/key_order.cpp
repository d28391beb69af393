#include "report/key_order.hpp"

#include <algorithm>

#include "graph/word.hpp"
#include "plan/tables.hpp"

namespace merit::report {

namespace {

using Keys = MapKind::Keys;
using plan::FieldTable;

MapKind fields_of(const FieldTable& table) { return {Keys::fields, &table}; }
MapKind names_of(const FieldTable& table) { return {Keys::names, &table}; }

MapKind word_named(const std::string& key) {
  const graph::Word* word = graph::find_word(key);
  return word ? fields_of(word->fields) : MapKind{};
}

bool is_node(const FieldTable* table) {
  return table == &plan::node_table || table == &plan::item_table || table == &plan::score_table ||
         table == &plan::pay_table;
}

struct Below {
  const FieldTable* outer;
  std::string_view key;
  MapKind kind;
};

// The maps under the keys of known maps.
const std::vector<Below>& belows() {
  using namespace plan;
  static const std::vector<Below> all = {
      {&plan_table, "rounding", fields_of(rounding_table)}, {&plan_table, "params", names_of(param_table)},
      {&plan_table, "inputs", names_of(input_table)},       {&plan_table, "tables", names_of(table_table)},
      {&plan_table, "calendars", names_of(calendar_table)}, {&plan_table, "define", names_of(node_table)},
      {&plan_table, "defaults", {Keys::words, nullptr}},    {&plan_table, "values", names_of(node_table)},
      {&plan_table, "score", fields_of(score_table)},       {&plan_table, "pay", fields_of(pay_table)},
      {&plan_table, "checks", names_of(check_table)},       {&table_table, "inputs", names_of(input_table)},
      {&table_table, "values", names_of(node_table)},       {&table_table, "score", fields_of(score_table)},
      {&table_table, "pay", fields_of(pay_table)},          {&table_table, "checks", names_of(check_table)},
      {&score_table, "items", names_of(item_table)},        {&item_table, "items", names_of(item_table)},
      {&pay_table, "items", names_of(node_table)},
  };
  return all;
}

// A word stands where the formula would.
std::size_t place_of(const std::string& key, const FieldTable& table) {
  const auto at = [&](std::string_view name) {
    return static_cast<std::size_t>(std::find_if(table.fields.begin(), table.fields.end(),
                                                 [&](const plan::Field& f) { return f.name == name; }) -
                                    table.fields.begin());
  };
  return is_node(&table) && graph::find_word(key) ? at("formula") : at(key);
}

}  // namespace

MapKind whole_plan() { return fields_of(plan::plan_table); }

MapKind kind_below(const MapKind& kind, const std::string& key) {
  switch (kind.keys) {
    case Keys::as_written: return {};
    case Keys::names: return fields_of(*kind.table);
    case Keys::words: return word_named(key);
    case Keys::fields: break;
  }
  for (const Below& below : belows())
    if (below.outer == kind.table && below.key == key) return below.kind;
  if (!is_node(kind.table)) return {};
  return key == "gate" ? fields_of(plan::gate_table) : word_named(key);
}

std::vector<const plan::Entry*> ordered(const plan::DocNode& map, const MapKind& kind) {
  std::vector<const plan::Entry*> entries;
  for (const plan::Entry& entry : map.map) entries.push_back(&entry);
  if (kind.keys == Keys::fields)
    std::stable_sort(entries.begin(), entries.end(), [&](const plan::Entry* a, const plan::Entry* b) {
      return place_of(a->key.text, *kind.table) < place_of(b->key.text, *kind.table);
    });
  return entries;
}

}  // namespace merit::report
