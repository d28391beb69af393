// The period of each row of a table. Floor 4.
//
// Files have few periods and many rows: a row takes four bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "base/calendar.hpp"

namespace merit::eval {

class RowPeriods {
 public:
  void push_back(const Period& period) {
    if (numbers_.empty() || !(known_[numbers_.back()] == period)) return push_other(period);
    repeat();
  }
  /// That of the row before.
  void repeat() { numbers_.push_back(numbers_.back()); }
  /// Those of further rows.
  void append(const RowPeriods& others) {
    if (numbers_.empty()) {
      *this = others;
      return;
    }
    reserve(size() + others.size());
    for (std::size_t row = 0; row < others.size(); ++row) push_back(others[row]);
  }
  void reserve(std::size_t rows) { numbers_.reserve(rows); }

  bool empty() const { return numbers_.empty(); }
  std::size_t size() const { return numbers_.size(); }
  const Period& operator[](std::size_t row) const { return known_[numbers_[row]]; }

  /// A period by which rows are asked: the same for all rows of one.
  std::uint32_t number(std::size_t row) const { return numbers_[row]; }
  /// That of a period; nothing when no row is of it.
  std::optional<std::uint32_t> number_of(const Period& period) const {
    const auto found = by_start_.find(period.start);
    return found == by_start_.end() ? std::nullopt : std::optional(found->second);
  }
  /// Those that rows have, each once.
  std::set<Period> all() const { return {known_.begin(), known_.end()}; }

 private:
  void push_other(const Period& period) {
    const auto [at, is_new] = by_start_.try_emplace(period.start, static_cast<std::uint32_t>(known_.size()));
    if (is_new) known_.push_back(period);
    numbers_.push_back(at->second);
  }

  std::vector<Period> known_;
  std::map<DayNumber, std::uint32_t> by_start_;  ///< periods of a plan differ in their first days
  std::vector<std::uint32_t> numbers_;
};

}  // namespace merit::eval
