// What is a curve of one quotient: a completion with its policies, seen whole. Floor 4.
//
// `choose(0 < t: choose(a < 0: 0, cap(a / t)), 0)` is, wherever t is above 0, a curve of a / t, and a
// constant elsewhere. Seen so the division by 0 never happens, and there is no division at all until it is
// rounded. What remains of the choices is which operand is looked at: where t decides, a must not be asked
// (it may be absent or fail).
#pragma once

#include <functional>
#include <optional>

#include "graph/graph.hpp"

namespace merit::eval {

/// Which operand decides whether the other is looked at.
enum class Decides : std::uint8_t { neither, q, p };

struct Quotient {
  graph::NodeId p, q;
  graph::Curve curve;             ///< of p / q, where q is at least (or above) `least`
  Rational least = 0;             ///< not below 0
  bool is_strict = true;          ///< q > least
  std::optional<Rational> below;  ///< what it is elsewhere; nothing: q is never there
  /// q: p is looked at where q is at least `least`. p: q is looked at where p is of a sign, see below.
  Decides decides = Decides::neither;
  bool p_is_tested_below = false;  ///< the test is p < 0, else 0 < p
  bool q_where_it_holds = true, q_elsewhere = true;
};

/// The quotient of which the node is a curve, if it is one. `is_plain` tells whether a node is a number over
/// a divisor that is known; p and q are. Cost: the nodes between it and its ratio, of which few are looked
/// at.
std::optional<Quotient> quotient_of(const graph::Graph& normal, graph::NodeId id,
                                    const std::function<bool(graph::NodeId)>& is_plain);

}  // namespace merit::eval
