// Formulas to nodes: names, types, units, absence. Floor 3.
//
// Reads one syntax tree into the graph. Every mistake is reported where it stands, and the rest of the
// formula is still read, so that one run finds them all.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "graph/context.hpp"

namespace merit::graph {

/// What the calls of definitions may grow to, because copies of copies could fill the machine's memory.
inline constexpr int max_expansions = 100;
inline constexpr std::size_t max_expanded_nodes = 250'000;

/// The rows about which a formula speaks: those of its node, then those of each aggregate around it.
struct Frame {
  std::uint32_t table = people;
  std::string rows = {};   ///< how the formula calls them: "sales", "clients.orders"; "" for the node's own
  RefPath up = {};         ///< from one of them to the row of the frame before
  bool is_shared = false;  ///< they belong to several rows of the frame before
};

/// What is known where a formula stands.
struct Setting {
  std::vector<Frame> frames = {Frame{}};
  bool may_be_absent = false;                     ///< the whole formula may: it is a value of its own
  std::unordered_map<std::string, Value> locals;  ///< arguments of a definition
  std::size_t locals_frame = 0;                   ///< whose rows' they are
  static constexpr std::size_t no_frame = static_cast<std::size_t>(-1);
  std::set<NodeId> present;                  ///< values that are known to be there
  bool absence_allowed = false;              ///< an item with `skip`: its reads may be absent
  std::set<NodeId>* absent_reads = nullptr;  ///< where such reads are collected
  bool constants_only = false;               ///< neither data nor results may be read
  bool is_of_peers = false;                  ///< inside a function over a group
  ClosedReads* closed_reads = nullptr;       ///< a weight: it reads nothing else; where that is collected
  std::optional<PeriodStep> due;             ///< the node is looked at in the last period of each only
  int expansions = 0;                        ///< definitions within definitions, so far
  std::string outermost;                     ///< the definition that was called first, and where
  Span outermost_span;
};

/// The setting of a node of a table.
inline Setting setting_of(std::uint32_t table) {
  Setting setting;
  setting.frames = {Frame{table}};
  return setting;
}

struct Path;
struct Rows;

/// Whether a call is `carried`, `prev` or `streak`.
bool is_history(const formula::Node& call);

class Lowering {
 public:
  Lowering(Context& context, Setting setting)
      : context_(context), builder_(context.builder), setting_(std::move(setting)) {}

  /// Reads a whole formula. `list` is the list whose members bare words may be.
  std::optional<Value> formula(const plan::DocNode& scalar, std::optional<std::uint32_t> list = {});
  std::optional<Value> number(const plan::DocNode& scalar);
  std::optional<Value> condition(const plan::DocNode& scalar);
  /// Reads a formula of numbers, members and parameters and works it out: its node is a constant. Reports
  /// what is not constant.
  std::optional<Value> constant(const plan::DocNode& scalar, std::optional<std::uint32_t> list = {});

  /// Reports names that nothing declares; for formulas that nobody may call.
  void check_names(const plan::DocNode& scalar, const std::vector<std::string>& locals);

  Context& context() { return context_; }
  Setting& setting() { return setting_; }
  /// Adds what is known to be present when `scalar`, a condition, holds.
  void assume(const plan::DocNode& scalar);

  /// The setting in which the peers of a group are asked.
  Setting peers() const;
  /// Reports what cannot be a key of a group or of its order: what may be absent, and fractions.
  bool is_key(const Value& key, Span at);
  /// The keys of a field: one formula, a list of them, or `all` for none. Reports what cannot be a key.
  std::optional<std::vector<NodeId>> group_keys(const plan::DocNode& by);

  /// One type for values that may be either; reports a clash with both places. The unit of the first is
  /// `a`'s.
  std::optional<Type> unify(const Type& a, Span a_span, const Type& b, Span b_span);

 private:
  friend class Functions;
  using Index = formula::NodeIndex;
  using List = std::optional<std::uint32_t>;

  std::optional<Value> lower(Index index, List list = {});
  std::optional<Value> lower_number(Index index);
  std::optional<Value> lower_condition(Index index);
  std::optional<Value> lower_name(const formula::Node& node, List list);
  std::optional<Value> lower_member(const formula::Node& node, List list);
  std::optional<Value> lower_sum(Index index);
  std::optional<Value> lower_product(Index index);
  std::optional<Value> lower_comparison(const formula::Node& node);
  std::optional<Value> lower_in(const formula::Node& node);
  std::optional<Value> lower_logic(const formula::Node& node);
  std::optional<Value> lower_if(const formula::Node& node, List list);
  std::optional<Value> lower_match(const formula::Node& node, List list);
  Text cases_left(List list, const std::set<std::string>& named) const;
  std::optional<Value> lower_call(const formula::Node& node);
  std::optional<Value> lower_param(const formula::Node& node, const Param& param);
  std::optional<Value> param_cell(const formula::Node& node, const Param& param,
                                  const std::vector<NodeId>& keys, const std::optional<Value>& day);
  void note_cell(const formula::Node& node, NodeId cell);
  std::optional<Value> lower_key(Index index, const ParamAxis& axis);
  std::optional<NodeId> day_of(const formula::Node& node, const Param& param);
  std::optional<Value> lower_define(const formula::Node& node, const Define& define);
  std::optional<Value> compare(formula::Kind kind, const Value& a, const Value& b);
  std::optional<Value> lower_aggregate(const formula::Node& node);
  std::optional<Rows> rows_of(const formula::Node& call);
  std::optional<Value> lower_argument(const formula::Node& call, const Rows& rows);
  std::optional<NodeId> aggregated(const formula::Node& call, const Value& x, const Rows& rows);
  bool is_foldable(const formula::Node& call, const Value& x);
  bool has_history(const formula::Node& call);
  std::optional<std::uint32_t> kept_name(const formula::Node& call);
  std::optional<Value> lower_history(const formula::Node& call);
  std::optional<Value> lower_earlier(const formula::Node& call, std::uint32_t slot);
  std::optional<std::int32_t> periods_back(const formula::Node& node);
  std::optional<Value> lower_streak(const formula::Node& call, std::uint32_t slot);
  NodeId past(const formula::Node& call, PastData data, const Type& type, const Range& range);
  std::optional<Value> lower_window(const formula::Node& call);
  std::optional<std::uint32_t> kept_formula(const std::string& name) const;
  std::uint32_t keep_expression(const formula::Node& call, const Value& x);
  /// What a function over a window runs over.
  struct Over {
    const formula::Node& call;
    const Value& x;
    Window window;
    std::uint32_t kept;
  };
  NodeId over_window(const Over& over, FoldFunction function);
  std::optional<Value> alone(const Value& v, const formula::Node& call);
  std::optional<Value> lower_group(const formula::Node& call);
  std::optional<std::vector<NodeId>> group_keys(const formula::Node& call);
  std::optional<Value> lower_peer(const formula::Node& call);
  struct Place {
    std::size_t frame;
    std::string_view rest;
  };
  Place place_of(std::string_view name) const;
  std::optional<Value> read(const Path& path, std::size_t frame, const formula::Node& node,
                            bool absence_allowed);
  std::optional<Value> read(const Symbol& symbol, const formula::Node& node);
  std::optional<Value> brought(Value v, std::size_t frame, const formula::Node& node);
  std::optional<Value> fetched(Value v, const RefPath& up, bool is_mine, const formula::Node& node);
  std::optional<Value> fetched_single(const Value& v, std::uint32_t single, std::uint32_t table,
                                      const formula::Node& node);
  struct Quotient {
    NodeId p, q;
    NodeId if_zero = no_node;  ///< a `fail`
  };
  std::optional<Quotient> quotient_of(NodeId x) const;
  std::optional<NodeId> crossed(NodeId x, const FetchData& how, std::uint32_t table);
  bool is_due(NodeId node) const;
  std::optional<NodeId> node_named(const formula::Node& name);
  std::nullopt_t rows_refused(const formula::Node& node, std::string_view rows);
  void report_unknown(const formula::Node& node);
  std::optional<Value> read_absent(Value v, const formula::Node& node, bool absence_allowed,
                                   std::optional<Span> declared);
  std::optional<Value> resolve(const formula::Node& node, bool absence_allowed, List list);
  std::optional<Value> resolve_any(const formula::Node& node, bool absence_allowed, List list);
  void collect_presence(Index index, bool holds, std::set<NodeId>& out);
  template <typename F>
  auto with_presence(Index condition, bool holds, F body);

  Span span(const formula::Node& node) const { return context_.formulas.span(*scalar_, node); }
  Span span(Index index) const { return span((*tree_)[index]); }
  Span name_span(const formula::Node& call) const;
  Text written(const formula::Node& part) const;
  Text keys_text(const formula::Node& call) const;  ///< its arguments as written
  std::nullopt_t wrong_count(const formula::Node& call, const std::vector<std::string>& arguments);
  std::nullopt_t error(const CodeInfo& info, const formula::Node& at, std::vector<Text> args = {}) {
    context_.report(info, span(at), std::move(args));
    return std::nullopt;
  }
  SiteId site(const CodeInfo& info, const formula::Node& at, std::vector<Text> args = {}) {
    return builder_.site(info, span(at), std::move(args));
  }
  Value value(NodeId node, Type type, bool maybe_absent = false) {
    return {node, std::move(type), maybe_absent};
  }

  Context& context_;
  Builder& builder_;
  Setting setting_;
  const plan::DocNode* scalar_ = nullptr;
  const formula::Tree* tree_ = nullptr;
};

/// `text` on one line of a message: of a long one the beginning.
std::string in_short(std::string_view text);

/// A value as an operand of `+`, `<` ... of another: kind, list and unit must meet. Nothing when they do not.
std::optional<Type> meet_types(const Type& a, const Type& b);

}  // namespace merit::graph
