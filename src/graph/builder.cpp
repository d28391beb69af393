#include "graph/builder.hpp"

#include <algorithm>
#include <cassert>

#include "base/limits.hpp"
#include "graph/apply.hpp"
#include "graph/range.hpp"

namespace merit::graph {

namespace {

int more_digits(int a, int b) { return a < 0 || b < 0 ? exact_digits : std::max(a, b); }

int digits_of_sum(int digits, const Rational& coefficient) {
  const int own = decimals_of(coefficient);
  return digits < 0 || own < 0 ? exact_digits : digits + own;
}

bool has_values(const Node& node) { return node.op != Op::fail && node.op != Op::none; }

}  // namespace

NodeId Builder::add(Op op, std::span<const NodeId> args, Payload payload, Type type, Range range) {
  Node node;
  node.op = op;
  node.args_begin = static_cast<std::uint32_t>(graph_.args.size());
  node.args_count = static_cast<std::uint32_t>(args.size());
  node.payload = static_cast<std::uint32_t>(graph_.payloads.size());
  if (op == Op::calendar) node.domain = {table_};
  // A product of many long fractions may have more decimals than a fixed number can: it counts as exact.
  if (type.is_number() && type.digits > limits::fixed_digits) type.digits = exact_digits;
  const bool settles_absence = op == Op::present || op == Op::otherwise;
  for (NodeId a : args) {
    const Domain of = graph_[a].domain;
    assert(of.is_plan() || node.domain.is_plan() || of == node.domain);
    if (!of.is_plan()) node.domain = of;
    if (!settles_absence && graph_[a].type.maybe_absent) type.maybe_absent = true;
  }
  node.type = std::move(type);
  node.range = std::move(range);
  node.origin = origin_;
  graph_.args.insert(graph_.args.end(), args.begin(), args.end());
  graph_.payloads.push_back(std::move(payload));
  graph_.nodes.push_back(std::move(node));
  return NodeId{static_cast<std::uint32_t>(graph_.nodes.size() - 1)};
}

NodeId Builder::constant(Cell cell, Type type) {
  Range range;
  if (type.kind != ValueKind::boolean && type.kind != ValueKind::text) range = {cell.number, cell.number};
  return add(Op::constant, {}, std::move(cell), std::move(type), std::move(range));
}

NodeId Builder::number(const Rational& value) {
  return constant(Cell::of(value), Type::number(Unit::literal(), decimals_of(value)));
}

NodeId Builder::boolean(bool value) { return constant(Cell::of(value), Type::boolean()); }

NodeId Builder::none(Type type) {
  type.maybe_absent = true;
  return add(Op::none, {}, std::monostate{}, std::move(type), {});
}

NodeId Builder::fail(SiteId site, Type type) { return add(Op::fail, {}, site, std::move(type), {}); }

NodeId Builder::input(InputId input) {
  const Input& declared = graph_.inputs[input.value];
  Type type = declared.type;
  type.maybe_absent = declared.can_be_absent();
  const NodeId made = add(Op::input, {}, input, std::move(type), declared.range);
  graph_.nodes[made.value].domain = {declared.table};
  return made;
}

NodeId Builder::crossing(Op op, std::span<const NodeId> args, Payload payload, Type type, Range range,
                         std::uint32_t table) {
  const NodeId made = add(op, {}, std::move(payload), std::move(type), std::move(range));
  Node& node = graph_.nodes[made.value];
  node.domain = {table};
  node.args_count = static_cast<std::uint32_t>(args.size());
  graph_.args.insert(graph_.args.end(), args.begin(), args.end());
  return made;
}

NodeId Builder::fold(NodeId x, FoldData data, std::uint32_t table, const std::vector<NodeId>& keys) {
  Type type = this->type(x);
  Range range = this->range(x);
  type.maybe_absent = false;
  switch (data.function) {
    case FoldFunction::sum:
      range = {range.is_at_least(0) ? std::optional<Rational>(0) : std::nullopt,
               range.high && *range.high <= 0 ? std::optional<Rational>(0) : std::nullopt};
      break;
    case FoldFunction::count:
      type = Type::number(Unit::count(), 0);
      range = {Rational(0), std::nullopt};
      break;
    case FoldFunction::min:
    case FoldFunction::max: type.maybe_absent = true; break;
    case FoldFunction::any: break;
  }
  std::vector<NodeId> args = {x};
  args.insert(args.end(), keys.begin(), keys.end());
  return crossing(Op::fold, args, data, std::move(type), std::move(range), table);
}

NodeId Builder::fetch(NodeId x, FetchData data, std::uint32_t table) {
  Type type = this->type(x);
  if (data.ref) type.maybe_absent |= graph_.inputs[graph_.refs[*data.ref].input].missing == Missing::skip;
  const NodeId args[] = {x};
  return crossing(Op::fetch, args, data, std::move(type), range(x), table);
}

NodeId Builder::past(const PastData& data, Type type, Range range, std::uint32_t table) {
  return crossing(Op::past, {}, data, std::move(type), std::move(range), table);
}

NodeId Builder::among(AmongData data, const std::vector<NodeId>& args, Type type, Range range,
                      std::uint32_t table) {
  return crossing(Op::among, args, std::move(data), std::move(type), std::move(range), table);
}

NodeId Builder::sum(const Rational& constant, const std::vector<std::pair<Rational, NodeId>>& terms,
                    Type type) {
  SumData data;
  data.constant = constant;
  std::vector<NodeId> args;
  std::vector<Range> ranges;
  for (const auto& [coefficient, term] : terms) {
    if (coefficient.is_zero()) continue;
    if (const Cell* c = constant_of(term)) {
      data.constant += coefficient * c->number;
      continue;
    }
    data.coefficients.push_back(coefficient);
    args.push_back(term);
    ranges.push_back(range(term));
  }
  if (type.is_number()) {
    type.digits = decimals_of(data.constant);
    for (std::size_t i = 0; i < args.size(); ++i)
      type.digits = more_digits(type.digits, digits_of_sum(this->type(args[i]).digits, data.coefficients[i]));
  }
  type.maybe_absent = false;
  if (args.empty()) return this->constant(Cell::of(data.constant), std::move(type));
  Range range = range_of_sum(data.constant, data.coefficients, ranges);
  return add(Op::sum, args, std::move(data), std::move(type), std::move(range));
}

NodeId Builder::mul(const std::vector<NodeId>& factors, const Unit& unit) {
  Rational constant = 1;
  std::vector<NodeId> args;
  Type type = Type::number(unit, 0);
  Range range{1, 1};
  for (NodeId f : factors) {
    if (const Cell* c = constant_of(f)) {
      constant *= c->number;
      continue;
    }
    args.push_back(f);
    type.digits =
        type.digits < 0 || this->type(f).digits < 0 ? exact_digits : type.digits + this->type(f).digits;
    range = range_of_product(range, this->range(f));
  }
  if (args.empty() || constant.is_zero()) {
    // 0 * x keeps x: an x that fails must still fail.
    if (args.empty()) return this->constant(Cell::of(constant), Type::number(unit, decimals_of(constant)));
  }
  const NodeId product =
      args.size() == 1 ? args[0] : add(Op::mul, args, std::monostate{}, std::move(type), std::move(range));
  if (constant == 1 && args.size() > 1) return product;
  if (constant.is_zero()) {
    args.push_back(number(0));
    return add(Op::mul, args, std::monostate{}, Type::number(unit, 0), Range{0, 0});
  }
  return scaled(product, constant, unit);
}

NodeId Builder::scaled(NodeId x, const Rational& by, const Unit& unit) {
  if (by.is_zero()) {
    const NodeId args[] = {x, number(0)};
    return add(Op::mul, args, std::monostate{}, Type::number(unit, 0), Range{0, 0});
  }
  return sum(0, {{by, x}}, unit);
}

NodeId Builder::negated(NodeId x) { return scaled(x, -1, type(x).unit); }

NodeId Builder::ratio(NodeId p, NodeId q, const Unit& unit) {
  if (const Cell* c = constant_of(q); c && !c->number.is_zero()) return scaled(p, 1 / c->number, unit);
  const NodeId args[] = {p, q};
  Type type = Type::number(unit, exact_digits);
  const Range& divisor = range(q);
  type.maybe_absent = divisor.contains(0);
  return add(Op::ratio, args, std::monostate{}, std::move(type), range_of_ratio(range(p), divisor));
}

NodeId Builder::divided(NodeId p, NodeId q, const Unit& unit, SiteId if_zero) {
  const NodeId quotient = ratio(p, q, unit);
  if (!range(q).contains(0)) return quotient;
  return otherwise(quotient, fail(if_zero, Type::number(unit, exact_digits)));
}

NodeId Builder::min(const std::vector<NodeId>& args, const Unit& unit) {
  return extreme(Op::min, args, unit);
}
NodeId Builder::max(const std::vector<NodeId>& args, const Unit& unit) {
  return extreme(Op::max, args, unit);
}

NodeId Builder::extreme(Op op, const std::vector<NodeId>& args, const Unit& unit) {
  std::vector<Range> ranges;
  Type type = this->type(args[0]);
  type.unit = unit;
  type.maybe_absent = false;
  for (NodeId a : args) {
    ranges.push_back(range(a));
    type.digits = more_digits(type.digits, this->type(a).digits);
  }
  return add(op, args, std::monostate{}, std::move(type),
             op == Op::min ? range_of_min(ranges) : range_of_max(ranges));
}

NodeId Builder::round(NodeId x, const Rounding& how, SiteId too_long) {
  const NodeId args[] = {x};
  Type type = this->type(x);
  type.digits = how.digits;
  type.maybe_absent = false;
  Range range;
  if (this->range(x).low) range.low = round_to(*this->range(x).low, how);
  if (this->range(x).high) range.high = round_to(*this->range(x).high, how);
  return add(Op::round, args, RoundData{how, too_long}, std::move(type), std::move(range));
}

NodeId Builder::curve(NodeId x, Curve curve, const Unit& unit, std::optional<std::uint32_t> list) {
  const NodeId args[] = {x};
  Type type = list ? Type::member(*list) : Type::number(unit, digits_of(curve, this->type(x).digits));
  Range range = range_of(curve, this->range(x));
  return add(Op::curve, args, std::move(curve), std::move(type), std::move(range));
}

NodeId Builder::less(NodeId a, NodeId b) {
  const NodeId args[] = {a, b};
  return add(Op::less, args, std::monostate{}, Type::boolean(), {});
}

NodeId Builder::same(NodeId a, NodeId b) {
  const NodeId args[] = {a, b};
  return add(Op::same, args, std::monostate{}, Type::boolean(), {});
}

NodeId Builder::choose(const std::vector<std::pair<NodeId, NodeId>>& cases, NodeId otherwise,
                       const Unit& unit) {
  std::vector<NodeId> args;
  std::vector<NodeId> branches;
  for (const auto& [condition, value] : cases) {
    args.push_back(condition);
    args.push_back(value);
    branches.push_back(value);
  }
  args.push_back(otherwise);
  branches.push_back(otherwise);
  Type type = this->type(otherwise);
  bool typed = false;
  std::vector<Range> ranges;
  int digits = 0;
  for (NodeId b : branches) {
    if (!has_values((*this)[b])) continue;
    if (!typed) type = this->type(b);
    typed = true;
    digits = more_digits(digits, this->type(b).digits);
    ranges.push_back(range(b));
  }
  type.digits = digits;
  type.unit = unit;
  type.maybe_absent = false;
  Range range = ranges.empty() ? Range{} : hull(ranges);
  return add(Op::choose, args, std::monostate{}, std::move(type), std::move(range));
}

NodeId Builder::present(NodeId x) {
  const NodeId args[] = {x};
  return add(Op::present, args, std::monostate{}, Type::boolean(), {});
}

NodeId Builder::otherwise(NodeId x, NodeId instead) {
  const NodeId args[] = {x, instead};
  Type type = this->type(x);
  Range range = this->range(x);
  type.maybe_absent = this->type(instead).maybe_absent;
  if (has_values((*this)[instead])) {
    type.digits = more_digits(type.digits, this->type(instead).digits);
    const Range both[] = {range, this->range(instead)};
    range = hull(both);
  }
  return add(Op::otherwise, args, std::monostate{}, std::move(type), std::move(range));
}

NodeId Builder::table(TableData table, std::vector<NodeId> keys, Type type) {
  if (const Cell* known = constant_cell(table, keys)) {
    type.digits = decimals_of(known->number);
    return constant(*known, std::move(type));
  }
  std::size_t all = 1;
  for (std::uint32_t list : table.lists) all *= graph_.lists[list].members.size();
  type.maybe_absent = table.cells.size() < all;
  std::vector<Range> ranges;
  int digits = 0;
  for (const auto& [key, cell] : table.cells) {
    ranges.push_back({cell.number, cell.number});
    digits = more_digits(digits, decimals_of(cell.number));
  }
  if (type.is_number()) type.digits = digits;
  const bool ordered = type.kind != ValueKind::boolean && type.kind != ValueKind::text;
  Range range = ordered && !ranges.empty() ? hull(ranges) : Range{};
  return add(Op::table, keys, std::move(table), std::move(type), std::move(range));
}

// The cell that constant keys name, or nullptr.
const Cell* Builder::constant_cell(const TableData& table, const std::vector<NodeId>& keys) const {
  std::vector<std::uint32_t> place;
  for (NodeId key : keys) {
    const Cell* c = constant_of(key);
    if (!c) return nullptr;
    place.push_back(static_cast<std::uint32_t>(numerator_of(c->number)));
  }
  const auto it = table.cells.find(place);
  return it == table.cells.end() ? nullptr : &it->second;
}

// What a calendar can say of a period: nothing of it is ever zero.
static Range range_of_period(CalendarFunction function, const std::string& period) {
  struct Most {
    const char* step;
    int number, days, year_days;
  };
  constexpr Most most[] = {{"day", 366, 1, 366},    {"week", 53, 7, 371},  {"month", 12, 31, 366},
                           {"quarter", 4, 92, 366}, {"half", 2, 184, 366}, {"year", 1, 366, 366}};
  const auto of =
      std::find_if(std::begin(most), std::end(most), [&](const Most& m) { return period == m.step; });
  const auto up_to = [&](int Most::*what) {
    // Periods that a plan lists may be of any length.
    return Range{1, of == std::end(most) ? std::nullopt : std::optional<Rational>(of->*what)};
  };
  switch (function) {
    case CalendarFunction::period_number: return up_to(&Most::number);
    case CalendarFunction::period_year: return {1, 9999};
    case CalendarFunction::period_days: return up_to(&Most::days);
    case CalendarFunction::period_year_days:
    case CalendarFunction::period_elapsed_days: return up_to(&Most::year_days);
    default: return {};
  }
}

NodeId Builder::calendar(CalendarFunction function, std::vector<NodeId> args, Type type) {
  // There is no 30 February, and no year 10000.
  type.maybe_absent = function == CalendarFunction::make_date || function == CalendarFunction::add_months ||
                      function == CalendarFunction::real_day;
  return add(Op::calendar, args, function, std::move(type), range_of_period(function, graph_.period));
}

NodeId Builder::day_or_fail(CalendarFunction function, std::vector<NodeId> args, SiteId if_none) {
  return otherwise(calendar(function, std::move(args), Type::date()), fail(if_none, Type::date()));
}

NodeId Builder::of_period(CalendarFunction function, const Type& type) {
  const auto [made, is_new] = of_period_.try_emplace({function, table_});
  if (is_new) made->second = add(Op::calendar, {}, function, type, range_of_period(function, graph_.period));
  return made->second;
}

NodeId Builder::logical_not(NodeId x) { return choose({{x, boolean(false)}}, boolean(true), {}); }
NodeId Builder::logical_and(NodeId a, NodeId b) { return choose({{a, b}}, boolean(false), {}); }
NodeId Builder::logical_or(NodeId a, NodeId b) { return choose({{a, boolean(true)}}, b, {}); }

NodeId Builder::role(NodeId node, std::string_view name, int index) {
  const Role role{name, index};
  // What is made of other rows inside an aggregate is no step of this row.
  const bool is_of_entity =
      origin_.entity < graph_.entities.size() &&
      (graph_[node].domain.is_plan() || graph_[node].domain.table == graph_.entities[origin_.entity].table);
  if (is_of_entity) graph_.entities[origin_.entity].steps.push_back({role, node});
  // A shared node (an input read as it is) keeps the role it has where it was made.
  Node& made = graph_.nodes[node.value];
  if (made.role.name.empty() && made.origin.entity == origin_.entity) made.role = role;
  return node;
}

void Builder::note_reading(const std::string& name, NodeId node) {
  if (origin_.entity < graph_.entities.size())
    graph_.entities[origin_.entity].readings.push_back({name, node});
}

SiteId Builder::site(const CodeInfo& info, Span span, std::vector<Text> args) {
  assert(fills_every_place(info, args));
  graph_.sites.push_back({&info, span, std::move(args)});
  return SiteId{static_cast<std::uint32_t>(graph_.sites.size() - 1)};
}

const Cell* Builder::constant_of(NodeId id) const {
  return graph_[id].op == Op::constant ? &graph_.payload<Cell>(id) : nullptr;
}

}  // namespace merit::graph
