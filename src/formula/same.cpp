// Equality of formulas.
#include <algorithm>
#include <utility>

#include "formula/syntax.hpp"

namespace merit::formula {
namespace {

bool same_alone(const Node& a, const Node& b) {
  return a.kind == b.kind && a.text == b.text && a.value == b.value && a.has_else == b.has_else &&
         a.by_all == b.by_all && a.over == b.over && a.window_length == b.window_length &&
         a.children.size() == b.children.size() && a.where.has_value() == b.where.has_value() &&
         a.by.size() == b.by.size();
}

/// Children, condition, keys: with same_alone, position by position the same parts.
std::vector<NodeIndex> parts_of(const Node& node) {
  std::vector<NodeIndex> parts = node.children;
  if (node.where) parts.push_back(*node.where);
  parts.insert(parts.end(), node.by.begin(), node.by.end());
  return parts;
}

}  // namespace

bool same(const Tree& a, const Tree& b) {
  if (a.nodes.empty() || b.nodes.empty()) return a.nodes.empty() == b.nodes.empty();
  std::vector<std::pair<const Node*, const Node*>> pending{{&a.root(), &b.root()}};
  while (!pending.empty()) {
    const auto [left, right] = pending.back();
    pending.pop_back();
    if (!same_alone(*left, *right)) return false;
    const auto lefts = parts_of(*left), rights = parts_of(*right);
    for (std::size_t i = 0; i < lefts.size(); ++i) pending.emplace_back(&a[lefts[i]], &b[rights[i]]);
  }
  return true;
}

}  // namespace merit::formula
