// The evaluation graph: what a plan means, in some twenty operators. Floor 3.
//
// Every word and formula of the language is spelled in these operators; engines, proofs and pictures know
// nothing else. Nodes stand in order: arguments before users. The graph is immutable once compiled.
// docs/architecture.md lists the operators and what the normal form of a graph is.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/plan_calendar.hpp"
#include "base/rounding.hpp"
#include "base/source.hpp"
#include "base/type.hpp"
#include "graph/among.hpp"
#include "graph/cell.hpp"
#include "graph/curve.hpp"
#include "graph/past.hpp"
#include "table/encoding.hpp"
#include "table/spreadsheet.hpp"

namespace merit::graph {

enum class Op : std::uint8_t {
  constant,  ///< its cell
  input,     ///< a column of the row
  none,      ///< absent
  fail,      ///< failed at its site; the only operator that fails
  sum,       ///< constant + sum of coefficient * argument; also dates and members
  mul,       ///< product
  ratio,     ///< p / q, absent where q is 0
  min,       ///< the smallest argument; also dates and members
  max,
  round,      ///< to a rounding
  curve,      ///< a piecewise linear function of its argument, as data
  less,       ///< a < b
  same,       ///< a equals b
  choose,     ///< c1, v1, c2, v2, ..., otherwise: lazy
  present,    ///< is there a value
  otherwise,  ///< a, or b where a is absent: lazy
  table,      ///< the cell of a parameter by keys, absent where none is written
  calendar,   ///< functions of dates and of the row's period
  fold,       ///< sum, count ... over the rows of another table that name this row, or over its group
  fetch,      ///< the value of a row of another table that this row names
  among,      ///< what the row is among its group: its place, its part, its label
  past,       ///< what the row was in earlier periods
};
std::string_view name_of(Op op);

enum class CalendarFunction : std::uint8_t {
  make_date,
  months,
  add_months,
  month_start,
  real_day,  ///< itself, where the calendar has it: years 1 to 9999
  period_start,
  period_end,
  period_number,
  period_year,
  period_days,
  period_year_days,
  period_elapsed_days,
  period_ends_quarter,
  period_ends_half,
  period_ends_year,
  period_closes_month,  ///< whether the next period is of another month; of weeks as their Thursdays
  period_closes_quarter,
  period_closes_half,
  period_closes_year,
};
std::string_view name_of(CalendarFunction function);

struct NodeId {
  std::uint32_t value = 0xFFFFFFFFu;
  bool is_none() const { return value == 0xFFFFFFFFu; }
  friend auto operator<=>(NodeId, NodeId) = default;
};
inline constexpr NodeId no_node{};

/// What one value of a node belongs to: the plan (constants and what is made of them), or a row of a table.
struct Domain {
  std::uint32_t table = 0xFFFFFFFFu;
  bool is_plan() const { return table == 0xFFFFFFFFu; }
  friend bool operator==(Domain, Domain) = default;
};
inline constexpr std::uint32_t people = 0;  ///< the table of `each`

struct InputId {
  std::uint32_t value = 0;
};

struct SumData {
  Rational constant = 0;
  std::vector<Rational> coefficients;  ///< one for each argument, none 0
  friend bool operator==(const SumData&, const SumData&) = default;
};

/// A rounding, and where a row fails when its result has more than limits::number_digits digits: the one
/// limit that every engine checks at the same place. (It is not a `fail` leaf, because no plan writes it.)
struct RoundData {
  Rounding how;
  SiteId too_long;
};

/// Cells of a parameter, by the ordinals of its keys.
struct TableData {
  std::vector<std::uint32_t> lists;  ///< the list of each key
  std::map<std::vector<std::uint32_t>, Cell> cells;
  friend bool operator==(const TableData&, const TableData&) = default;
};

enum class FoldFunction : std::uint8_t { sum, count, min, max, any };
std::string_view name_of(FoldFunction function);
std::optional<FoldFunction> fold_named(std::string_view name);

/// Refs in the order in which they are followed up: each from the table that the one before it leads to.
using RefPath = std::vector<std::uint32_t>;

/// The argument is of the rows whose ref names a row of the node's table; without a ref, of the rows of this
/// table that have the same keys, which are the arguments behind it. Absent ones are left out. Over none: 0,
/// 0, absent, absent, false.
struct FoldData {
  FoldFunction function = FoldFunction::sum;
  std::optional<std::uint32_t> ref;
  SiteId too_long;  ///< where a sum of more than limits::number_digits digits fails
  friend bool operator==(const FoldData&, const FoldData&) = default;
};

/// The argument is of the row to which a ref leads; without one, of a table with a single row.
struct FetchData {
  std::optional<std::uint32_t> ref;
  std::uint32_t table = people;  ///< of that row
  bool is_mine = false;  ///< for an aggregate of that row: whether the row failed elsewhere is its own affair
  friend bool operator==(const FetchData&, const FetchData&) = default;
};

using Payload = std::variant<std::monostate, Cell, InputId, SiteId, SumData, RoundData, Curve, TableData,
                             CalendarFunction, FoldData, FetchData, AmongData, PastData>;

/// What a node is to the word or entity that made it: "ratio", "after cap", {"slice", 3}. Static text.
struct Role {
  std::string_view name;
  int index = 0;
};

/// The named thing a node was made for, and the place in the plan that says it.
struct Origin {
  std::uint32_t entity = 0xFFFFFFFFu;
  Span span;
};

struct Node {
  Op op = Op::none;
  Domain domain;
  Type type;
  Range range;  ///< numbers, dates, members
  std::uint32_t args_begin = 0;
  std::uint32_t args_count = 0;
  std::uint32_t payload = 0;
  Role role;
  Origin origin;
};

/// A place where a row can fail. Sites stand in the order of the plan's text, so the smaller id wins.
struct Site {
  const CodeInfo* info = nullptr;
  Span span;
  std::vector<Text> args;
};

struct List {
  std::string name;
  std::vector<std::string> members;  ///< worst to best
  Span span;
};

enum class Missing : std::uint8_t { error, skip, value };

/// A column that holds keys of another table.
struct Ref {
  std::uint32_t input = 0;
  std::uint32_t from = 0, to = 0;  ///< tables
  std::string back;                ///< what `to` calls the rows that name it
};

/// When the rows of a table count.
enum class Timing : std::uint8_t {
  always,
  dated,       ///< in the period that holds the day of an input
  per_period,  ///< in the period of the column `period`
};

/// What leaves: an entity or an input.
struct Output {
  std::string name;
  NodeId node;
  Type type;
  Text label;
};

/// People, or other rows: sales, visits, teams. Its inputs stand together.
struct Table {
  std::string name;
  Text label;
  Span span;
  std::uint32_t inputs_begin = 0, inputs_count = 0;
  bool has_key = false;  ///< then the key is the first input
  bool is_single = false;
  bool leaves_out_failed = false;
  Timing timing = Timing::always;
  std::uint32_t date_input = 0;       ///< of a dated table
  std::vector<std::uint32_t> checks;  ///< entities; those of the people stand in the graph
  std::vector<Output> outputs;        ///< likewise
};

/// A column of the data as the plan declares it.
struct Input {
  std::string name;
  std::uint32_t table = people;
  std::uint32_t ref = 0xFFFFFFFFu;  ///< of graph.refs, when it holds keys
  bool is_given = false;            ///< no column: what another table brings (stages)
  Type type;
  Rational scale = 1;       ///< of a bare number of the file: 1/100 for `in: "%"`
  bool needs_sign = false;  ///< a percent column without `in`: a bare number is refused
  Range range;
  Missing missing = Missing::error;
  Cell missing_value;
  std::optional<PeriodStep> every = {};  ///< read in the last period of each only; absent in others
  std::string better;
  Text label;
  Span span;
  NodeId node;            ///< the cell
  NodeId held = no_node;  ///< with `for`: what the name stands for in its place
  SiteId missing_site, form_site, range_site, decimals_site, member_site, digits_site, key_site;
  SiteId formula_site, scientific_site;  ///< of texts, refs among them; no places for other types
  bool is_ref() const { return ref != 0xFFFFFFFFu; }
  /// What its name stands for.
  NodeId read() const { return held.is_none() ? node : held; }
  bool can_be_absent() const { return missing == Missing::skip || every; }
  /// Whether its cells are looked at in a period.
  bool is_read_in(const Period* period) const { return !every || !period || period->closes(*every); }
};

enum class EntityKind : std::uint8_t { value, section, item, component, check, input, param, define };

/// A node and what it is to the entity: "share", "after cap", {"slice", 3}.
struct Step {
  Role role;
  NodeId node;
};

/// What an item or section counts for, in points: a number, or one for each member of the lists it reads.
struct Weight {
  std::optional<Rational> points;  ///< nothing where it depends on the row
  NodeId varying = no_node;        ///< the node that then gives it
  bool is_zero() const { return points && points->is_zero(); }
};

/// A named thing of the plan, for people: what the explanation walks.
struct Entity {
  EntityKind kind = EntityKind::value;
  std::uint32_t table = people;
  std::string path;  ///< "score.service.visits", "grade", "pay.bonus"; of another table "team.score.visits"
  std::string name;  ///< the last step of it
  Text label;        ///< empty when none is given
  Span span;         ///< of its name
  std::uint32_t parent = 0xFFFFFFFFu;
  std::vector<std::uint32_t> children;
  NodeId result = no_node;  ///< the node that others read
  Type type;                ///< of the result, with the unit the plan gives it
  std::string word;         ///< "completion", "" for a formula
  std::vector<std::pair<std::string, std::string>> written;  ///< fields as written: {"actual", "revenue"}
  std::vector<Step> steps;                                   ///< in the order in which they act
  /// What has no name of its own: of other rows {"team.rate", its node here}, cells {"price(kind)", its
  /// node}.
  std::vector<std::pair<std::string, NodeId>> readings;
  std::optional<Weight> weight;  ///< of a weighted item or section
  bool is_extra = false;
  bool is_error = false;      ///< checks with `breach: error`
  bool is_of_score = false;   ///< `score` itself, its sections and items
  bool is_of_pay = false;     ///< `pay` itself and its components
  std::vector<Text> because;  ///< one for each gate
  bool has_parent() const { return parent != 0xFFFFFFFFu; }
  /// `score` or `pay` itself.
  bool is_whole() const { return kind == EntityKind::section && !has_parent(); }
};

/// What is kept of a row for later periods.
struct Kept {
  std::uint32_t table = people;
  std::string name;       ///< as state files call it: a name of the plan, or a formula
  NodeId node = no_node;  ///< of the table's rows
  Type type;              ///< of what is kept: fixed digits
  bool is_cell = false;   ///< what was given, with `for`: it is known of a row that failed elsewhere, too
  std::optional<PeriodStep> every = {};  ///< of what is due in the last period of each only
};

enum class ForkKind : std::uint8_t {
  condition,  ///< `if`, `met`
  applies,
  gate,
  match,
  bands,
  line,      ///< pieces between knots
  slices,    ///< a row goes through all that its amount touches
  divisor,   ///< a policy for a divisor of zero or less, else the quotient
  dividend,  ///< a policy for a dividend below zero, else the quotient
  check,
  cells,     ///< of a parameter
  versions,  ///< of a parameter with days
};

/// One way a row can go.
struct Way {
  std::string name;          ///< a cell's keys
  Span span;                 ///< what the plan writes there: a branch, the cell of a band
  Span low, high;            ///< the borders written around it, `nowhere` where it is open; a case of match
  bool can_be_taken = true;  ///< not so, where the ranges of inputs keep every row away, or none is expected
};

/// Where a fork is worked out: once, or at each call of a definition and each reading of a parameter.
struct ForkNode {
  NodeId node;                          ///< looked at when the fork is; a `choose` tells which way was taken
  NodeId of = no_node;                  ///< else this value does, between `breaks`
  NodeId start = no_node;               ///< slices: what was counted before
  std::vector<Rational> breaks = {};    ///< ascending; ways are from low to high
  bool is_reversed = false;             ///< a `choose` whose branches are from high to low
  std::optional<std::size_t> way = {};  ///< known beforehand: a cell with constant keys
};

/// A place where the plan sends rows different ways: `merit test` tells those that no case went.
struct Fork {
  ForkKind kind = ForkKind::condition;
  std::uint32_t entity = 0xFFFFFFFFu;
  std::string name;    ///< of a parameter; else the entity's path tells where it is
  Span span;           ///< what the message points at
  Span subject;        ///< what decides, as written
  int number = 0;      ///< of a gate
  bool low_in = true;  ///< a value at a border is of the band above it
  std::vector<Way> ways;
  std::vector<std::size_t> way_of_cell;  ///< of a parameter's cells in their order
  std::vector<ForkNode> nodes;
};

class Graph {
 public:
  std::string plan_name, each, currency, period;  ///< period: "", "month" ... or a calendar's name
  std::shared_ptr<const PlanCalendar> calendar;   ///< null without a period
  Text title;
  SourceId source;
  table::Encoding encoding = table::Encoding::utf8;  ///< of data files
  table::CellForms forms;                            ///< that their cells may have
  std::vector<Node> nodes;
  std::vector<NodeId> args;
  std::deque<Payload> payloads;  ///< a deque: `constant_of` hands out pointers while nodes are still added
  std::vector<Site> sites;
  std::vector<List> lists;
  std::vector<Table> tables;  ///< people first
  std::vector<Ref> refs;
  std::vector<Input> inputs;
  std::vector<Entity> entities;
  std::vector<Output> outputs;
  std::vector<std::uint32_t> checks;  ///< entities, of the people
  std::vector<Fork> forks;
  std::vector<Kept> kept;
  std::vector<NodeId> roots;  ///< what decides whether a row fails
  int illustrative = 0;       ///< parameters marked so

  const Node& operator[](NodeId id) const { return nodes[id.value]; }
  std::span<const NodeId> arguments(NodeId id) const {
    const Node& n = nodes[id.value];
    return {args.data() + n.args_begin, n.args_count};
  }
  template <typename T>
  const T& payload(NodeId id) const {
    return std::get<T>(payloads[nodes[id.value].payload]);
  }
  const Entity* find_entity(std::string_view path) const;
};

/// Whether the node needs rows worked out first that are others than its own, or its own table's as a whole.
inline bool is_crossing(const Node& node) {
  return node.op == Op::fold || node.op == Op::fetch || node.op == Op::among;
}

/// Whether the node is an input of the stage that reads it: what other rows or earlier periods bring.
inline bool is_brought(const Node& node) { return is_crossing(node) || node.op == Op::past; }

/// What leaves of the rows of a table, the people's too.
const std::vector<Output>& outputs_of(const Graph& graph, std::uint32_t table);
/// What the first column of its results is called: the key; of rows without keys "line", because they are
/// told by their places; "" for a single row.
std::string key_column(const Graph& graph, std::uint32_t table);
/// The checks of a table, the people's too: entities.
const std::vector<std::uint32_t>& checks_of(const Graph& graph, std::uint32_t table);
/// The name of an entity among the rows of its own table: "score.visits" for "team.score.visits".
std::string_view name_at_home(const Graph& graph, const Entity& entity);

/// What a node could be in earlier periods, in which the plan may have had other amounts: an input keeps its
/// limits, of what is computed only the sign is sure.
Range range_earlier(const Graph& graph, NodeId id);

/// Whether the node reads the rows of its group.
bool reads_group(const Graph& graph, NodeId id);

/// The node of the outputs (0 ...) and then of the checks: what leaves a row.
NodeId leaving(const Graph& graph, std::size_t index);

/// "money", "points", "bool", a list's name: how people call a type.
std::string type_text(const Graph& graph, const Type& type);

}  // namespace merit::graph
