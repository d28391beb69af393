// Random graphs: every operator over every other, with absent and failing operands, before and after normal
// form. The graphs are made through the Builder, because plans keep what may be absent behind `has`.
#include <random>
#include <string>
#include <vector>

#include "eval/row/engine.hpp"
#include "graph/builder.hpp"
#include "graph/codes.hpp"
#include "graph/normal.hpp"
#include "graph/print.hpp"

#include "support/catch.hpp"

using namespace merit;
using graph::Cell;
using graph::NodeId;

namespace {

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  // The library's distributions differ from machine to machine; these do not.
  int upto(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }
  bool once_in(int n) { return upto(n) == 0; }
  template <typename T>
  const T& of(const std::vector<T>& list) {
    return list[static_cast<std::size_t>(upto(static_cast<int>(list.size())))];
  }

 private:
  std::mt19937 engine_;
};

const std::vector<Rational>& numbers() {
  static const std::vector<Rational> list = {0,
                                             1,
                                             -1,
                                             2,
                                             3,
                                             60,
                                             80,
                                             100,
                                             -5,
                                             Rational(1, 2),
                                             Rational(1, 3),
                                             Rational(-2, 3),
                                             Rational(1, 100),
                                             Rational(9001, 100)};
  return list;
}

class Maker {
 public:
  explicit Maker(unsigned seed) : dice_(seed), b_(g_) {}

  graph::Graph make() {
    g_.lists.push_back({"grade", {"D", "C", "B", "A"}, {}});
    add_input("who", Type::text(), {}, graph::Missing::error);
    add_input("x", Type::number({}, 2), {}, graph::Missing::error);
    add_input("y", Type::number({}, 2), {}, graph::Missing::error);
    add_input("n", Type::number({}, 0), {Rational(0), Rational(100)}, graph::Missing::error);
    add_input("s", Type::number({}, 2), {}, graph::Missing::skip);
    add_input("b", Type::boolean(), {}, graph::Missing::error);
    add_input("c", Type::boolean(), {}, graph::Missing::skip);
    add_input("g", Type::member(0), {Rational(0), Rational(3)}, graph::Missing::error);
    add_input("h", Type::member(0), {Rational(0), Rational(3)}, graph::Missing::skip);
    for (int i = 0; i < 40; ++i) site();
    const int count = 10 + dice_.upto(50);
    for (int i = 0; i < count; ++i) add_node();
    for (std::size_t i = 0; i < numbers_.size(); ++i)
      if (i + 6 >= numbers_.size()) add_output(numbers_[i]);
    for (std::size_t i = 0; i < booleans_.size(); ++i)
      if (i + 3 >= booleans_.size()) add_output(booleans_[i]);
    add_output(members_.back());
    return std::move(g_);
  }

 private:
  graph::SiteId site() {
    if (g_.sites.size() < 200) b_.site(graph::codes::division_by_zero, {});
    return graph::SiteId{static_cast<std::uint32_t>(dice_.upto(static_cast<int>(g_.sites.size())))};
  }

  void add_input(const char* name, Type type, Range range, graph::Missing missing) {
    graph::Input input;
    input.name = name;
    input.type = std::move(type);
    input.range = std::move(range);
    input.missing = missing;
    g_.inputs.push_back(input);
    const NodeId node = b_.input({static_cast<std::uint32_t>(g_.inputs.size() - 1)});
    g_.inputs.back().node = node;
    switch (input.type.kind) {
      case ValueKind::number: numbers_.push_back(node); break;
      case ValueKind::boolean: booleans_.push_back(node); break;
      case ValueKind::member: members_.push_back(node); break;
      default: break;
    }
  }

  void add_output(NodeId node) {
    g_.outputs.push_back({"o" + std::to_string(g_.outputs.size()), node, b_.type(node), {}});
    g_.roots.push_back(node);
  }

  NodeId number() {
    if (dice_.once_in(4)) return b_.number(dice_.of(numbers()));
    if (dice_.once_in(60)) return b_.none(Type::number({}, 0));
    if (dice_.once_in(60)) return b_.fail(site(), Type::number({}, 0));
    // Inputs first: curves, sums and choices of the same number are what the rules look for.
    return dice_.once_in(2) ? numbers_[static_cast<std::size_t>(dice_.upto(4))] : dice_.of(numbers_);
  }
  NodeId boolean() {
    if (dice_.once_in(8)) return b_.boolean(dice_.once_in(2));
    if (dice_.once_in(60)) return b_.none(Type::boolean());
    if (dice_.once_in(60)) return b_.fail(site(), Type::boolean());
    return dice_.of(booleans_);
  }
  NodeId member() {
    if (dice_.once_in(6)) return b_.constant(Cell::of(Rational(dice_.upto(4))), Type::member(0));
    return dice_.of(members_);
  }

  graph::Curve shape(bool is_step, bool is_member) {
    const auto y = [&]() -> Rational { return is_member ? Rational(dice_.upto(4)) : dice_.of(numbers()); };
    graph::Curve curve;
    Rational x = dice_.of(numbers());
    Rational last = y();
    const int knots = 1 + dice_.upto(4);
    for (int i = 0; i < knots; ++i) {
      const Rational left = is_step || dice_.once_in(3) ? last : y();
      const Rational right = dice_.once_in(2) ? left : y();
      curve.knots.push_back({x, left, dice_.once_in(5) ? y() : dice_.once_in(2) ? left : right, right});
      last = right;
      x += 1 + dice_.upto(40);
    }
    if (!is_step && dice_.once_in(2)) curve.left_slope = dice_.of(numbers());
    if (!is_step && dice_.once_in(2)) curve.right_slope = dice_.of(numbers());
    return curve;
  }

  Rounding rounding() {
    const auto mode = static_cast<RoundingMode>(dice_.upto(7));
    return dice_.once_in(5) ? Rounding::to_multiple(100, mode) : Rounding::to_digits(dice_.upto(4), mode);
  }

  graph::TableData table() {
    graph::TableData table;
    table.lists = {0};
    for (std::uint32_t i = 0; i < 4; ++i)
      if (!dice_.once_in(6)) table.cells[{i}] = Cell::of(dice_.of(numbers()));
    return table;
  }

  NodeId sum() {
    std::vector<std::pair<Rational, NodeId>> terms;
    const int count = 1 + dice_.upto(4);
    for (int i = 0; i < count; ++i) terms.push_back({dice_.of(numbers()), number()});
    return b_.sum(dice_.of(numbers()), terms, Unit{});
  }

  void add_node() {
    const Unit unit;
    switch (dice_.upto(20)) {
      case 0:
      case 1: numbers_.push_back(sum()); break;
      case 2:
        numbers_.push_back(b_.mul({number(), numbers_[static_cast<std::size_t>(dice_.upto(4))]}, unit));
        break;
      case 3: {
        const NodeId q = b_.ratio(number(), number(), unit);
        numbers_.push_back(dice_.once_in(3) ? q : b_.otherwise(q, b_.fail(site(), b_.type(q))));
        break;
      }
      case 4: numbers_.push_back(b_.min({number(), number()}, unit)); break;
      case 5: numbers_.push_back(b_.max({number(), number(), number()}, unit)); break;
      case 6: numbers_.push_back(b_.round(number(), rounding(), site())); break;
      case 7:
      case 8: numbers_.push_back(b_.curve(number(), shape(dice_.once_in(2), false), unit)); break;
      case 9:
      case 10: booleans_.push_back(b_.less(number(), number())); break;
      case 11: booleans_.push_back(b_.same(number(), number())); break;
      case 12:
      case 13:
        numbers_.push_back(dice_.once_in(2)
                               ? b_.choose({{boolean(), number()}}, number(), unit)
                               : b_.choose({{boolean(), number()}, {boolean(), number()}}, number(), unit));
        break;
      case 14: booleans_.push_back(b_.choose({{boolean(), boolean()}}, boolean(), unit)); break;
      case 15:
        booleans_.push_back(dice_.once_in(2) ? b_.present(dice_.once_in(2) ? number() : member())
                                             : b_.logical_not(boolean()));
        break;
      case 16: numbers_.push_back(b_.otherwise(number(), number())); break;
      case 17: numbers_.push_back(b_.table(table(), {member()}, Type::number({}, 0))); break;
      case 18:
        members_.push_back(dice_.once_in(2) ? b_.curve(number(), shape(true, true), {}, 0u)
                                            : b_.min({b_.sum(1, {{1, member()}}, Type::member(0)),
                                                      b_.constant(Cell::of(Rational(3)), Type::member(0))},
                                                     unit));
        break;
      default:
        if (dice_.once_in(2)) booleans_.push_back(b_.same(member(), member()));
        else members_.push_back(b_.choose({{boolean(), member()}}, member(), unit));
    }
  }

  Dice dice_;
  graph::Graph g_;
  graph::Builder b_;
  std::vector<NodeId> numbers_, booleans_, members_;
};

void fill(Dice& dice, const graph::Input& input, Cell& cell) {
  if (dice.once_in(25)) {
    cell = Cell::failed({static_cast<std::uint32_t>(dice.upto(40))});
    return;
  }
  if (input.missing == graph::Missing::skip && dice.once_in(4)) {
    cell = Cell::absent();
    return;
  }
  switch (input.type.kind) {
    case ValueKind::boolean: cell = Cell::of(dice.once_in(2)); return;
    case ValueKind::text: cell = Cell::of_text("M"); return;
    case ValueKind::member: cell = Cell::of(Rational(dice.upto(4))); return;
    default: break;
  }
  if (input.range.high) {
    cell = Cell::of(Rational(dice.upto(101)));
    return;
  }
  // Breakpoints, their neighbours, zero, and now and then a number that is too long once it is multiplied.
  static const std::vector<Rational> near = {0, Rational(1, 100), Rational(-1, 100), 1, -1, 40};
  const Rational at = decimals_of(dice.of(numbers())) >= 0 ? dice.of(numbers()) : Rational(60);
  const Rational whole = decimals_of(at) >= 0 ? at : Rational(80);
  cell = dice.once_in(30) ? Cell::of(Rational(power_of_ten(36)) - 1) : Cell::of(whole + dice.of(near));
}

std::string text_of(const Cell& cell, ValueKind kind) {
  switch (cell.state) {
    case Cell::State::unset: return "unset";
    case Cell::State::absent: return "absent";
    case Cell::State::failed: return "failed " + std::to_string(cell.site.value);
    case Cell::State::value: break;
  }
  if (kind == ValueKind::boolean) return cell.flag ? "true" : "false";
  return cell.number.str();
}

// A type and a range are promises to the batch engine.
bool keeps_promises(const graph::Node& node, const Cell& cell) {
  if (cell.is_absent()) return node.type.maybe_absent;
  if (!cell.is_value() || node.type.kind == ValueKind::boolean || node.type.kind == ValueKind::text)
    return true;
  if (!node.range.contains(cell.number)) return false;
  const int decimals = decimals_of(cell.number);
  return !node.type.is_number() || !node.type.is_fixed() || (decimals >= 0 && decimals <= node.type.digits);
}

void check_promises(const graph::Graph& g, const eval::RowEngine& engine) {
  for (std::uint32_t i = 0; i < g.nodes.size(); ++i) {
    const NodeId id{i};
    if (keeps_promises(g[id], engine[id])) continue;
    INFO(graph::print(g, id) << " is " << text_of(engine[id], g[id].type.kind));
    FAIL();
  }
}

void check_graph(unsigned seed, int rows) {
  const graph::Graph before = Maker(seed).make();
  const graph::Graph after = graph::normalise(before);
  INFO("seed " << seed);
  const graph::Graph twice = graph::normalise(after);
  if (!graph::same_structure(after, twice)) FAIL(graph::print(after) << "becomes\n" << graph::print(twice));
  eval::RowEngine plain(before), normal(after);
  Dice dice(seed + 1);
  for (int row = 0; row < rows; ++row) {
    for (std::size_t i = 0; i < before.inputs.size(); ++i) {
      fill(dice, before.inputs[i], plain.input(i));
      normal.input(i) = plain.input(i);
    }
    const auto site = plain.run({});
    const auto normal_site = normal.run({});
    for (std::size_t o = 0; o < before.outputs.size(); ++o) {
      const Cell& p = plain[before.outputs[o].node];
      const Cell& q = normal[after.outputs[o].node];
      const ValueKind kind = before[before.outputs[o].node].type.kind;
      if (text_of(p, kind) == text_of(q, kind)) continue;
      INFO("before " << text_of(p, kind) << ": " << graph::print(before, before.outputs[o].node));
      INFO("after " << text_of(q, kind) << ": " << graph::print(after, after.outputs[o].node));
      FAIL("row " << row);
    }
    REQUIRE(site == normal_site);
    check_promises(before, plain);
    check_promises(after, normal);
  }
}

}  // namespace

TEST_CASE("normal form: random graphs mean the same before and after") {
<<<<<<< ours
  for (unsigned seed = 1; seed <= (getenv("SEEDS") ? atoi(getenv("SEEDS")) : 1500); ++seed)
    check_graph(seed, 40);
=======
  for (unsigned seed = 1; seed <= 600; ++seed) check_graph(seed, 40);
>>>>>>> theirs
}
