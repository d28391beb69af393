// The syntax tree of a formula. Floor 1.
//
// What was written, not what it means: names are not looked up, units are not known. A tree is a flat array
// of nodes (children before parents, root last); it is immutable once parsed. Offsets are bytes of the
// formula's own text, and a node in brackets spans its brackets; the plan document maps them to places of the
// YAML file. Names and texts are in NFC. No tree is higher than max_height, so that whoever walks one may
// recurse.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/limits.hpp"
#include "base/rational.hpp"

namespace merit::formula {

using NodeIndex = std::uint32_t;

/// Operators in one formula; brackets and calls inside each other are limited by limits::formula_depth.
inline constexpr std::size_t max_operators = 1000;
/// Nodes from the root to the farthest leaf: along a path each node is an operator, a call or the leaf.
inline constexpr std::size_t max_height = max_operators + limits::formula_depth + 1;
/// The n of `last n`.
inline constexpr int max_window_length = 10'000;

enum class Kind : std::uint8_t {
  number,       ///< `93%`, `10亿`, `0.5`: text as written, value scaled
  text,         ///< 'a' or "a": `text` without quotes, doubled quotes undone
  boolean,      ///< true, false
  name,         ///< `score.service.visits`: `text` holds the whole dotted path without blanks
  negate,       ///< -x            children: x
  positive,     ///< +x
  logical_not,  ///< not x
  add,
  subtract,
  multiply,
  divide,  ///< children: left, right
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  logical_and,
  logical_or,
  in,     ///< x in (a, b)   children: x, a, b ...
  if_,    ///< if(c, a, b)   children: c, a, b
  match,  ///< match(x, A -> v, ..., else -> w)   children: x, A, v, B, w, ... ; has_else: the last child
          ///< stands alone
  call,   ///< f(a, b [where c] [by k] [over w])
};

enum class Window : std::uint8_t { none, ytd, qtd, htd, last, last_quarters, last_year, all };

struct Node {
  Kind kind = Kind::number;
  std::uint32_t begin = 0;  ///< bytes of the formula's text
  std::uint32_t end = 0;
  std::string text;  ///< name, call name, text, number as written
  Rational value;    ///< numbers; boolean: 1 or 0
  std::vector<NodeIndex> children;
  bool has_else = false;  ///< match
  // call only: the group form
  std::optional<NodeIndex> where;
  std::vector<NodeIndex> by;
  bool by_all = false;  ///< `by all`
  Window over = Window::none;
  int window_length = 0;  ///< last n

  bool is_group() const { return where || !by.empty() || by_all || over != Window::none; }
};

struct Tree {
  std::string text;
  std::vector<Node> nodes;
  const Node& root() const { return nodes.back(); }
  const Node& operator[](NodeIndex i) const { return nodes[i]; }
};

struct SyntaxError {
  const CodeInfo* info = nullptr;  ///< a code of src/formula/codes.def
  std::uint32_t begin = 0;         ///< bytes of the formula's text
  std::uint32_t end = 0;
  std::vector<Text> args;
};

struct ParseResult {
  std::optional<Tree> tree;          ///< empty when `error` counts
  std::optional<SyntaxError> error;  ///< the first mistake
};

/// Parses one formula. Errors: the first mistake, with its place. Limits (length, nesting) are checked before
/// the grammar runs, so that no input can exhaust the stack. `text` may hold line breaks (block scalars).
ParseResult parse(std::string_view text);

/// and or not in if match else where by over true false. No name, and no part of a dotted name, may be one.
/// `all`, `last`, `ytd` ... are names except directly after `by` and `over`.
std::span<const std::string_view> reserved_words();
bool is_reserved_word(std::string_view word);

/// Parses the left side of a definition, `pace(target)` or `tail()`: a name and its parameters, none of them
/// dotted. Returns nothing for any other text. A parameter written twice is the caller's to refuse.
struct Signature {
  std::string name;
  std::vector<std::string> parameters;
};
std::optional<Signature> parse_signature(std::string_view text);

/// Prints with the fewest brackets and one blank around binary operators; parse(print(x)) equals x but for
/// offsets (unless the added blanks make it longer than limits::formula_bytes).
std::string print(const Tree& tree);
std::string print(const Tree& tree, NodeIndex node);

/// The same formula, offsets apart.
bool same(const Tree& a, const Tree& b);

}  // namespace merit::formula
