// What every pass of the compiler shares. Floor 3.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "base/calendar.hpp"
#include "graph/builder.hpp"
#include "graph/formulas.hpp"
#include "graph/scope.hpp"
#include "graph/side.hpp"
#include "plan/plan_text.hpp"

namespace merit::graph {

struct Word;

/// A value while formulas are being read: a node with the unit it has here, and whether it may be absent
/// here.
struct Value {
  NodeId node;
  Type type;
  bool maybe_absent = false;
};

/// What a weight that is not a constant may read: a member of a list, yes or no, or the day that parameters
/// are dated by.
struct ClosedRead {
  std::string name;
  std::set<DayNumber> days;  ///< those from which cells hold
};
using ClosedReads = std::map<NodeId, ClosedRead>;

/// Of cells of bands that one entry of the plan covers, those behind the first: which is the first.
using CellEntries = std::map<std::vector<std::uint32_t>, std::vector<std::uint32_t>>;

/// The cells of a parameter from a day on.
struct ParamVersion {
  DayNumber from = 0;
  Span span;  ///< of the day
  TableData table;
  CellEntries entries;
};

/// What one key of a parameter is: a member of a list, or a number whose band along breakpoints is one.
struct ParamAxis {
  std::uint32_t list = 0;
  std::optional<Side> side;  ///< of bands
  Type type = {};            ///< of the breakpoints, and where that is seen
  Span type_span = {};
  std::vector<Rational> breakpoints;  ///< ascending
};

/// A parameter: its cells, and whether it needs keys.
struct Param {
  std::string name;
  Span span;
  Type type;
  std::vector<ParamAxis> axes;
  CellEntries entries;
  TableData table;                      ///< one cell with no keys for a plain constant
  std::vector<ParamVersion> versions;   ///< of a dated one, ascending; `table` then only names the keys
  std::optional<CalendarFunction> day;  ///< the one that counts where a formula gives none
  bool is_dated() const { return !versions.empty(); }
  bool is_good = false;  ///< false after a reported mistake: reading it stays silent
};

/// A definition: a node with arguments, expanded where it is called.
struct Define {
  std::string name;
  std::vector<std::string> parameters;
  const plan::NodeText* body = nullptr;
  Span span;
  bool is_good = false;
};

/// Named things in the order in which the plan is to be read: their texts beside their entities.
struct Part {
  const plan::NodeText* text = nullptr;  ///< null for checks and definitions' bodies that failed
  const plan::NamedFields* check = nullptr;
  bool may_be_skipped = false;  ///< it may be absent for another reason than a weight of 0
};

struct Rules {
  std::optional<Rounding> item, score, pay;
};

struct Context {
  const plan::PlanText& plan;
  const Sources& sources;
  Diagnostics& diagnostics;
  Graph& graph;
  Builder builder;
  Formulas formulas;
  Scope scope;                     ///< of the people, and what all tables share
  std::deque<Scope> other_scopes;  ///< of the other tables, in their order
  Rules rounding;
  bool is_too_large = false;             ///< calls of definitions were: it was reported
  bool is_pay_rounding_refused = false;  ///< it was reported; amounts do not report it again
  std::vector<Param> params;
  std::vector<Define> defines;
  std::vector<Part> parts;                    ///< parallel to graph.entities
  std::vector<std::optional<Value>> results;  ///< parallel to graph.entities, as they are made
  std::set<std::uint32_t> unread_weights;     ///< items whose weight could not be read: 1 stands in
  std::set<std::uint32_t> varying_sections;   ///< whose weights depend on members of lists
  ClosedReads weight_reads;                   ///< what such weights read

  /// What is read of other rows, made once: by the node there, the ref to it, whether it is mine, and the
  /// table that reads.
  std::map<std::tuple<NodeId, std::optional<std::uint32_t>, bool, std::uint32_t>, NodeId> fetched;

  std::vector<std::optional<std::uint32_t>> kept_entities;  ///< parallel to graph.kept: whose node it will be
  std::map<std::uint32_t, int> kept_digits;  ///< of entities that are read before they are made, found so far
  std::map<std::uint32_t, Value> input_values;  ///< of inputs that are not read as they stand in the file
  std::map<NodeId, PeriodStep> due;  ///< values that are absent for one reason only: they are not due

  std::map<std::pair<ForkKind, Span>, std::size_t> forks;  ///< those of the graph, by their places

  std::map<const Word*, plan::Fields> defaults;  ///< `defaults:` read by the words' tables

  /// What the plan says once for a word, or nullptr.
  const plan::Fields* defaults_of(const Word& word) const {
    const auto it = defaults.find(&word);
    return it == defaults.end() ? nullptr : &it->second;
  }

  Context(const plan::PlanText& p, const Sources& s, Diagnostics& d, Graph& g)
      : plan(p), sources(s), diagnostics(d), graph(g), builder(g), formulas(s, d) {}

  /// The slot of what is kept of the rows of a table under a name: of an entity, or of a value that is made.
  std::uint32_t keep(std::uint32_t table, const std::string& name, std::optional<std::uint32_t> entity,
                     const std::optional<Value>& made);

  /// What the name of an input stands for.
  Value value_of_input(std::uint32_t input) const {
    const auto it = input_values.find(input);
    if (it != input_values.end()) return it->second;
    const Input& declared = graph.inputs[input];
    return {declared.node, declared.type, declared.can_be_absent()};
  }

  Scope& scope_of(std::uint32_t table) { return table == people ? scope : other_scopes[table - 1]; }

  Diagnostic& report(const CodeInfo& info, Span span, std::vector<Text> args = {}) {
    return diagnostics.add(info, span, std::move(args));
  }
};

/// Gives every slot its node. Returns false where a name that is read before it is made has more decimals
/// than was taken for granted, and notes how many: the plan is to be compiled again. At the last try that is
/// reported.
bool settle_kept(Context& context, bool is_last_try);

/// The step that `every` or `for` names; nothing (reported) where it is no longer than the plan's period.
std::optional<PeriodStep> longer_step(Context& context, const char* field, const plan::DocNode& written);
/// The step at the end of which an entity is due, where it says `every`; a component has it of `pay`.
std::optional<PeriodStep> due_step(Context& context, std::uint32_t entity);
/// "quarters", as messages call the units of a calendar.
Text units_text(PeriodStep unit);
/// Whether a period is the last of its month, quarter ...
CalendarFunction closing(PeriodStep step);

/// How often what a name stands for is due or read, where that is less often than every period.
std::optional<PeriodStep> every_of(const Context& context, const Symbol& symbol);

/// The word of a node and its fields, with the plan's `defaults` for what is not written.
struct WordUse {
  const Word* word = nullptr;
  const plan::Entry* entry = nullptr;  ///< the key as written and its value
  plan::Fields fields;
  const plan::Fields* defaults = nullptr;
};

/// Finds the one word of a node; reports none, several, unknown ones. Nothing when the node has no good word.
std::optional<WordUse> find_word(Context& context, const plan::NodeText& node);
/// The formulas of a node: its own fields, its formula and its word's.
std::vector<const plan::DocNode*> formulas_of(Context& context, const plan::NodeText& node);

}  // namespace merit::graph
