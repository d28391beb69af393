#include "formula/builder.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/limits.hpp"
#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "formula/codes.hpp"
#include "formula/mistakes.hpp"

namespace merit::formula {
namespace {

Node node_at(Kind kind, Extent where) {
  Node node;
  node.kind = kind;
  node.begin = where.begin;
  node.end = where.end;
  return node;
}

Extent extent_of(const Token& token) { return {token.begin, token.end}; }

std::string checked_name(const Token& token) {
  for (std::size_t begin = 0; begin <= token.text.size();) {
    const std::size_t end = std::min(token.text.find('.', begin), token.text.size());
    const std::string_view part = token.text.substr(begin, end - begin);
    if (is_reserved_word(part)) {
      const auto at = static_cast<std::uint32_t>(token.begin + begin);
      const Extent where = {at, static_cast<std::uint32_t>(at + part.size())};
      throw Refusal{mistake(codes::reserved_word, where, {in_ticks(part)})};
    }
    begin = end + 1;
  }
  return utf8::nfc(token.text);
}

Kind kind_of_operator(std::string_view op) {
  struct Row {
    std::string_view op;
    Kind kind;
  };
  constexpr std::array rows = {
      Row{"+", Kind::add},           Row{"-", Kind::subtract},    Row{"*", Kind::multiply},
      Row{"/", Kind::divide},        Row{"==", Kind::equal},      Row{"!=", Kind::not_equal},
      Row{"<", Kind::less},          Row{"<=", Kind::less_equal}, Row{">", Kind::greater},
      Row{"and", Kind::logical_and}, Row{"or", Kind::logical_or}, Row{">=", Kind::greater_equal},
  };
  return std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.op == op; })->kind;
}

}  // namespace

NodeIndex Builder::add(Node node) {
  tree_.nodes.push_back(std::move(node));
  return static_cast<NodeIndex>(tree_.nodes.size() - 1);
}

std::string_view Builder::text_of(NodeIndex node) const {
  const Node& n = tree_[node];
  return std::string_view(tree_.text).substr(n.begin, n.end - n.begin);
}

NodeIndex Builder::number(const Token& token) {
  const NumberParts parts = parts_of_number(token.text);
  const DecimalResult digits = parse_decimal(parts.digits);
  const auto scale = parts.suffix.empty() ? Rational(1) : scale_of_suffix(parts.suffix);
  Node node = node_at(Kind::number, extent_of(token));
  node.text = token.text;
  if (digits.number) node.value = digits.number->value * *scale;
  // 万 and 亿 add digits to those that were written.
  const int decimals = std::max(decimals_of(node.value), 0);
  if (!digits.number || significant_digits(node.value, decimals) > limits::number_digits) {
    throw Refusal{
        mistake(codes::number_digits, extent_of(token), {Text::same(std::to_string(limits::number_digits))})};
  }
  return add(std::move(node));
}

NodeIndex Builder::text(const Token& token) {
  const char quote = token.text.front();
  std::string inside;
  for (std::size_t i = 1; i + 1 < token.text.size(); ++i) {
    inside += token.text[i];
    if (token.text[i] == quote) ++i;
  }
  Node node = node_at(Kind::text, extent_of(token));
  node.text = utf8::nfc(inside);
  return add(std::move(node));
}

NodeIndex Builder::boolean(const Token& token) {
  Node node = node_at(Kind::boolean, extent_of(token));
  node.value = token.is_word("true") ? 1 : 0;
  return add(std::move(node));
}

NodeIndex Builder::name(const Token& token) {
  Node node = node_at(Kind::name, extent_of(token));
  node.text = checked_name(token);
  return add(std::move(node));
}

NodeIndex Builder::prefix(const Token& op, NodeIndex operand) {
  const Kind kind = op.is_sign("-") ? Kind::negate : op.is_sign("+") ? Kind::positive : Kind::logical_not;
  Node node = node_at(kind, {op.begin, tree_[operand].end});
  node.children = {operand};
  return add(std::move(node));
}

NodeIndex Builder::binary(const Token& op, Operands operands) {
  Node node = node_at(kind_of_operator(op.text), {tree_[operands.left].begin, tree_[operands.right].end});
  node.children = {operands.left, operands.right};
  return add(std::move(node));
}

NodeIndex Builder::form(Node form, Kind kind, const Token& first, const Token& close) {
  form.kind = kind;
  form.begin = kind == Kind::in ? tree_[form.children.front()].begin : first.begin;
  form.end = close.end;
  return add(std::move(form));
}

NodeIndex Builder::call(Node form, const Token& name, const Token& close) {
  form.text = checked_name(name);
  return this->form(std::move(form), Kind::call, name, close);
}

void Builder::widen(NodeIndex node, const Token& open, const Token& close) {
  tree_.nodes[node].begin = open.begin;
  tree_.nodes[node].end = close.end;
}

void Builder::refuse_chain(NodeIndex first, const Token& op, NodeIndex third) const {
  const NodeIndex middle = tree_[first].children.back();
  const std::string instead = std::string(text_of(first)) + " and " + std::string(text_of(middle)) + " " +
                              std::string(op.text) + " " + std::string(text_of(third));
  constexpr std::size_t longest_advice = 80;
  const bool simple = tree_[first].kind != Kind::in && instead.size() <= longest_advice &&
                      instead.find_first_of("\r\n") == std::string::npos;
  if (!simple) refuse_chain(first, op);
  throw Refusal{mistake(codes::chained_comparison, extent_of(op), {Text::same("`" + instead + "`")})};
}

void Builder::refuse_chain(NodeIndex first, const Token& op) const {
  const bool begins_in = tree_[first].kind == Kind::in;
  const char* instead = op.is_word("in")
                            ? begins_in ? "`x in (a, b) and x in (c, d)`" : "`x == y and y in (a, b)`"
                        : begins_in ? "`(x in (a, b)) == c`"
                                    : "`a < b and b < c`";
  throw Refusal{mistake(codes::chained_comparison, extent_of(op), {Text::same(instead)})};
}

void set_window(Node& call, const Token& word) {
  call.over = word.is_name("ytd")   ? Window::ytd
              : word.is_name("qtd") ? Window::qtd
              : word.is_name("htd") ? Window::htd
                                    : Window::all;
}

void set_last(Node& call, const Token& number) {
  const NumberParts parts = parts_of_number(number.text);
  const DecimalResult n = parse_decimal(parts.digits);
  const bool whole = parts.suffix.empty() && parts.digits.find('.') == std::string_view::npos && n.number;
  if (!whole || n.number->value < 1 || n.number->value > max_window_length) {
    const Text limit = Text::same(std::to_string(max_window_length));
    throw Refusal{
        mistake(codes::window_length, extent_of(number), {Text::same(std::string(number.text)), limit})};
  }
  call.over = Window::last;
  call.window_length = numerator_of(n.number->value).convert_to<int>();
}

}  // namespace merit::formula
