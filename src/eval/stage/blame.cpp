// Where a failure began: with the row itself, or with a record that it reads.
#include <algorithm>
#include <set>

#include "eval/row/cells.hpp"
#include "eval/stage/run.hpp"

namespace merit::eval {

using graph::Cell;
using graph::NodeId;
using graph::SiteId;

void StagedRun::blame(NodeId crossing, std::uint32_t reader, RecordId record, std::uint32_t count) {
  culprits_[{crossing, reader}] = {record, count};
}

// Whether the failure is the row's own, now or in an earlier period, and not one of what it reads.
bool StagedRun::is_to_blame(RecordId record, SiteId site) const {
  return own_failures_.contains({record, site}) || has_failed_cell(record, site) ||
         earlier_failure(record, site);
}

// Whether a cell of the row's own fails there.
bool StagedRun::has_failed_cell(RecordId record, SiteId site) const {
  const graph::Table& table = graph_.tables[record.table];
  const std::uint32_t position = position_of(record);
  Cell cell;
  for (std::size_t i = 0; i < table.inputs_count; ++i) {
    const graph::Input& input = graph_.inputs[table.inputs_begin + i];
    if (input.is_ref()) read_ref(input.ref, position, cell);
    else read_cell(graph_, input, tables_[record.table].text(record.row, i), cell);
    if (cell.is_failed() && cell.site == site) return true;
  }
  return false;
}

// Follows what was brought and failed alike. Rows may read each other (a person his team, the team its
// people): coming to a row again, it is the one.
Culprit StagedRun::culprit(RecordId row, SiteId site) const {
  Culprit found{row, 1};
  std::set<RecordId> seen;
  while (!is_alone() && seen.insert(found.record).second && !is_to_blame(found.record, site)) {
    const std::uint32_t position = position_of(found.record);
    const auto is_it = [&](const auto& column) {
      const auto& [crossing, cells] = column;
      if (graph_[crossing].domain.table != found.record.table || position >= cells.size()) return false;
      return cells.state(position) == Cell::State::failed && cells.site(position) == site &&
             culprits_.contains({crossing, position});
    };
    const auto column = std::find_if(brought_.begin(), brought_.end(), is_it);
    if (column == brought_.end()) break;
    const Culprit& next = culprits_.at({column->first, position});
    found = {next.record, std::max(found.count, next.count)};
  }
  return found;
}

}  // namespace merit::eval
