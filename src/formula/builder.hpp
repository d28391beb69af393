// The tree under construction. Floor 1, private to src/formula.
//
// The grammar's actions call it with tokens and finished nodes; it adds one node a call, children first. What
// a token's text means (the value of a number, the text between quotes) is worked out here, not in the
// grammar.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "formula/syntax.hpp"
#include "formula/tokens.hpp"

namespace merit::formula {

class Builder {
 public:
  explicit Builder(std::string_view text) { tree_.text = text; }

  // Leaves. Errors: number throws Refusal over too many digits, name over a reserved part.
  NodeIndex number(const Token& token);
  NodeIndex text(const Token& token);
  NodeIndex boolean(const Token& token);
  NodeIndex name(const Token& token);

  /// `-x`, `+x`, `not x`.
  NodeIndex prefix(const Token& op, NodeIndex operand);
  struct Operands {
    NodeIndex left;
    NodeIndex right;
  };
  NodeIndex binary(const Token& op, Operands operands);
  /// Completes a form that ends in a bracket: `form` holds its children, `first` and `close` its extent.
  NodeIndex form(Node form, Kind kind, const Token& first, const Token& close);
  /// As form, for a call of `name`. Errors: throws Refusal over a reserved part of the name.
  NodeIndex call(Node form, const Token& name, const Token& close);
  /// Lets a node's extent take in its brackets.
  void widen(NodeIndex node, const Token& open, const Token& close);

  /// Throws Refusal over `a < b < c`, saying what to write. `first` is the finished comparison.
  [[noreturn]] void refuse_chain(NodeIndex first, const Token& op, NodeIndex third) const;
  [[noreturn]] void refuse_chain(NodeIndex first, const Token& op) const;

  Tree finish() { return std::move(tree_); }

 private:
  NodeIndex add(Node node);
  std::string_view text_of(NodeIndex node) const;

  Tree tree_;
};

/// Sets the window from the word after `over`: ytd, qtd, htd, all.
void set_window(Node& call, const Token& word);
/// Sets `last n`. Errors: throws Refusal when n is not a whole number from 1 to max_window_length.
void set_last(Node& call, const Token& number);

}  // namespace merit::formula
