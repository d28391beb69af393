// From the tree back to text: the fewest brackets, one way to write each form.
#include <cstddef>
#include <string>
#include <utility>

#include "formula/syntax.hpp"

namespace merit::formula {
namespace {

/// How tightly a form holds together: the levels of the grammar, weakest first.
enum Level : int { any, disjunction, conjunction, negation, comparison, sum, product, sign, primary };

Level level_of(Kind kind) {
  switch (kind) {
    case Kind::logical_or: return disjunction;
    case Kind::logical_and: return conjunction;
    case Kind::logical_not: return negation;
    case Kind::equal:
    case Kind::not_equal:
    case Kind::less:
    case Kind::less_equal:
    case Kind::greater:
    case Kind::greater_equal:
    case Kind::in: return comparison;
    case Kind::add:
    case Kind::subtract: return sum;
    case Kind::multiply:
    case Kind::divide: return product;
    case Kind::negate:
    case Kind::positive: return sign;
    default: return primary;
  }
}

const char* spelling_of(Kind kind) {
  switch (kind) {
    case Kind::logical_or: return " or ";
    case Kind::logical_and: return " and ";
    case Kind::equal: return " == ";
    case Kind::not_equal: return " != ";
    case Kind::less: return " < ";
    case Kind::less_equal: return " <= ";
    case Kind::greater: return " > ";
    case Kind::greater_equal: return " >= ";
    case Kind::add: return " + ";
    case Kind::subtract: return " - ";
    case Kind::multiply: return " * ";
    case Kind::divide: return " / ";
    case Kind::negate: return "-";
    case Kind::positive: return "+";
    case Kind::logical_not: return "not ";
    default: return "";
  }
}

std::string window_text(const Node& call) {
  switch (call.over) {
    case Window::none: return "";
    case Window::ytd: return "ytd";
    case Window::qtd: return "qtd";
    case Window::htd: return "htd";
    case Window::last: return "last " + std::to_string(call.window_length);
    case Window::last_quarters: return "last " + std::to_string(call.window_length) + " quarters";
    case Window::last_year: return "last year";
    case Window::all: return "all";
  }
  return "";
}

/// Appends to one text; `needed` is the weakest level that may stand at a place without brackets.
class Printer {
 public:
  explicit Printer(const Tree& tree) : tree_(tree) {}

  std::string take() { return std::move(out_); }

  void put(NodeIndex index, Level needed) {
    const Node& node = tree_[index];
    const bool brackets = level_of(node.kind) < needed;
    if (brackets) out_ += '(';
    put_plain(node);
    if (brackets) out_ += ')';
  }

 private:
  void put_plain(const Node& node) {
    switch (node.kind) {
      case Kind::number:
      case Kind::name: out_ += node.text; break;
      case Kind::text: put_text(node.text); break;
      case Kind::boolean: out_ += node.value == 0 ? "false" : "true"; break;
      case Kind::negate:
      case Kind::positive:
      case Kind::logical_not:
        out_ += spelling_of(node.kind);
        put(node.children[0], level_of(node.kind));
        break;
      case Kind::in:
        put(node.children[0], sum);
        put_list(" in (", node.children, 1);
        out_ += ')';
        break;
      case Kind::if_:
        put_list("if(", node.children, 0);
        out_ += ')';
        break;
      case Kind::match: put_match(node); break;
      case Kind::call: put_call(node); break;
      default: put_binary(node); break;
    }
  }

  /// Chains lean left; comparisons do not chain at all.
  void put_binary(const Node& node) {
    const Level own = level_of(node.kind);
    const auto tighter = static_cast<Level>(own + 1);
    put(node.children[0], own == comparison ? tighter : own);
    out_ += spelling_of(node.kind);
    put(node.children[1], tighter);
  }

  void put_list(const char* before, const std::vector<NodeIndex>& list, std::size_t from) {
    for (std::size_t i = from; i < list.size(); ++i) {
      out_ += i == from ? before : ", ";
      put(list[i], any);
    }
  }

  void put_match(const Node& node) {
    out_ += "match(";
    put(node.children[0], any);
    const std::size_t cases_end = node.children.size() - (node.has_else ? 1 : 0);
    for (std::size_t i = 1; i + 1 < cases_end; i += 2) {
      out_ += ", ";
      put(node.children[i], any);
      out_ += " -> ";
      put(node.children[i + 1], any);
    }
    if (node.has_else) {
      out_ += ", else -> ";
      put(node.children.back(), any);
    }
    out_ += ')';
  }

  void put_call(const Node& node) {
    out_ += node.text + "(";
    put_list("", node.children, 0);
    bool first = node.children.empty();
    const auto clause = [&](const char* word) {
      if (!first) out_ += ' ';
      first = false;
      out_ += word;
    };
    if (node.where) {
      clause("where ");
      put(*node.where, any);
    }
    if (node.by_all) clause("by all");
    if (!node.by.empty()) {
      clause("by ");
      put_list("", node.by, 0);
    }
    if (node.over != Window::none) {
      clause("over ");
      out_ += window_text(node);
    }
    out_ += ')';
  }

  /// Single quotes, double ones when that saves doubling.
  void put_text(const std::string& text) {
    const bool has_single = text.find('\'') != std::string::npos;
    const char quote = has_single && text.find('"') == std::string::npos ? '"' : '\'';
    out_ += quote;
    for (const char c : text) {
      if (c == quote) out_ += quote;
      out_ += c;
    }
    out_ += quote;
  }

  const Tree& tree_;
  std::string out_;
};

}  // namespace

std::string print(const Tree& tree) { return print(tree, static_cast<NodeIndex>(tree.nodes.size() - 1)); }

std::string print(const Tree& tree, NodeIndex node) {
  Printer printer(tree);
  printer.put(node, any);
  return printer.take();
}

}  // namespace merit::formula
