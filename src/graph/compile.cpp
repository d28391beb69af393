#include "graph/compile.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_set>

#include "base/calendar.hpp"
#include "graph/codes.hpp"
#include "graph/declare.hpp"
#include "graph/lower.hpp"
#include "graph/node.hpp"
#include "graph/order.hpp"
#include "graph/weights.hpp"
#include "plan/codes.hpp"

namespace merit::graph {

namespace {

// Sites were numbered as they were met; from here on they stand in the order of the plan's text, so that of
// two failures the one with the smaller id is the one that is written first.
void sort_sites(Graph& graph) {
  std::vector<std::uint32_t> order(graph.sites.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Site &x = graph.sites[a], &y = graph.sites[b];
    if (x.span != y.span) return x.span < y.span;
    return std::string_view(x.info->code) < std::string_view(y.info->code);
  });
  std::vector<SiteId> place(order.size());
  std::vector<Site> sorted(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    place[order[i]] = SiteId{i};
    sorted[i] = std::move(graph.sites[order[i]]);
  }
  graph.sites = std::move(sorted);
  for (Payload& payload : graph.payloads) {
    if (auto* site = std::get_if<SiteId>(&payload)) *site = place[site->value];
    if (auto* round = std::get_if<RoundData>(&payload)) round->too_long = place[round->too_long.value];
    if (auto* fold = std::get_if<FoldData>(&payload)) fold->too_long = place[fold->too_long.value];
    if (auto* past = std::get_if<PastData>(&payload))
      for (SiteId* site : {&past->failed, &past->too_long}) *site = place[site->value];
    if (auto* among = std::get_if<AmongData>(&payload))
      for (SiteId* site :
           {&among->uneven, &among->negative, &among->none, &among->unit_differs, &among->too_long})
        *site = place[site->value];
  }
  for (Input& input : graph.inputs)
    for (SiteId* site :
         {&input.missing_site, &input.form_site, &input.range_site, &input.decimals_site, &input.member_site,
          &input.digits_site, &input.key_site, &input.formula_site, &input.scientific_site})
      *site = place[site->value];
}

/// What leaves of the rows of a table.
class Outputs {
 public:
  Outputs(Context& c, std::uint32_t table) : c_(c), table_(table) {}

  void collect(const std::vector<const plan::DocNode*>& written) {
    for (const plan::DocNode* name : written) add_written(*name);
    if (!written.empty()) return;
    const auto& entities = c_.graph.entities;
    const auto add_all = [&](const auto& leaves) {
      for (std::uint32_t id = 0; id < entities.size(); ++id)
        if (entities[id].table == table_ && leaves(entities[id])) add(id, entities[id].span);
    };
    add_all([](const Entity& e) { return e.is_of_score && e.kind == EntityKind::section; });
    add_all([](const Entity& e) { return e.kind == EntityKind::value && e.type.kind == ValueKind::member; });
    add_all([](const Entity& e) { return e.is_of_pay; });
  }

 private:
  // The key stands first anyway. Without a key the line of a row does, but for a table of one row.
  bool is_key(const Symbol& symbol) const {
    const Table& table = c_.graph.tables[table_];
    return symbol.kind == SymbolKind::input && table.has_key && symbol.index == table.inputs_begin;
  }

  void add_written(const plan::DocNode& written) {
    if (!written.is_scalar()) return;
    const Symbol* symbol = c_.scope_of(table_).find(written.text);
    if (symbol && symbol->kind == SymbolKind::entity) return add(symbol->index, written.span);
    if (symbol && symbol->kind == SymbolKind::input && !is_key(*symbol)) {
      const Input& input = c_.graph.inputs[symbol->index];
      add({input.name, c_.value_of_input(symbol->index).node, input.type, input.label}, written.span);
      return;
    }
    if (symbol && is_key(*symbol)) return report_twice(written.text, written.span);
    Diagnostic& d = c_.report(codes::unknown_output, written.span, {Text::same(written.text)});
    d.suggestion = c_.diagnostics.did_you_mean(written.text, names());
  }

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    const Table& table = c_.graph.tables[table_];
    for (std::size_t i = table.has_key ? 1 : 0; i < table.inputs_count; ++i)
      names.push_back(c_.graph.inputs[table.inputs_begin + i].name);
    for (const Entity& e : c_.graph.entities)
      if (e.kind != EntityKind::check && e.table == table_) names.emplace_back(name_at_home(c_.graph, e));
    return names;
  }

  void add(std::uint32_t id, Span at) {
    const Entity& e = c_.graph.entities[id];
    if (e.result.is_none()) return;
    if (e.type.is_number() && !e.type.is_fixed()) {
      Diagnostic& d = c_.report(codes::output_is_exact, e.span, {Text::same(e.path)});
      if (at != e.span) d.related.push_back({at, {"it leaves here", "在此输出"}});
      return;
    }
    add({std::string(name_at_home(c_.graph, e)), e.result, e.type, e.label}, at);
  }

  void add(Output output, Span at) {
    const bool is_taken = output.name == "error" || (output.name == "period" && !c_.graph.period.empty()) ||
                          output.name == key_column(c_.graph, table_);
    if (is_taken || !names_.insert(output.name).second) return report_twice(output.name, at);
    (table_ == people ? c_.graph.outputs : c_.graph.tables[table_].outputs).push_back(std::move(output));
  }

  void report_twice(const std::string& name, Span at) {
    c_.report(codes::output_twice, at, {Text::same(name)});
  }

  Context& c_;
  std::uint32_t table_;
  std::unordered_set<std::string> names_;  ///< of the outputs so far
};

void collect_outputs(Context& c) {
  Outputs(c, people).collect(c.plan.outputs);
  for (std::uint32_t table = 1; table < c.graph.tables.size(); ++table)
    Outputs(c, table).collect(c.plan.tables[table - 1].outputs);
  if (!c.graph.outputs.empty() || c.diagnostics.has_errors()) return;
  c.report(codes::no_outputs, c.plan.outputs_list ? c.plan.outputs_list->span : c.plan.document.root.span);
}

// What decides whether a row fails: all that leaves, the score and the pay, every check, and what holds of
// inputs given once. (Their cells are looked at by whoever reads them.)
void collect_roots(Graph& graph) {
  std::vector<bool> is_root(graph.nodes.size(), false);
  const auto add = [&](NodeId node) {
    if (node.is_none() || is_root[node.value]) return;
    is_root[node.value] = true;
    graph.roots.push_back(node);
  };
  for (const Output& o : graph.outputs) add(o.node);
  for (const Input& input : graph.inputs)
    if (input.table == people) add(input.held);
  for (const Entity& e : graph.entities)
    if (e.path == "score" || e.path == "pay" || (e.kind == EntityKind::check && e.table == people))
      add(e.result);
}

}  // namespace

std::vector<plan::Document> load_used(const Sources& sources, const plan::Document& document,
                                      Diagnostics& diagnostics, const FindUsed& find) {
  std::vector<plan::Document> used;
  for (const plan::DocNode* name : plan::names_of_used(document)) {
    if (!find) {
      diagnostics.add(plan::codes::use_not_given, name->span, {Text::same(name->text)});
    } else if (const auto source = find(*name)) {
      used.push_back(plan::load_document(sources, *source, diagnostics));
    }
  }
  return used;
}

namespace {

// Makes the graph; null after errors, or where it has to be made again with what was found of `kept_digits`.
std::unique_ptr<Graph> make_graph(const plan::PlanText& text, const Sources& sources,
                                  Diagnostics& diagnostics, std::map<std::uint32_t, int>& kept_digits,
                                  bool is_last_try) {
  auto graph = std::make_unique<Graph>();
  Context context(text, sources, diagnostics, *graph);
  context.kept_digits = std::move(kept_digits);
  declare(context);
  const ReadingOrder order = order_of(context);
  read_params(context, order.params);
  assign_weights(context);
  for (std::uint32_t entity : order.entities) lower_entity(context, entity);
  check_varying_weights(context);
  const bool is_settled = settle_kept(context, is_last_try);
  kept_digits = std::move(context.kept_digits);
  if (!is_settled) return nullptr;
  kept_digits.clear();
  for (const Define& define : context.defines)
    if (define.body) check_define(context, define);
  if (diagnostics.has_errors()) return nullptr;
  collect_outputs(context);
  if (diagnostics.has_errors()) return nullptr;
  collect_roots(*graph);
  sort_sites(*graph);
  return graph;
}

}  // namespace

Compiled compile(const Sources& sources, SourceId source, Diagnostics& diagnostics, const FindUsed& find) {
  Compiled result;
  plan::Document document = plan::load_document(sources, source, diagnostics);
  if (diagnostics.has_errors()) return result;
  std::vector<plan::Document> used = load_used(sources, document, diagnostics, find);
  if (diagnostics.has_errors()) return result;
  result.text = plan::read_plan(std::move(document), std::move(used), diagnostics);

  // Mistakes of form do not keep names and formulas from being checked: three mistakes, three diagnostics.
  // A balance may be read before it is made, and only then is known how many decimals it has; one that needs
  // more in each round never ends.
  constexpr std::size_t least_tries = 8;  // a round carries decimals from one name to the next
  std::map<std::uint32_t, int> kept_digits;
  for (std::size_t i = 1;; ++i) {
    Diagnostics found = diagnostics;
    const bool is_last_try = i >= least_tries + kept_digits.size();
    result.graph = make_graph(*result.text, sources, found, kept_digits, is_last_try);
    if (!kept_digits.empty() && !is_last_try) continue;
    diagnostics = std::move(found);
    break;
  }
  return result;
}

namespace {

Value constant_of(Builder& b, const std::string& text, Formulas& formulas, const plan::DocNode& scalar) {
  if (text == "true" || text == "false") return {b.boolean(text == "true"), Type::boolean(), false};
  if (const auto day = parse_date(text)) {
    return {b.constant(Cell::of(Rational(*day)), Type::date()), Type::date(), false};
  }
  const formula::Tree* tree = formula::parse(text).error ? nullptr : formulas.parse(scalar);
  if (tree) {
    const formula::Node& root = tree->root();
    const bool negative =
        root.kind == formula::Kind::negate && (*tree)[root.children[0]].kind == formula::Kind::number;
    if (root.kind == formula::Kind::number || negative) {
      const Rational value = negative ? Rational(-(*tree)[root.children[0]].value) : root.value;
      const NodeId node = b.number(value);
      return {node, b.type(node), false};
    }
  }
  return {b.constant(Cell::of_text(text), Type::text()), Type::text(), false};
}

plan::DocNode scalar_of(Sources& sources, const char* name, const std::string& text) {
  plan::DocNode node;
  node.kind = plan::DocNode::Kind::scalar;
  node.text = text;
  node.span = {sources.add(name, text), 0, static_cast<std::uint32_t>(text.size())};
  return node;
}

}  // namespace

std::unique_ptr<Graph> compile_formula(Sources& sources, const std::string& formula,
                                       const std::vector<EvalInput>& inputs, const Rounding& rounding,
                                       Diagnostics& diagnostics) {
  const plan::PlanText empty;
  auto graph = std::make_unique<Graph>();
  graph->tables.emplace_back();
  Context context(empty, sources, diagnostics, *graph);
  context.rounding.item = context.rounding.pay = rounding;
  const plan::DocNode scalar = scalar_of(sources, "<formula>", formula);
  std::vector<plan::DocNode> values;
  values.reserve(inputs.size());
  Setting setting;
  for (const EvalInput& input : inputs) {
    values.push_back(scalar_of(sources, "<value>", input.value));
    setting.locals.insert_or_assign(
        input.name, constant_of(context.builder, input.value, context.formulas, values.back()));
  }
  Lowering lowering(context, std::move(setting));
  const auto value = lowering.formula(scalar);
  if (!value || diagnostics.has_errors()) return nullptr;
  Entity entity;
  entity.path = entity.name = "result";
  entity.type = value->type;
  entity.result = value->node;
  graph->entities.push_back(std::move(entity));
  graph->outputs.push_back({"result", value->node, value->type, {}});
  graph->roots = {value->node};
  sort_sites(*graph);
  return graph;
}

}  // namespace merit::graph
