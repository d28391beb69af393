// A parameter by lists as a batch looks it up: its cells one behind the other, as integers. Floor 4.
#pragma once

#include <functional>
#include <vector>

#include "eval/batch/interval.hpp"
#include "graph/graph.hpp"

namespace merit::eval {

struct TableCells {
  std::vector<Integer> strides;  ///< by key: how many places apart its members are
  std::vector<Integer> cells;    ///< over `unit`; 0 where there is none
  std::vector<Integer> states;   ///< state_value or state_absent
  Integer unit = 1;
  Interval range;
  bool is_whole = false;  ///< no cell is absent
};

/// `encoded`: the number of a cell. Refuses tables of very many cells.
TableCells table_cells(const graph::Graph& graph, const graph::TableData& data,
                       const std::function<Rational(const graph::Cell&)>& encoded);

}  // namespace merit::eval
