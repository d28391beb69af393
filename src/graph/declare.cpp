#include "graph/declare.hpp"

#include <algorithm>
#include <unordered_map>

#include "base/limits.hpp"
#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "graph/calendars.hpp"
#include "graph/codes.hpp"
#include "graph/data.hpp"
#include "graph/functions.hpp"
#include "graph/inputs.hpp"
#include "graph/tables.hpp"
#include "graph/word.hpp"

namespace merit::graph {

namespace {

void refuse_name(Context& c, const std::string& name, Span span, Text because) {
  c.report(codes::name_reserved, span, {Text::same(name), std::move(because)});
}

}  // namespace

void check_name(Context& c, const std::string& name, Span span, bool is_called) {
  if (formula::is_reserved_word(name))
    return refuse_name(c, name, span, {"a word of formulas", "它是公式的保留词"});
  if (name == "period" && !c.graph.period.empty())
    return refuse_name(c, name, span, {"the period of the row", "它表示该行的周期"});
  const auto is_it = [&](const FunctionInfo& f) { return f.name == name; };
  if (is_called && (std::any_of(functions().begin(), functions().end(), is_it) ||
                    std::any_of(aggregates().begin(), aggregates().end(), is_it)))
    refuse_name(c, name, span, {"a function", "它是函数名"});
}

namespace {

bool has_twice(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) != names.end();
}

// Where a part of the plan could not be read, unknown names are no news.
void find_broken_parts(Context& c) {
  const plan::Fields& top = c.plan.top;
  bool is_whole = top.unknown().empty();
  for (const plan::UsedText& used : c.plan.used) is_whole &= used.top.unknown().empty();
  const auto complete = [&](const char* part, std::size_t declared) {
    std::size_t entries = 0;
    const auto count = [&](const plan::Fields& fields) {
      const plan::DocNode* written = fields[part];
      is_whole &= !written || written->is_map();
      if (written) entries += written->map.size();
    };
    for (const plan::UsedText& used : c.plan.used) count(used.top);
    count(top);
    is_whole &= entries == declared;
  };
  complete("calendars", c.plan.calendars.size());
  complete("lists", c.plan.lists.size());
  complete("params", c.plan.params.size());
  complete("inputs", c.plan.inputs.size());
  complete("define", c.plan.defines.size());
  complete("values", c.plan.values.size());
  complete("tables", c.plan.tables.size());
  const auto is_read = [](const plan::Fields& fields, const auto& part) {
    return fields.has("score") == part.score.has_value() && fields.has("pay") == part.pay.has_value();
  };
  is_whole &= is_read(top, c.plan);
  for (const plan::TableText& table : c.plan.tables) is_whole &= is_read(table.table.fields, table);
  if (!is_whole) c.scope.declare_broken();
}

// Reads one class; adds its name to `missing` when a part of the plan needs it.
std::optional<Rounding> read_rounding(const plan::Fields& fields, const char* name, bool is_needed,
                                      std::vector<std::string>& missing) {
  const plan::DocNode* said = fields[name];
  if (said) return said->is_scalar() ? parse_rounding(said->text) : std::nullopt;
  if (is_needed) missing.emplace_back(name);
  return std::nullopt;
}

void report_missing_rounding(Context& c, const plan::DocNode* written,
                             const std::vector<std::string>& missing, Span needs_it) {
  Text names;
  std::string example;
  for (const std::string& name : missing) {
    names.en += (names.en.empty() ? "`" : ", `") + name + "`";
    names.zh += (names.zh.empty() ? "`" : "、`") + name + "`";
    example += (example.empty() ? "" : ", ") + name + ": 2 half_up";
  }
  c.report(codes::must_say_rounding, written ? written->span : needs_it,
           {names, Text::same(written ? example : "rounding: {" + example + "}")});
}

// The first `score` or `pay` of the plan, whoever's it is.
const plan::NodeText* first_of(const Context& c, std::optional<plan::NodeText> plan::PlanText::*of_people,
                               std::optional<plan::NodeText> plan::TableText::*of_table) {
  if (const auto& whole = c.plan.*of_people) return &*whole;
  for (const plan::TableText& table : c.plan.tables)
    if (const auto& whole = table.*of_table) return &*whole;
  return nullptr;
}

void declare_rounding(Context& c) {
  const plan::NodeText* score = first_of(c, &plan::PlanText::score, &plan::TableText::score);
  const plan::NodeText* pay = first_of(c, &plan::PlanText::pay, &plan::TableText::pay);
  const plan::DocNode* written = c.plan.top["rounding"];
  const bool is_readable = !written || written->is_map();
  plan::Fields fields;
  if (written && is_readable) fields = plan::read_fields(*written, plan::rounding_table, c.diagnostics);
  std::vector<std::string> missing;
  c.rounding.item = read_rounding(fields, "item", score != nullptr, missing);
  c.rounding.score = read_rounding(fields, "score", score != nullptr, missing);
  c.rounding.pay = read_rounding(fields, "pay", pay != nullptr, missing);
  if (is_readable && !missing.empty())
    report_missing_rounding(c, written, missing, (missing.front() == "pay" ? pay : score)->name_span);
  c.is_pay_rounding_refused = !c.rounding.pay && (pay || fields.has("pay") || !is_readable);
}

void declare_lists(Context& c) {
  for (const plan::ListText& written : c.plan.lists) {
    List list{written.name, {}, written.name_span};
    if (type_named(c, written.name))
      refuse_name(c, written.name, written.name_span, {"a type", "它是类型名"});
    const auto index = static_cast<std::uint32_t>(c.graph.lists.size());
    std::unordered_map<std::string, std::string> folded;  // member without case -> the first such member
    for (const plan::DocNode* member : written.members) {
      const std::string text = utf8::nfc(member->text);
      if (!plan::separator_in(*member).empty()) c.scope.declare_broken();  // perhaps several; reported
      if (std::find(list.members.begin(), list.members.end(), text) != list.members.end()) {
        c.report(codes::member_twice, member->span, {Text::same(text), Text::same(written.name)});
        continue;
      }
      const auto [alike, is_first] = folded.try_emplace(without_case(text), text);
      if (!is_first)
        c.report(codes::names_look_alike, member->span, {Text::same(text), Text::same(alike->second)});
      list.members.push_back(text);
      c.scope.add_member(text, index);
    }
    c.graph.lists.push_back(std::move(list));
  }
}

constexpr std::uint32_t nobody = 0xFFFFFFFFu;

std::uint32_t add_entity(Context& c, EntityKind kind, std::string path, const plan::NodeText& node,
                         std::uint32_t parent, std::uint32_t table = people) {
  Entity entity;
  entity.kind = kind;
  entity.table = table;
  entity.name = node.name;
  entity.path = std::move(path);
  entity.span = node.name_span;
  entity.label = plan::texts_of(node.fields["label"]);
  entity.parent = parent;
  const auto id = static_cast<std::uint32_t>(c.graph.entities.size());
  if (parent < id) c.graph.entities[parent].children.push_back(id);
  check_name(c, entity.name, entity.span, false);
  const std::string name(name_at_home(c.graph, entity));
  c.scope_of(table).declare(name, {SymbolKind::entity, id, entity.span}, c.diagnostics);
  c.graph.entities.push_back(std::move(entity));
  c.parts.push_back({&node, nullptr, false});
  return id;
}

void add_items(Context& c, const plan::NodeText& section, std::uint32_t parent) {
  const std::string prefix = c.graph.entities[parent].path + ".";
  const std::uint32_t table = c.graph.entities[parent].table;
  for (const plan::NodeText& item : section.items) {
    const EntityKind kind = item.is_section ? EntityKind::section : EntityKind::item;
    const std::uint32_t id = add_entity(c, kind, prefix + item.name, item, parent, table);
    c.graph.entities[id].is_of_score = true;
    c.graph.entities[id].is_extra = item.fields.has("extra");
    if (item.is_section) add_items(c, item, id);
  }
}

std::uint32_t add_check(Context& c, const plan::NamedFields& check, std::string path, std::uint32_t table) {
  Entity entity;
  entity.kind = EntityKind::check;
  entity.table = table;
  entity.name = check.name;
  entity.path = std::move(path);
  entity.span = check.name_span;
  entity.label = plan::texts_of(check.fields["label"]);
  const plan::DocNode* breach = check.fields["breach"];
  entity.is_error = breach && breach->text == "error";
  const auto id = static_cast<std::uint32_t>(c.graph.entities.size());
  c.graph.entities.push_back(std::move(entity));
  c.parts.push_back({nullptr, &check, false});
  return id;
}

// What is worked out of the rows of a table. `part`: the plan or the table as written.
template <typename PartText>
void declare_nodes(Context& c, const PartText& part, std::uint32_t table,
                   std::vector<std::uint32_t>& checks) {
  const std::string prefix = table == people ? "" : c.graph.tables[table].name + ".";
  for (const plan::NodeText& value : part.values)
    add_entity(c, EntityKind::value, prefix + value.name, value, nobody, table);
  if (part.score) {
    const std::uint32_t score =
        add_entity(c, EntityKind::section, prefix + "score", *part.score, nobody, table);
    c.graph.entities[score].is_of_score = true;
    add_items(c, *part.score, score);
  }
  if (part.pay) {
    const std::uint32_t pay = add_entity(c, EntityKind::section, prefix + "pay", *part.pay, nobody, table);
    c.graph.entities[pay].is_of_pay = true;
    for (const plan::NodeText& component : part.pay->items) {
      const std::string path = prefix + "pay." + component.name;
      const std::uint32_t id = add_entity(c, EntityKind::component, path, component, pay, table);
      c.graph.entities[id].is_of_pay = true;
    }
  }
  for (const plan::NamedFields& check : part.checks)
    checks.push_back(add_check(c, check, prefix + "checks." + check.name, table));
}

void declare_defines(Context& c) {
  for (const plan::DefineText& written : c.plan.defines) {
    Define define;
    define.body = &written.body;
    define.span = written.signature_span;
    const auto signature = formula::parse_signature(written.signature);
    if (signature && has_twice(signature->parameters)) {
      c.report(codes::define_form, written.signature_span, {Text::same(written.signature)});
    } else if (signature) {
      define.name = signature->name;
      define.parameters = signature->parameters;
      define.is_good = true;
    } else {
      c.report(codes::define_form, written.signature_span, {Text::same(written.signature)});
    }
    if (define.is_good) {
      const Symbol symbol{SymbolKind::define, static_cast<std::uint32_t>(c.defines.size()), define.span};
      check_name(c, define.name, define.span, true);
      c.scope.declare(define.name, symbol, c.diagnostics);
    } else {
      c.scope.declare_broken(written.signature.substr(0, written.signature.find_first_of("( ")));
    }
    c.defines.push_back(std::move(define));
  }
}

void declare_defaults(Context& c) {
  std::map<const Word*, Span> said;
  for (const plan::NamedFields& written : c.plan.defaults) {
    const Word* word = find_word(written.name);
    if (!word) {
      std::vector<std::string> known;
      for (const Word* w : words()) known.emplace_back(w->fields.name);
      std::string all;
      for (const std::string& name : known) all += (all.empty() ? "" : ", ") + name;
      Diagnostic& d =
          c.report(codes::unknown_word, written.name_span, {Text::same(written.name), Text::same(all)});
      d.suggestion = did_you_mean(written.name, known);
      continue;
    }
    if (const auto [first, is_new] = said.emplace(word, written.name_span); !is_new) {
      Diagnostic& d = c.report(codes::defaults_twice, written.name_span, {Text::same(written.name)});
      d.related.push_back({first->second, {"also said here", "另一处写在此"}});
      continue;
    }
    c.defaults[word] = plan::read_fields(*written.written, word->relaxed, c.diagnostics);
  }
}

}  // namespace

void declare(Context& c) {
  const plan::Fields& top = c.plan.top;
  if (const plan::DocNode* name = top["plan"]) c.graph.plan_name = name->text;
  if (const plan::DocNode* each = top["each"]) c.graph.each = each->text;
  if (const plan::DocNode* currency = top["currency"]) c.graph.currency = currency->text;
  c.graph.title = plan::texts_of(top["title"]);
  c.graph.source = c.plan.document.source;
  find_broken_parts(c);
  declare_calendar(c);
  declare_data(c);
  declare_rounding(c);
  declare_lists(c);
  declare_tables(c);
  declare_inputs(c, people, top["each"], c.plan.inputs);
  for (const plan::NamedFields& written : c.plan.params) {
    check_name(c, written.name, written.name_span, true);
    c.scope.declare(written.name,
                    {SymbolKind::param, static_cast<std::uint32_t>(c.params.size()), written.name_span},
                    c.diagnostics);
    Param param;
    param.name = written.name;
    param.span = written.name_span;
    c.params.push_back(std::move(param));
  }
  declare_defines(c);
  declare_defaults(c);
  declare_nodes(c, c.plan, people, c.graph.checks);
  for (std::uint32_t table = 1; table < c.graph.tables.size(); ++table) {
    const plan::TableText& written = c.plan.tables[table - 1];
    declare_inputs(c, table, written.table.fields["key"], written.inputs);
    declare_timing(c, table);
    declare_nodes(c, written, table, c.graph.tables[table].checks);
  }
  declare_backs(c);
  c.results.resize(c.graph.entities.size());
}

}  // namespace merit::graph
