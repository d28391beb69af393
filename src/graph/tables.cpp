#include "graph/tables.hpp"

#include "graph/codes.hpp"
#include "graph/declare.hpp"
#include "graph/inputs.hpp"

namespace merit::graph {

namespace {

void refuse_name(Context& c, const plan::NamedFields& table, Text because) {
  c.report(codes::name_reserved, table.name_span, {Text::same(table.name), std::move(because)});
}

void check_table_name(Context& c, const plan::NamedFields& table) {
  const std::string& name = table.name;
  check_name(c, name, table.name_span, false);
  if (name == c.graph.each) refuse_name(c, table, {"the table of the people", "它是人员表的名称"});
  for (const char* part : {"score", "pay", "checks"})
    if (name == part) refuse_name(c, table, {"a part of the plan", "它是方案的一部分"});
}

bool leaves_out(const plan::DocNode* failed) { return failed && failed->text == "leave_out"; }

void report_clash(Context& c, const plan::Fields& fields, const char* a, const char* b) {
  if (!fields.has(a) || !fields.has(b)) return;
  Diagnostic& d = c.report(codes::table_fields_clash, fields.key(b).span, {Text::same(a), Text::same(b)});
  d.related.push_back({fields.key(a).span, {"beside this", "与此并用"}});
}

}  // namespace

void declare_tables(Context& c) {
  const plan::DocNode* each = c.plan.top["each"];
  Table first;
  first.name = c.graph.each;
  first.span = each ? each->span : Span{};
  first.has_key = true;
  first.leaves_out_failed = leaves_out(c.plan.top["failed"]);
  first.timing = c.graph.period.empty() ? Timing::always : Timing::per_period;
  c.graph.tables.push_back(std::move(first));
  for (const plan::TableText& written : c.plan.tables) {
    const plan::Fields& fields = written.table.fields;
    check_table_name(c, written.table);
    report_clash(c, fields, "key", "single");
    report_clash(c, fields, "dated_by", "per");
    report_clash(c, fields, "dated_by", "single");
    Table table;
    table.name = written.table.name;
    table.span = written.table.name_span;
    table.label = plan::texts_of(fields["label"]);
    table.has_key = fields.has("key");
    table.is_single = fields.has("single");
    table.leaves_out_failed = leaves_out(fields["failed"]);
    if (table.is_single)
      c.scope.declare(table.name,
                      {SymbolKind::table, static_cast<std::uint32_t>(c.graph.tables.size()), table.span},
                      c.diagnostics);
    c.graph.tables.push_back(std::move(table));
    c.other_scopes.emplace_back(&c.scope);
  }
}

void declare_timing(Context& c, std::uint32_t id) {
  Table& table = c.graph.tables[id];
  const plan::Fields& fields = c.plan.tables[id - 1].table.fields;
  for (const char* name : {"dated_by", "per"})
    if (fields.has(name) && c.graph.period.empty())
      c.report(codes::no_period, fields.key(name).span, {Text::same(name)});
  if (fields.has("per")) table.timing = Timing::per_period;
  const plan::DocNode* date = fields["dated_by"];
  if (!date || !date->is_scalar()) return;
  const Symbol* symbol = c.scope_of(id).find(date->text);
  const Input* input = symbol && symbol->kind == SymbolKind::input ? &c.graph.inputs[symbol->index] : nullptr;
  if (!input || input->type.kind != ValueKind::date || input->missing != Missing::error) {
    if (!c.scope_of(id).may_be_broken(date->text))
      c.report(codes::table_date, date->span, {Text::same(date->text), Text::same(table.name)});
    return;
  }
  table.timing = Timing::dated;
  table.date_input = symbol->index;
}

void declare_backs(Context& c) {
  for (std::uint32_t i = 0; i < c.graph.refs.size(); ++i) {
    const Ref& ref = c.graph.refs[i];
    const Span at = c.graph.inputs[ref.input].span;
    check_name(c, ref.back, at, false);
    c.scope_of(ref.to).declare(ref.back, {SymbolKind::back, i, at}, c.diagnostics);
  }
}

}  // namespace merit::graph
