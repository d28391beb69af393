// Axes of a parameter: how its cells are found. Floor 3.
//
// An axis is a list, or bands of a number: then a side stands in `by`, and cells are written as a word's,
// `{else: 0, 60: 1, 80: 1.2}`. All breakpoints written along an axis cut it into the members of a list of its
// own, so that engines know tables keyed by lists only.
#pragma once

#include <map>
#include <utility>

#include "graph/lower.hpp"

namespace merit::graph {

/// The breakpoints of an axis of bands, read before its cells.
class BandAxis {
 public:
  BandAxis(Lowering& lowering, Side side) : lowering_(lowering), side_(side) {}

  /// Reads the breakpoints of one map of cells of the parameter `name`; reports what is wrong with them.
  /// Returns whether nothing is.
  bool read(const plan::DocNode& cells, const std::string& name);
  /// Cuts the axis at all that was read: adds a list of the bands to the graph.
  ParamAxis cut(Graph& graph, const std::string& name) const;
  /// The bands (the first, and the one past the last) that the entry at `index` of a map of cells covers.
  std::pair<std::uint32_t, std::uint32_t> covered(const plan::DocNode& cells, std::size_t index) const;

 private:
  std::uint32_t place_of(const plan::DocNode& key) const;

  Lowering& lowering_;
  Side side_;
  std::map<Rational, std::string> breakpoints_;  ///< as first written
  std::map<const plan::DocNode*, Rational> at_;  ///< by the key that says it
  Type type_;
  Span type_span_;
};

/// What an axis is called in messages: its list, or "number" for bands.
std::string axis_name(const Context& context, const Param& param, std::size_t axis);

/// The band of `x` along an axis: a member of its list.
NodeId band_at(Builder& builder, NodeId x, const ParamAxis& axis);

}  // namespace merit::graph
