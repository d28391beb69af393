#include "graph/normal_maker.hpp"

#include <algorithm>
#include <cassert>

#include "base/limits.hpp"
#include "graph/apply.hpp"
#include "graph/normal_same.hpp"

namespace merit::graph {

namespace {

// Kind and list of a type: all that the meaning of a node needs to be told.
Type bare(const Type& type) {
  Type result;
  result.kind = type.kind;
  result.list = type.list;
  return result;
}

bool is_strict(Op op) {
  return op != Op::choose && op != Op::otherwise && op != Op::present && op != Op::constant &&
         op != Op::input && op != Op::none && op != Op::fail && op != Op::fold && op != Op::fetch &&
         op != Op::among && op != Op::past;
}

}  // namespace

bool is_short(const Rational& x) {
  constexpr unsigned bits = 512;
  if (x.is_small()) return true;
  const Integer n = boost::multiprecision::abs(numerator_of(x));
  return (n.is_zero() || msb(n) < bits) && msb(denominator_of(x)) < bits;
}

NodeId NormalMaker::constant(const Cell& cell, const Type& type) {
  Type kind = bare(type);
  Cell clean = kind.kind == ValueKind::boolean ? Cell::of(cell.flag)
               : kind.kind == ValueKind::text  ? Cell::of_text(cell.text)
                                               : Cell::of(cell.number);
  if (kind.is_number()) kind.digits = decimals_of(cell.number);
  return intern(builder_.constant(std::move(clean), std::move(kind)));
}

NodeId NormalMaker::none(const Type& type) { return intern(builder_.none(bare(type))); }
NodeId NormalMaker::fail(SiteId site, const Type& type) { return intern(builder_.fail(site, bare(type))); }
NodeId NormalMaker::input(InputId input) { return intern(builder_.input(input)); }

// ---- one node of each

// Takes a node that the Builder has just made, and gives the one to use in its place.
NodeId NormalMaker::finish(NodeId made) {
  if (is_strict(op(made)))
    if (const auto settled = settle(made)) return *settled;
  return intern(made);
}

NodeId NormalMaker::intern(NodeId made) {
  assert(made.value + 1 == graph_.nodes.size() && facts_.size() + 1 == graph_.nodes.size());
  Facts facts;
  facts.hash = hash_of_label(graph_, made);
  const bool can_round_fail =
      op(made) == Op::round && !fits_rounding(graph_.arguments(made)[0], graph_.payload<RoundData>(made).how);
  facts.can_fail = op(made) == Op::fail || op(made) == Op::input || op(made) == Op::fold ||
                   op(made) == Op::fetch || op(made) == Op::among || op(made) == Op::past || can_round_fail;
  for (NodeId a : graph_.arguments(made)) {
    const Facts& of = facts_[a.value];
    facts.hash = mixed(facts.hash, of.hash);
    facts.depth = std::max(facts.depth, of.depth + 1);
    facts.can_fail |= of.can_fail;
  }
  const auto [from, to] = known_.equal_range(facts.hash);
  for (auto it = from; it != to; ++it) {
    const auto p = graph_.arguments(it->second), q = graph_.arguments(made);
    if (!same_label(graph_, it->second, graph_, made) || !std::equal(p.begin(), p.end(), q.begin(), q.end()))
      continue;
    const NodeId known = it->second;
    drop_last();
    return known;
  }
  known_.emplace(facts.hash, made);
  facts_.push_back(facts);
  remember_comparison(made);
  return made;
}

void NormalMaker::drop_last() {
  graph_.args.resize(graph_.nodes.back().args_begin);
  graph_.payloads.pop_back();
  graph_.nodes.pop_back();
}

// A strict operator whose result is known: of constants it is their image, and a `none` or `fail` among
// operands decides when no other operand can fail (at a smaller site, perhaps).
std::optional<NodeId> NormalMaker::settle(NodeId made) {
  const auto args = graph_.arguments(made);
  if (args.empty()) return std::nullopt;
  bool all_constant = true, any_none = false, others_can_fail = false;
  std::optional<SiteId> site;
  for (NodeId a : args) {
    all_constant &= op(a) == Op::constant;
    any_none |= op(a) == Op::none;
    if (op(a) == Op::fail)
      site = site ? std::min(*site, graph_.payload<SiteId>(a)) : graph_.payload<SiteId>(a);
    else others_can_fail |= can_fail(a);
  }
  if (all_constant) return folded(made);
  if (others_can_fail || (!site && !any_none)) return std::nullopt;
  const Type type = graph_[made].type;
  drop_last();
  return site ? fail(*site, type) : none(type);
}

NodeId NormalMaker::folded(NodeId made) {
  std::vector<Cell> cells;
  std::vector<NodeId> ids;
  for (NodeId a : graph_.arguments(made)) {
    ids.push_back(NodeId{static_cast<std::uint32_t>(cells.size())});
    cells.push_back(graph_.payload<Cell>(a));
  }
  Cell out;
  apply(graph_, made, Arguments(cells.data(), ids), {}, out);
  const Type type = graph_[made].type;
  drop_last();
  if (out.is_failed()) return fail(out.site, type);
  return out.is_absent() ? none(type) : constant(out, type);
}

// ---- what is known of nodes

std::vector<NodeId> NormalMaker::arguments(NodeId id) const {
  const auto args = graph_.arguments(id);
  return {args.begin(), args.end()};
}

bool NormalMaker::is_boolean(NodeId id, bool value) const {
  const Cell* c = constant_of(id);
  return c && type(id).kind == ValueKind::boolean && c->flag == value;
}

bool NormalMaker::stands_before(NodeId a, NodeId b) const {
  if (a == b) return false;
  const Facts &p = facts_[a.value], &q = facts_[b.value];
  if (p.depth != q.depth) return p.depth < q.depth;
  if (op(a) != op(b)) return op(a) < op(b);
  if (op(a) == Op::input) return graph_.payload<InputId>(a).value < graph_.payload<InputId>(b).value;
  return p.hash != q.hash ? p.hash < q.hash : a < b;
}

void NormalMaker::sort(std::vector<NodeId>& ids) const {
  std::sort(ids.begin(), ids.end(), [this](NodeId a, NodeId b) { return stands_before(a, b); });
}

// Whether every value of `x` is a multiple of the step, so that rounding changes nothing.
bool NormalMaker::is_multiple(NodeId x, const Rounding& how) const {
  if (!type(x).is_number()) return false;
  if (op(x) == Op::round && decimals_of(graph_.payload<RoundData>(x).how.step / how.step) == 0) return true;
  return type(x).is_fixed() && decimals_of(Rational(1, power_of_ten(type(x).digits)) / how.step) == 0;
}

// Whether no value of `x`, rounded, has more than 38 digits.
bool NormalMaker::fits_rounding(NodeId x, const Rounding& how) const {
  // What has just been read or rounded was checked at its own digits.
  const bool was_checked =
      op(x) == Op::round ||
      (op(x) == Op::input && graph_.inputs[graph_.payload<InputId>(x).value].missing != Missing::value);
  if (was_checked && type(x).digits == how.digits && is_multiple(x, how)) return true;
  const Range& range = graph_[x].range;
  if (!range.low || !range.high) return false;
  const auto fits = [&](const Rational& end) {
    return significant_digits(round_to(end, how), how.digits) <= limits::number_digits;
  };
  return fits(*range.low) && fits(*range.high);
}

}  // namespace merit::graph
