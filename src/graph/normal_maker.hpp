// Makes normal nodes of normal nodes: one function for each operator, and every rule in one of them. Floor 3;
// a part of normal.hpp.
//
// A node is made once (equal operator, arguments and data: the same node), through the Builder, which derives
// its type and range. Rules look at the operands only, never at users, so that a node's normal form does not
// depend on where it stands. Whatever a rule drops must be able neither to fail nor to be absent: an operator
// with a failed operand fails, and the smallest site wins.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "graph/builder.hpp"
#include "graph/graph.hpp"

namespace merit::graph {

class NormalMaker {
 public:
  using Terms = std::vector<std::pair<Rational, NodeId>>;
  using Cases = std::vector<std::pair<NodeId, NodeId>>;

  /// `graph` has inputs, lists and sites, and no nodes yet; it must outlive the maker.
  explicit NormalMaker(Graph& graph) : graph_(graph), builder_(graph) {}

  void set_origin(const Origin& origin) { builder_.set_origin(origin); }
  void set_table(std::uint32_t table) { builder_.set_table(table); }

  // Leaves. A type says the kind and the list; units and digits of it are not used.
  NodeId constant(const Cell& cell, const Type& type);
  NodeId number(const Rational& value) { return constant(Cell::of(value), Type::number({}, 0)); }
  NodeId boolean(bool value) { return constant(Cell::of(value), Type::boolean()); }
  NodeId none(const Type& type);
  NodeId fail(SiteId site, const Type& type);
  NodeId input(InputId input);

  // Arithmetic: normal_sum.cpp.
  NodeId sum(const Rational& constant, Terms terms, const Type& type);
  NodeId mul(const std::vector<NodeId>& factors);
  NodeId ratio(NodeId p, NodeId q);

  // Shape: normal_curve.cpp.
  NodeId curve(NodeId x, Curve curve, const Type& type);
  NodeId extreme(Op op, const std::vector<NodeId>& args, const Type& type);
  NodeId round(NodeId x, const RoundData& data);
  NodeId table(const TableData& table, const std::vector<NodeId>& keys, const Type& type);
  NodeId fold(const std::vector<NodeId>& args, const FoldData& data, std::uint32_t table);
  NodeId past(const PastData& data, const Node& like);
  NodeId among(const std::vector<NodeId>& args, const AmongData& data, const Node& like);
  NodeId fetch(NodeId x, const FetchData& data, std::uint32_t table);
  NodeId calendar(CalendarFunction function, const std::vector<NodeId>& args, const Type& type);

  // Choice: normal_choose.cpp.
  NodeId less(NodeId a, NodeId b);
  NodeId same(NodeId a, NodeId b);
  NodeId choose(const Cases& cases, NodeId otherwise, const Type& type);
  NodeId choose(NodeId condition, NodeId yes, NodeId no, const Type& type);
  NodeId present(NodeId x);
  NodeId otherwise(NodeId x, NodeId instead);

 private:
  // What the maker knows of a node beside what the graph says.
  struct Facts {
    std::uint64_t hash = 0;
    std::uint32_t depth = 0;
    bool can_fail = false;
  };
  // A number seen as a curve of something else; a constant is a curve of nothing.
  struct View {
    NodeId base = no_node;
    Curve curve;
  };
  // base -> scale * base + offset
  struct Line {
    Rational scale = 1;
    Rational offset = 0;
    NodeId base = no_node;
  };

  // normal_maker.cpp
  NodeId finish(NodeId made);
  NodeId intern(NodeId made);
  std::optional<NodeId> settle(NodeId made);
  NodeId folded(NodeId made);
  void drop_last();
  std::vector<NodeId> arguments(NodeId id) const;
  Op op(NodeId id) const { return graph_[id].op; }
  const Type& type(NodeId id) const { return graph_[id].type; }
  const Cell* constant_of(NodeId id) const { return builder_.constant_of(id); }
  bool is_boolean(NodeId id, bool value) const;
  bool can_fail(NodeId id) const { return facts_[id.value].can_fail; }
  bool can_be_absent(NodeId id) const { return graph_[id].type.maybe_absent; }
  bool is_sure(NodeId id) const { return !can_fail(id) && !can_be_absent(id); }
  /// The order of arguments where order means nothing: by structure alone, so that it is the same whatever
  /// was made first.
  bool stands_before(NodeId a, NodeId b) const;
  void sort(std::vector<NodeId>& ids) const;
  bool fits_rounding(NodeId x, const Rounding& how) const;
  bool is_multiple(NodeId x, const Rounding& how) const;

  // normal_sum.cpp
  Line line_of(NodeId x) const;
  void add_terms(const Rational& scale, NodeId x, bool is_only, Rational& constant, Terms& terms) const;
  void combine(Terms& terms) const;
  bool merge_curves(Rational& constant, Terms& terms);
  std::vector<NodeId> flattened(Op op, const std::vector<NodeId>& args) const;

  // normal_curve.cpp
  std::optional<View> view(NodeId x) const;

  // normal_choose.cpp
  void remember_comparison(NodeId id);
  void remember_choice(NodeId id, NodeId condition, NodeId yes, NodeId no);
  std::optional<View> condition(NodeId id) const;
  NodeId negated(NodeId condition) const;
  NodeId assuming(NodeId condition, bool holds, NodeId branch, const Type& type);
  std::optional<NodeId> one_curve(NodeId condition, NodeId yes, NodeId no, const Type& type);
  NodeId chain(NodeId condition, NodeId yes, NodeId no);

  Graph& graph_;
  Builder builder_;
  std::vector<Facts> facts_;
  std::unordered_multimap<std::uint64_t, NodeId> known_;
  std::unordered_map<std::uint32_t, View> conditions_;  ///< step curves of zeros and ones
};

/// Lists of operands longer than this are not merged into others: a chain of sums would cost its square.
inline constexpr std::size_t merged_operands = 64;
/// Curves of more knots are not merged into others: each merging costs its knots.
inline constexpr std::size_t merged_knots = 64;

/// Numbers that may still be multiplied into others: a chain of thousands of thirds grows without end.
bool is_short(const Rational& x);
bool is_short(const Curve& curve);
/// outer(inner(x)), when it is not too long and no number in it is.
std::optional<Curve> merged(const Curve& outer, const Curve& inner);
/// Whether a tidy curve is one line without bend or jump; its knot is then at 0.
bool is_straight(const Curve& curve);
/// The value of a tidy curve that is the same everywhere, or nothing.
std::optional<Rational> flat_value(const Curve& curve);

}  // namespace merit::graph
