#include "eval/batch/choices.hpp"

#include <functional>

#include "eval/batch/breaks.hpp"

namespace merit::eval {

using graph::Curve;
using graph::NodeId;
using graph::Op;

Choices::Choices(const graph::Graph& normal, bool fuse) : graph_(normal), fuses_(fuse) {
  find_plain();
  decide();
}

void Choices::find_plain() {
  plain_.resize(graph_.nodes.size(), true);
  for (std::uint32_t i = 0; i < graph_.nodes.size(); ++i) {
    const NodeId id{i};
    const auto args = graph_.arguments(id);
    const auto all_plain = [&](std::size_t from, std::size_t by) {
      for (std::size_t k = from; k < args.size(); k += by)
        if (!plain_[args[k].value]) return false;
      return true;
    };
    switch (graph_[id].op) {
      case Op::ratio: plain_[i] = false; break;
      case Op::curve: plain_[i] = all_plain(0, 1) || is_flat(graph_.payload<Curve>(id)); break;
      case Op::sum:
      case Op::mul:
      case Op::min:
      case Op::max:
      case Op::otherwise: plain_[i] = all_plain(0, 1); break;
      case Op::choose: plain_[i] = all_plain(1, 2) && plain_[args.back().value]; break;
      default: break;
    }
  }
}

void Choices::decide() {
  needed_.resize(graph_.nodes.size());
  quotients_.resize(graph_.nodes.size());
  const auto need = [this](NodeId id) { needed_[id.value] = true; };
  for (NodeId root : graph_.roots) need(root);
  for (const graph::Output& o : graph_.outputs) need(o.node);
  for (std::uint32_t check : graph_.checks) need(graph_.entities[check].result);
  const std::function<bool(NodeId)> is_plain = [this](NodeId id) {
    return static_cast<bool>(plain_[id.value]);
  };
  for (std::size_t i = graph_.nodes.size(); i-- > 0;) {
    if (!needed_[i]) continue;
    const NodeId id{static_cast<std::uint32_t>(i)};
    const auto args = graph_.arguments(id);
    // A rounding takes the quotient below it with it; any other node is a quotient itself.
    const NodeId inner = graph_[id].op == Op::round ? args[0] : id;
    quotients_[i] = quotient_of(graph_, inner, is_plain);
    if (quotients_[i]) {
      need(quotients_[i]->p);
      need(quotients_[i]->q);
      continue;
    }
    if (is_rounded_product(id) || is_rounded_curve(id)) {
      for (NodeId a : graph_.arguments(args[0])) need(a);
      continue;
    }
    for (NodeId a : args) need(a);
  }
}

bool Choices::is_rounded(NodeId id, Op op) const {
  if (!fuses_ || graph_[id].op != Op::round) return false;
  const NodeId x = graph_.arguments(id)[0];
  return graph_[x].op == op && plain_[x.value];
}

}  // namespace merit::eval
