// Which nodes of a graph get planes, and which are part of another's step. Floor 4.
#pragma once

#include <optional>
#include <vector>

#include "eval/batch/quotient.hpp"
#include "graph/graph.hpp"

namespace merit::eval {

/// Made from the results back to the inputs: a node that is read only inside a coarser step is not needed
/// itself.
class Choices {
 public:
  /// Looks at a graph in normal form. `fuse`: whether roundings take curves and products with them.
  Choices(const graph::Graph& normal, bool fuse);

  bool is_needed(graph::NodeId id) const { return needed_[id.value]; }
  /// What the node (of a rounding: what it rounds) is a quotient of, if it is one.
  const std::optional<Quotient>& quotient(graph::NodeId id) const { return quotients_[id.value]; }
  /// Whether the node is a rounding that takes the curve, or the product, below it with it.
  bool is_rounded_curve(graph::NodeId id) const { return is_rounded(id, graph::Op::curve); }
  bool is_rounded_product(graph::NodeId id) const { return is_rounded(id, graph::Op::mul); }

 private:
  bool is_rounded(graph::NodeId id, graph::Op op) const;
  void find_plain();
  void decide();

  const graph::Graph& graph_;
  const bool fuses_;
  std::vector<bool> plain_;  ///< a number over a divisor that is known, whatever it is made of
  std::vector<bool> needed_;
  std::vector<std::optional<Quotient>> quotients_;
};

}  // namespace merit::eval
