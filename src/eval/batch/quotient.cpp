#include "eval/batch/quotient.hpp"

namespace merit::eval {

using graph::Cell;
using graph::Curve;
using graph::Graph;
using graph::no_node;
using graph::NodeId;
using graph::Op;

namespace {

constexpr std::size_t most_knots = 64;
constexpr int most_depth = 16;

Curve constant(const Rational& y) { return {{{0, y, y, y}}, 0, 0}; }

// q > least or q >= least.
struct Bound {
  NodeId q = no_node;
  Rational least = 0;
  bool is_strict = true;
};

class Viewer {
 public:
  Viewer(const Graph& graph, const std::function<bool(NodeId)>& is_plain)
      : graph_(graph), is_plain_(is_plain) {}

  // `known`: what holds of a divisor where the node is looked at.
  std::optional<Quotient> view(NodeId id, const Bound& known, int depth) const {
    if (depth > most_depth || !graph_[id].type.is_number()) return std::nullopt;
    const auto args = graph_.arguments(id);
    switch (graph_[id].op) {
      case Op::ratio: return ratio(args[0], args[1], known);
      case Op::otherwise: {
        // What can never be absent needs no other value.
        auto x = view(args[0], known, depth + 1);
        return x && !x->below && !can_be_absent(x->p) && !can_be_absent(x->q) ? x : std::nullopt;
      }
      case Op::sum: {
        const auto& data = graph_.payload<graph::SumData>(id);
        if (args.size() != 1) return std::nullopt;
        const Rational& k = data.coefficients[0];
        return through({{{0, data.constant, data.constant, data.constant}}, k, k},
                       view(args[0], known, depth + 1));
      }
      case Op::curve: return through(graph_.payload<Curve>(id), view(args[0], known, depth + 1));
      case Op::choose:
        if (args.size() != 3) return std::nullopt;
        if (auto guarded = this->guarded(args[0], args[1], args[2], known, depth)) return guarded;
        return by_sign(args[0], args[1], args[2], known, depth);
      default: return std::nullopt;
    }
  }

 private:
  const Cell* constant_of(NodeId id) const {
    return graph_[id].op == Op::constant ? &graph_.payload<Cell>(id) : nullptr;
  }

  bool can_be_absent(NodeId id) const { return graph_[id].type.maybe_absent; }

  std::optional<Quotient> ratio(NodeId p, NodeId q, const Bound& known) const {
    if (!is_plain_(p) || !is_plain_(q)) return std::nullopt;
    Quotient result;
    result.p = p;
    result.q = q;
    result.curve = {{{0, 0, 0, 0}}, 1, 1};
    if (q == known.q || graph_[q].range.is_above(0)) return result;
    return std::nullopt;
  }

  std::optional<Quotient> through(const Curve& outer, std::optional<Quotient> inner) const {
    if (!inner || outer.knots.size() * inner->curve.knots.size() > most_knots) return std::nullopt;
    inner->curve = tidy(compose(outer, inner->curve));
    if (inner->below) inner->below = outer(*inner->below);
    if (inner->curve.knots.size() > most_knots) return std::nullopt;
    return inner;
  }

  // The divisor that a condition keeps above 0, and whether it does where the condition holds.
  std::optional<std::pair<Bound, bool>> bound(NodeId condition) const {
    const Op op = graph_[condition].op;
    if (op != Op::less && op != Op::same) return std::nullopt;
    const auto args = graph_.arguments(condition);
    const Cell *a = constant_of(args[0]), *b = constant_of(args[1]);
    if (!graph_[args[0]].type.is_number()) return std::nullopt;
    if (op == Op::same) {
      const NodeId q = a ? args[1] : args[0];
      const Cell* c = a ? a : b;
      if (!c || !c->number.is_zero() || !graph_[q].range.is_at_least(0)) return std::nullopt;
      return std::pair{Bound{q, 0, true}, false};
    }
    if (a && a->number >= 0) return std::pair{Bound{args[1], a->number, true}, true};
    if (b && b->number > 0) return std::pair{Bound{args[0], b->number, false}, false};
    return std::nullopt;
  }

  std::optional<Quotient> guarded(NodeId condition, NodeId yes, NodeId no, const Bound& known,
                                  int depth) const {
    if (!known.q.is_none()) return std::nullopt;
    const auto of = bound(condition);
    if (!of) return std::nullopt;
    const auto& [bound, holds] = *of;
    const Cell* below = constant_of(holds ? no : yes);
    auto inside = view(holds ? yes : no, bound, depth + 1);
    if (!below || !inside || inside->q != bound.q || inside->below) return std::nullopt;
    inside->least = bound.least;
    inside->is_strict = bound.is_strict;
    inside->below = below->number;
    // Where q is a value, so is the test of p that may be inside.
    inside->decides = Decides::q;
    return inside;
  }

  // choose(p < 0: x, y): p has the sign of p / q.
  std::optional<Quotient> by_sign(NodeId condition, NodeId yes, NodeId no, const Bound& known,
                                  int depth) const {
    if (graph_[condition].op != Op::less) return std::nullopt;
    const auto args = graph_.arguments(condition);
    const Cell *a = constant_of(args[0]), *b = constant_of(args[1]);
    const bool is_below = b && b->number.is_zero(), is_above = a && a->number.is_zero();
    if (is_below == is_above) return std::nullopt;
    const NodeId p = is_below ? args[0] : args[1];
    const auto x = branch(yes, p, known, depth), y = branch(no, p, known, depth);
    if (!x || !y || (x->p.is_none() && y->p.is_none())) return std::nullopt;
    if (!x->p.is_none() && !y->p.is_none() && x->q != y->q) return std::nullopt;
    // A test within a test would have to be remembered too; where q is known, it looks at p alone.
    const auto is_tested = [](const Quotient& of) { return of.decides != Decides::neither; };
    if (known.q.is_none() && (is_tested(*x) || is_tested(*y))) return std::nullopt;
    const Curve test{{{0, is_below ? 1 : 0, 0, is_below ? 0 : 1}}, 0, 0};
    Quotient result = x->p.is_none() ? *y : *x;
    result.curve = tidy(curve_where(test, x->curve, y->curve));
    if (result.curve.knots.size() > most_knots) return std::nullopt;
    result.decides = Decides::p;
    result.p_is_tested_below = is_below;
    result.q_where_it_holds = !x->p.is_none();
    result.q_elsewhere = !y->p.is_none();
    return result;
  }

  // A branch as a curve of p over something; a constant is one of anything.
  std::optional<Quotient> branch(NodeId id, NodeId p, const Bound& known, int depth) const {
    if (const Cell* c = constant_of(id)) {
      Quotient result;
      result.p = result.q = no_node;
      result.curve = constant(c->number);
      return result;
    }
    auto of = view(id, known, depth + 1);
    return of && of->p == p && !of->below ? of : std::nullopt;
  }

  const Graph& graph_;
  const std::function<bool(NodeId)>& is_plain_;
};

}  // namespace

std::optional<Quotient> quotient_of(const Graph& normal, NodeId id,
                                    const std::function<bool(NodeId)>& is_plain) {
  return Viewer(normal, is_plain).view(id, {}, 0);
}

}  // namespace merit::eval
