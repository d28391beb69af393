// A tree as one line with every bracket: `a + b * c` is `(+ a (* b c))`. For tests only.
#pragma once

#include <string>

#include "formula/syntax.hpp"

namespace merit::formula::testing {

inline std::string word_of(Kind kind) {
  switch (kind) {
    case Kind::negate: return "neg";
    case Kind::positive: return "pos";
    case Kind::logical_not: return "not";
    case Kind::add: return "+";
    case Kind::subtract: return "-";
    case Kind::multiply: return "*";
    case Kind::divide: return "/";
    case Kind::equal: return "==";
    case Kind::not_equal: return "!=";
    case Kind::less: return "<";
    case Kind::less_equal: return "<=";
    case Kind::greater: return ">";
    case Kind::greater_equal: return ">=";
    case Kind::logical_and: return "and";
    case Kind::logical_or: return "or";
    case Kind::in: return "in";
    case Kind::if_: return "if";
    case Kind::match: return "match";
    default: return "?";
  }
}

inline std::string window_word(const Node& call) {
  const std::string n = std::to_string(call.window_length);
  switch (call.over) {
    case Window::none: return "";
    case Window::ytd: return "ytd";
    case Window::qtd: return "qtd";
    case Window::htd: return "htd";
    case Window::last: return "last:" + n;
    case Window::last_quarters: return "last_quarters:" + n;
    case Window::last_year: return "last_year";
    case Window::all: return "all";
  }
  return "?";
}

inline std::string dump(const Tree& tree, NodeIndex index) {
  const Node& node = tree[index];
  switch (node.kind) {
    case Kind::number:
    case Kind::name: return node.text;
    case Kind::text: return "[" + node.text + "]";
    case Kind::boolean: return node.value == 1 ? "true" : "false";
    default: break;
  }
  std::string out = "(" + (node.kind == Kind::call ? node.text + "()" : word_of(node.kind));
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (node.has_else && i + 1 == node.children.size()) out += " else";
    out += " " + dump(tree, node.children[i]);
  }
  if (node.where) out += " where " + dump(tree, *node.where);
  if (node.by_all) out += " by_all";
  for (const NodeIndex key : node.by) out += " by " + dump(tree, key);
  if (node.over != Window::none) out += " over " + window_word(node);
  return out + ")";
}

/// The dump of a formula, or the code of its error.
inline std::string dump(const std::string& source) {
  const ParseResult result = parse(source);
  if (result.error) return result.error->info->code;
  return dump(*result.tree, static_cast<NodeIndex>(result.tree->nodes.size() - 1));
}

}  // namespace merit::formula::testing
