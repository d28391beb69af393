#include "graph/axis.hpp"

#include <iterator>

#include "graph/codes.hpp"
#include "plan/codes.hpp"

namespace merit::graph {

bool BandAxis::read(const plan::DocNode& cells, const std::string& name) {
  Context& c = lowering_.context();
  if (!cells.is_map() || cells.map.empty()) {
    c.report(codes::cells_by_bands, cells.span, {Text::same(name)});
    return false;
  }
  const plan::DocNode& first = cells.map.front().key;
  if (first.text != "else") {
    c.report(plan::codes::else_not_first, first.span, {Text::same(name), Text::same(first.text)});
    return false;
  }
  bool is_good = true;
  const Rational* before = nullptr;
  for (std::size_t i = 1; i < cells.map.size(); ++i) {
    const plan::DocNode& key = cells.map[i].key;
    const auto v = lowering_.constant(key);
    is_good &= v.has_value();
    if (!v) continue;
    if (!v->type.is_number()) {
      c.report(codes::needs_number, key.span, {Text::same(type_text(c.graph, v->type))});
      is_good = false;
      continue;
    }
    const auto met = type_span_ == Span{} ? v->type : lowering_.unify(type_, type_span_, v->type, key.span);
    if (!met) {
      is_good = false;
      continue;
    }
    type_ = *met;
    type_span_ = key.span;
    const Rational& at = at_[&key] = c.builder.constant_of(v->node)->number;
    if (before && at <= *before) {
      c.report(codes::breakpoints_order, key.span);
      is_good = false;
    }
    before = &at;
    breakpoints_.emplace(at, key.text);
  }
  return is_good;
}

ParamAxis BandAxis::cut(Graph& graph, const std::string& name) const {
  ParamAxis axis{static_cast<std::uint32_t>(graph.lists.size()), side_, type_, type_span_, {}};
  List bands{"bands of " + name, {}, {}};
  for (const auto& [at, text] : breakpoints_) {
    axis.breakpoints.push_back(at);
    bands.members.push_back(text);
  }
  bands.members.insert(is_upward(side_) ? bands.members.begin() : bands.members.end(), "else");
  graph.lists.push_back(std::move(bands));
  return axis;
}

std::pair<std::uint32_t, std::uint32_t> BandAxis::covered(const plan::DocNode& cells,
                                                          std::size_t index) const {
  // From below the cells are those up to each breakpoint, and `else` what lies above the last.
  const std::size_t last = cells.map.size() - 1;
  const std::size_t region = is_upward(side_) ? index : index == 0 ? last : index - 1;
  const auto after = [&](std::size_t breakpoint) { return place_of(cells.map[breakpoint].key) + 1; };
  return {region == 0 ? 0 : after(region),
          region == last ? static_cast<std::uint32_t>(breakpoints_.size()) + 1 : after(region + 1)};
}

// How many breakpoints of the axis lie below this one.
std::uint32_t BandAxis::place_of(const plan::DocNode& key) const {
  return static_cast<std::uint32_t>(
      std::distance(breakpoints_.begin(), breakpoints_.lower_bound(at_.at(&key))));
}

std::string axis_name(const Context& context, const Param& param, std::size_t axis) {
  return param.axes[axis].side ? "number" : context.graph.lists[param.axes[axis].list].name;
}

NodeId band_at(Builder& builder, NodeId x, const ParamAxis& axis) {
  Curve curve;
  std::int64_t band = 0;
  for (const Rational& at : axis.breakpoints) {
    const Rational left = band, right = ++band;
    curve.knots.push_back({at, left, is_in_band_above(*axis.side) ? right : left, right});
  }
  if (curve.knots.empty()) curve.knots.push_back({0, 0, 0, 0});
  if (const Cell* known = builder.constant_of(x))
    return builder.constant(Cell::of(curve(known->number)), Type::member(axis.list));
  return builder.curve(x, std::move(curve), {}, axis.list);
}

}  // namespace merit::graph
