#include "eval/batch/table_cells.hpp"

#include "eval/batch/arithmetic.hpp"

namespace merit::eval {

TableCells table_cells(const graph::Graph& graph, const graph::TableData& data,
                       const std::function<Rational(const graph::Cell&)>& encoded) {
  constexpr int most = 4096;
  TableCells made;
  made.strides.assign(data.lists.size(), 1);
  Integer size = 1;
  for (std::size_t i = data.lists.size(); i-- > 0;) {
    made.strides[i] = size;
    size *= Integer(graph.lists[data.lists[i]].members.size());
  }
  if (size > most) throw Refusal{"a table of more than " + std::to_string(most) + " cells"};
  const auto count = static_cast<std::size_t>(size);
  for (const auto& [keys, cell] : data.cells) made.unit = lcm(made.unit, denominator_of(encoded(cell)));
  made.cells.assign(count, 0);
  made.states.assign(count, state_absent);
  bool is_first = true;
  for (const auto& [keys, cell] : data.cells) {
    Integer at = 0;
    for (std::size_t i = 0; i < keys.size(); ++i) at += made.strides[i] * keys[i];
    const Integer n = numerator_of(encoded(cell) * made.unit);
    made.cells[static_cast<std::size_t>(at)] = n;
    made.states[static_cast<std::size_t>(at)] = state_value;
    made.range = is_first ? Interval{n, n} : hull(made.range, {n, n});
    is_first = false;
  }
  made.range = hull(made.range, {0, 0});
  made.is_whole = data.cells.size() == count;
  return made;
}

}  // namespace merit::eval
