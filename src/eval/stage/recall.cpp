// Earlier periods: what they bring to the rows of this one, and what is kept of these.
#include <algorithm>

#include "base/limits.hpp"
#include "eval/stage/run.hpp"

namespace merit::eval {

using graph::Cell;
using graph::NodeId;
using graph::Op;

bool StagedRun::is_new_period() const {
  return kept_periods_ < all_periods_.size() && period_ && *period_ == all_periods_[kept_periods_];
}

// The numbers of keys in the history, by table and position, where anything is kept of the table's rows.
void StagedRun::number_keys() {
  numbers_.assign(graph_.tables.size(), {});
  for (const graph::Kept& kept : graph_.kept) {
    std::vector<std::uint32_t>& numbers = numbers_[kept.table];
    if (!numbers.empty()) continue;
    std::vector<std::string_view> keys;
    for (const std::uint32_t row : rows_[kept.table])
      keys.push_back(tables_[kept.table].rows.key(row));  // of a table with a single row none
    numbers = history_.numbers_of(kept.table, keys);
  }
}

void StagedRun::recall() {
  number_keys();
  for (std::uint32_t i = 0; i < graph_.nodes.size(); ++i) {
    const NodeId id{i};
    if (graph_[id].op != Op::past) continue;
    const auto& data = graph_.payload<graph::PastData>(id);
    brought_.emplace(id, history_.tell(data, graph_[id].type, numbers_[graph_[id].domain.table], *period_));
  }
}

std::optional<Period> StagedRun::earlier_failure(RecordId row, graph::SiteId site) const {
  for (const graph::Node& node : graph_.nodes) {
    if (node.op != Op::past || node.domain.table != row.table) continue;
    const auto& data = std::get<graph::PastData>(graph_.payloads[node.payload]);
    if (data.failed != site) continue;
    const auto read = history_.read(data, numbers_[row.table][position_of(row)], *period_);
    if (!read.empty() && read.front().cell.is_failed()) return read.front().period;
  }
  return std::nullopt;
}

std::vector<History::Entry> StagedRun::earlier(graph::NodeId past, RecordId reader) const {
  return history_.read(graph_.payload<graph::PastData>(past), numbers_[reader.table][position_of(reader)],
                       *period_);
}

namespace {

// A state file holds numbers of 38 digits: the same is known with one and without.
bool can_be_written(const Cell& cell, const Type& type) {
  if (!cell.is_value() || !type.is_number() || cell.number.is_small()) return true;
  return abs(numerator_of(cell.number * Rational(power_of_ten(type.digits)))) <
         power_of_ten(limits::number_digits);
}

}  // namespace

// Periods come in their order, and each is kept once: what was scored is not worked out again.
void StagedRun::keep(const graph::Stage& stage, const Given& given) {
  if (!is_new_period()) return;
  const bool leaves_out = graph_.tables[stage.table].leaves_out_failed;
  for (const std::uint32_t slot : stage.keeps) {
    const graph::Kept& kept = graph_.kept[slot];
    if (kept.every && !period_->closes(*kept.every)) continue;
    const CellColumn& column = given.of(stage, kept.node);
    for (std::uint32_t position = 0; position < column.size(); ++position) {
      const auto& failed = given.failed[position];
      Cell cell = failed && !kept.is_cell ? Cell::failed(*failed) : column[position];
      if (!can_be_written(cell, kept.type)) cell = Cell::failed({});
      if (cell.is_failed() && leaves_out) continue;
      if (!cell.is_absent()) history_.add(slot, numbers_[stage.table][position], *period_, cell);
    }
  }
}

}  // namespace merit::eval
