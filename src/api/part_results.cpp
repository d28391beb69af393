#include "api/part_results.hpp"

#include <algorithm>

#include "report/results.hpp"

namespace merit::api {

void add_broken(std::vector<BrokenCheck>& all, const BrokenCheck& more) {
  constexpr std::size_t named = 5;
  auto at = std::find_if(all.begin(), all.end(), [&](const BrokenCheck& b) { return b.check == more.check; });
  if (at == all.end()) at = all.insert(at, {more.check, more.label_en, more.label_zh, 0, {}});
  at->rows += more.rows;
  for (const std::string& who : more.first)
    if (at->first.size() < named) at->first.push_back(who);
}

bool PartResults::create(const std::string& path, bool with_digest) {
  if (with_digest) digest_.emplace();
  output_ = OutputFile::create(path, diagnostics_, report::column_types(graph_, graph::people));
  return output_ && output_->is_on_disk();
}

bool PartResults::add(const PartScored& part, bool is_forgotten) {
  rows_ += part.rows;
  periods_.insert(part.periods.begin(), part.periods.end());
  if (part.ends) {
    are_ascending_ = are_ascending_ && part.ends->are_ascending && (!last_ || *last_ < part.ends->first);
    last_ = part.ends->last;
  }
  if (options_.all_periods && periods_.size() > 1 && !are_ascending_) return false;
  if (!is_forgotten)
    for (const PeriodScored& made : part.scored) add(made);
  return true;
}

void PartResults::add(const PeriodScored& made) {
  if (!is_begun_ || (is_last_period() && made.period->start > latest_)) begin();
  else if (is_last_period() && made.period->start < latest_) return;
  if (made.period) {
    scored_.period = format_period(*made.period);
    latest_ = made.period->start;
  }
  write(made.csv);
  totals_.add(made.totals);
  for (const BrokenCheck& broken : made.broken) add_broken(scored_.broken, broken);
}

void PartResults::begin() {
  if (is_begun_) output_->begin_again(diagnostics_);
  is_begun_ = true;
  totals_ = {graph_, graph::people};
  if (digest_) digest_.emplace();
  scored_.broken.clear();
  const std::vector<std::string_view> none;
  write(report::to_csv(report::ResultTable(graph_, graph::people, none), language_));
}

void PartResults::write(std::string_view bytes) {
  if (digest_) digest_->add(bytes);
  output_->write(bytes, diagnostics_);
}

FileScored PartResults::take_scored() {
  for (const Period& period : periods_) scored_.periods.push_back(format_period(period));
  scored_.rows = totals_.rows();
  scored_.failed = totals_.failed();
  scored_.rows_of_others = rows_ - scored_.rows;
  return std::move(scored_);
}

}  // namespace merit::api
