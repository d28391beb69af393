#include "plan/plan_text.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "plan/codes.hpp"
#include "plan/wording.hpp"

namespace merit::plan {

namespace {

class Reader {
 public:
  Reader(PlanText& plan, Diagnostics& diagnostics) : plan_(plan), diagnostics_(diagnostics) {}

  void read() {
    const DocNode& root = plan_.document.root;
    if (root.is_null() || (root.is_map() && root.map.empty())) {
      diagnostics_.add(codes::empty_plan, root.span);
      return;
    }
    for (UsedText& used : plan_.used) {
      used.top = read_fields(used.document.root, used_table, diagnostics_);
      read_common(used.top);
    }
    plan_.top = read_fields(plan_.document.root, plan_table, diagnostics_);
    read_common(plan_.top);
    plan_.inputs = named(map_of(plan_.top, "inputs"), input_table, "type");
    plan_.checks = named(map_of(plan_.top, "checks"), check_table, "must");
    if (const DocNode* tables = map_of(plan_.top, "tables")) read_tables(*tables);
    plan_.values = values_of(map_of(plan_.top, "values"));
    plan_.score = whole_of(plan_.top, "score", score_table, item_table);
    plan_.pay = whole_of(plan_.top, "pay", pay_table, node_table);
    plan_.outputs_list = plan_.top["outputs"];
    plan_.outputs = outputs_of(plan_.top);
  }

 private:
  // What a plan says itself or takes from files that it uses.
  void read_common(const Fields& top) {
    for (NamedFields& calendar : named(map_of(top, "calendars"), calendar_table, ""))
      plan_.calendars.push_back(std::move(calendar));
    if (const DocNode* lists = map_of(top, "lists")) read_lists(*lists);
    for (NamedFields& param : named(map_of(top, "params"), param_table, "value"))
      plan_.params.push_back(std::move(param));
    if (const DocNode* defines = map_of(top, "define")) read_defines(*defines);
    if (const DocNode* defaults = map_of(top, "defaults"))
      for (const Entry& entry : defaults->map)
        plan_.defaults.push_back({entry.key.text, entry.key.span, &entry.value, {}});
  }

  // `score` or `pay`, of the people or of another table.
  std::optional<NodeText> whole_of(const Fields& fields, std::string_view name, const FieldTable& table,
                                   const FieldTable& item_fields) {
    for (const Entry* entry : fields.known())
      if (entry->key.text == name && entry->value.is_map()) return read_whole(*entry, table, item_fields);
    return std::nullopt;
  }

  std::vector<const DocNode*> outputs_of(const Fields& fields) {
    std::vector<const DocNode*> outputs;
    const DocNode* written = fields["outputs"];
    if (!written) return outputs;
    if (written->is_list() && written->list.empty())
      diagnostics_.add(codes::empty_value, written->span, {Text::same("outputs")});
    for (const DocNode& output : written->list) outputs.push_back(&output);
    return outputs;
  }

  static const DocNode* map_of(const Fields& fields, std::string_view name) {
    const DocNode* written = fields[name];
    return written && written->is_map() ? written : nullptr;
  }

  bool is_good_name(const DocNode& key) {
    if (utf8::is_name(key.text)) return true;
    diagnostics_.add(codes::bad_name, key.span, {Text::same(key.text)});
    return false;
  }

  void read_lists(const DocNode& lists) {
    for (const Entry& entry : lists.map) {
      if (!is_good_name(entry.key)) continue;
      ListText list{entry.key.text, entry.key.span, {}};
      if (!entry.value.is_list() || entry.value.list.empty()) {
        diagnostics_.add(codes::list_needs_members, entry.value.is_null() ? entry.key.span : entry.value.span,
                         {Text::same(entry.key.text)});
        continue;
      }
      for (const DocNode& member : entry.value.list) {
        if (member.is_scalar() && !member.text.empty()) add_member(member, list);
        else diagnostics_.add(codes::list_needs_members, member.span, {Text::same(entry.key.text)});
      }
      plan_.lists.push_back(std::move(list));
    }
  }

  void add_member(const DocNode& member, ListText& list) {
    list.members.push_back(&member);
    const std::string_view sign = separator_in(member);
    if (sign.empty()) return;
    const Text mark = Text::same(std::string(sign));
    diagnostics_.add(codes::bad_member, member.span, {shown(member.text), Text::same(list.name), mark})
        .suggestion = suggest_members(member.text, sign);
  }

  // `[North、South]`: what a separator of another kind was meant to write.
  static Text suggest_members(const std::string& text, std::string_view sign) {
    std::string list;
    for (std::size_t begin = 0, end = 0; end != std::string::npos; begin = end + sign.size()) {
      end = text.find(sign, begin);
      std::string part = text.substr(begin, end == std::string::npos ? end : end - begin);
      while (part.starts_with(' ')) part.erase(0, 1);
      while (part.ends_with(' ')) part.pop_back();
      if (part.empty()) return {};
      list += (list.empty() ? "" : ", ") + part;
    }
    return suggest_writing(list);
  }

  // `branch: text` is short for `branch: {type: text}`: the scalar stands for the field `short_for`.
  std::vector<NamedFields> named(const DocNode* map, const FieldTable& table, std::string_view short_for) {
    std::vector<NamedFields> result;
    if (!map) return result;
    const bool are_checks = &table == &check_table;
    for (const Entry& entry : map->map) {
      if (!are_checks && !is_good_name(entry.key)) continue;
      NamedFields named{entry.key.text, entry.key.span, &entry.value, {}};
      if (entry.value.is_scalar() && table.find(short_for) && !are_checks) {
        result.push_back(std::move(named));
        continue;
      }
      named.fields = read_fields(entry.value, table, diagnostics_);
      result.push_back(std::move(named));
    }
    return result;
  }

  std::vector<NodeText> values_of(const DocNode* map) {
    std::vector<NodeText> values;
    if (!map) return values;
    for (const Entry& entry : map->map)
      if (is_good_name(entry.key)) values.push_back(read_node(entry, node_table, false));
    return values;
  }

  void read_tables(const DocNode& tables) {
    for (const Entry& entry : tables.map) {
      if (!is_good_name(entry.key)) continue;
      TableText table;
      table.table = {entry.key.text, entry.key.span, &entry.value,
                     read_fields(entry.value, table_table, diagnostics_)};
      const Fields& fields = table.table.fields;
      table.inputs = named(map_of(fields, "inputs"), input_table, "type");
      table.values = values_of(map_of(fields, "values"));
      table.score = whole_of(fields, "score", score_table, item_table);
      table.pay = whole_of(fields, "pay", pay_table, node_table);
      table.checks = named(map_of(fields, "checks"), check_table, "must");
      table.outputs = outputs_of(fields);
      plan_.tables.push_back(std::move(table));
    }
  }

  void read_defines(const DocNode& defines) {
    for (const Entry& entry : defines.map)
      plan_.defines.push_back({entry.key.text, entry.key.span, read_node(entry, node_table, false)});
  }

  NodeText read_node(const Entry& entry, const FieldTable& table, bool is_item) {
    NodeText node;
    node.name = entry.key.text;
    node.name_span = entry.key.span;
    node.written = &entry.value;
    if (entry.value.is_scalar() && !is_item) {
      node.formula = &entry.value;
      return node;
    }
    if (!entry.value.is_map()) {
      diagnostics_.add(is_item ? codes::item_needs_fields : codes::node_needs_formula,
                       entry.value.is_null() ? entry.key.span : entry.value.span, {Text::same(node.name)});
      return node;
    }
    node.fields = read_fields(entry.value, table, diagnostics_, true);
    node.formula = node.fields["formula"];
    node.words = node.fields.unknown();
    if (const DocNode* items = is_item ? node.fields["items"] : nullptr) {
      node.is_section = true;
      read_items(*items, item_table, node);
    }
    return node;
  }

  static bool acts_on_results(std::string_view field) {
    constexpr std::array<std::string_view, 6> fields = {"applies", "skip", "at_least",
                                                        "at_most", "gate", "round"};
    return std::find(fields.begin(), fields.end(), field) != fields.end();
  }

  void read_items(const DocNode& items, const FieldTable& table, NodeText& section) {
    const bool are_items = &table == &item_table;
    if (!items.is_map() || items.map.empty()) {
      diagnostics_.add(codes::items_are_empty, items.is_null() ? section.name_span : items.span,
                       {Text::same(section.name)});
      return;
    }
    for (const Entry& entry : items.map) {
      // Two blanks too many before `at_most`, and a cap is a component that is paid out.
      if (acts_on_results(entry.key.text))
        diagnostics_.add(codes::item_called_like_field, entry.key.span,
                         {Text::same(entry.key.text), Text::same(section.name)});
      else if (is_good_name(entry.key)) section.items.push_back(read_node(entry, table, are_items));
    }
  }

  std::optional<NodeText> read_whole(const Entry& entry, const FieldTable& table,
                                     const FieldTable& item_fields) {
    NodeText whole;
    whole.name = entry.key.text;
    whole.name_span = entry.key.span;
    whole.written = &entry.value;
    whole.is_section = true;
    whole.fields = read_fields(entry.value, table, diagnostics_);
    if (const DocNode* items = whole.fields["items"]) read_items(*items, item_fields, whole);
    return whole;
  }

  PlanText& plan_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::string_view separator_in(const DocNode& member) {
  if (member.quoted) return {};
  for (const std::string_view sign : {"、", "，", "；", ";", "|", "｜"})
    if (member.text.find(sign) != std::string::npos) return sign;
  return {};
}

std::vector<const DocNode*> names_of_used(const Document& document) {
  std::vector<const DocNode*> names;
  const DocNode* use = document.root.is_map() ? document.root.find("use") : nullptr;
  if (use && use->is_list())
    for (const DocNode& name : use->list)
      if (name.is_scalar()) names.push_back(&name);
  return names;
}

std::unique_ptr<PlanText> read_plan(Document document, std::vector<Document> used, Diagnostics& diagnostics) {
  auto plan = std::make_unique<PlanText>();
  plan->document = std::move(document);
  for (Document& file : used) plan->used.push_back({std::move(file), {}});
  Reader(*plan, diagnostics).read();
  return plan;
}

}  // namespace merit::plan
