// Curves: composed, lines taken out, clamps and lookups by steps taken in. Roundings that change nothing.
#include <algorithm>

#include "graph/normal_maker.hpp"

namespace merit::graph {

namespace {

// A composition that would cost more than it can give is not tried.
constexpr std::size_t composition_work = 4096;

Curve line(const Rational& slope, const Rational& offset) {
  return {{{0, offset, offset, offset}}, slope, slope};
}

// min(x, at) or max(x, at).
Curve clamp(Op op, const Rational& at) {
  return {{{at, at, at, at}}, op == Op::min ? 1 : 0, op == Op::min ? 0 : 1};
}

}  // namespace

bool is_straight(const Curve& curve) {
  const Knot& k = curve.knots[0];
  return curve.knots.size() == 1 && curve.left_slope == curve.right_slope && k.left == k.at &&
         k.at == k.right;
}

std::optional<Rational> flat_value(const Curve& curve) {
  if (!is_straight(curve) || !curve.left_slope.is_zero()) return std::nullopt;
  return curve.knots[0].at;
}

bool is_short(const Curve& curve) {
  return is_short(curve.left_slope) && is_short(curve.right_slope) &&
         std::all_of(curve.knots.begin(), curve.knots.end(), [](const Knot& k) {
           return is_short(k.x) && is_short(k.left) && is_short(k.at) && is_short(k.right);
         });
}

std::optional<Curve> merged(const Curve& outer, const Curve& inner) {
  const bool is_small = (outer.knots.size() + 1) * (inner.knots.size() + 1) <= composition_work;
  if (!is_small || !is_short(outer) || !is_short(inner)) return std::nullopt;
  Curve result = compose(outer, inner);
  if (result.knots.size() > merged_knots) return std::nullopt;
  return result;
}

// What `x` is a curve of. Numbers, dates and members.
std::optional<NormalMaker::View> NormalMaker::view(NodeId x) const {
  if (type(x).kind == ValueKind::boolean || type(x).kind == ValueKind::text) return std::nullopt;
  if (op(x) == Op::none || op(x) == Op::fail) return std::nullopt;
  if (const Cell* c = constant_of(x)) return View{no_node, line(0, c->number)};
  if (op(x) == Op::curve) return View{graph_.arguments(x)[0], graph_.payload<Curve>(x)};
  const Line of = line_of(x);
  return View{of.base, line(of.scale, of.offset)};
}

NodeId NormalMaker::curve(NodeId x, Curve given, const Type& kind) {
  Curve curve = tidy(std::move(given));
  if (const Cell* c = constant_of(x)) return constant(Cell::of(curve(c->number)), kind);
  const auto flat = flat_value(curve);
  if (flat && is_sure(x)) return constant(Cell::of(*flat), kind);
  if (is_straight(curve) && !flat) return sum(curve.knots[0].at, {{curve.left_slope, x}}, kind);
  if (op(x) == Op::curve)
    if (auto whole = merged(curve, graph_.payload<Curve>(x)))
      return this->curve(graph_.arguments(x)[0], std::move(*whole), kind);
  const Line of = line_of(x);
  if (of.base != x && is_short(of.scale) && is_short(of.offset) && is_short(curve))
    return this->curve(of.base, reparameterised(curve, of.scale, of.offset), kind);
  const auto list = kind.kind == ValueKind::member ? std::optional(kind.list) : std::nullopt;
  return finish(builder_.curve(x, std::move(curve), {}, list));
}

// ---- min, max

NodeId NormalMaker::extreme(Op op, const std::vector<NodeId>& given, const Type& kind) {
  std::vector<NodeId> args;
  std::optional<Rational> bound;
  const auto tighten = [&](const Rational& x) {
    if (!bound || (op == Op::min ? x < *bound : *bound < x)) bound = x;
  };
  for (NodeId a : flattened(op, given)) {
    if (const Cell* c = constant_of(a)) {
      tighten(c->number);
      continue;
    }
    const Curve* shape = this->op(a) == Op::curve ? &graph_.payload<Curve>(a) : nullptr;
    const bool is_bounded = shape && *shape == clamp(op, shape->knots[0].x);
    if (is_bounded) tighten(shape->knots[0].x);
    args.push_back(is_bounded ? graph_.arguments(a)[0] : a);
  }
  sort(args);
  args.erase(std::unique(args.begin(), args.end()), args.end());
  if (args.empty()) return constant(Cell::of(*bound), kind);
  if (args.size() == 1 && !bound) return args[0];
  // A date is no result of a curve.
  if (args.size() == 1 && kind.kind != ValueKind::date) return curve(args[0], clamp(op, *bound), kind);
  if (bound) args.push_back(constant(Cell::of(*bound), kind));
  return finish(op == Op::min ? builder_.min(args, {}) : builder_.max(args, {}));
}

// ---- round, table, calendar

NodeId NormalMaker::round(NodeId x, const RoundData& data) {
  if (is_multiple(x, data.how) && fits_rounding(x, data.how)) return x;
  return finish(builder_.round(x, data.how, data.too_long));
}

NodeId NormalMaker::table(const TableData& table, const std::vector<NodeId>& keys, const Type& kind) {
  Type type;
  type.kind = kind.kind;
  type.list = kind.list;
  return finish(builder_.table(table, keys, type));
}

NodeId NormalMaker::fold(const std::vector<NodeId>& args, const FoldData& data, std::uint32_t table) {
  return intern(builder_.fold(args[0], data, table, {args.begin() + 1, args.end()}));
}

NodeId NormalMaker::among(const std::vector<NodeId>& args, const AmongData& data, const Node& like) {
  return intern(builder_.among(data, args, like.type, like.range, like.domain.table));
}

NodeId NormalMaker::past(const PastData& data, const Node& like) {
  return intern(builder_.past(data, like.type, like.range, like.domain.table));
}

NodeId NormalMaker::fetch(NodeId x, const FetchData& data, std::uint32_t table) {
  return intern(builder_.fetch(x, data, table));
}

NodeId NormalMaker::calendar(CalendarFunction function, const std::vector<NodeId>& args, const Type& kind) {
  Type type;
  type.kind = kind.kind;
  return finish(builder_.calendar(function, args, type));
}

}  // namespace merit::graph
