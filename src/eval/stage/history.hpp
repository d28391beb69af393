// What rows were in earlier periods. Floor 4.
//
// A plain table: for each slot of the plan (graph.kept), each key and each period in which there
// was something a value, or that it failed. Nothing in it depends on the order in which rows came.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/calendar.hpp"
#include "graph/graph.hpp"

namespace merit::eval {

class History {
 public:
  struct Entry {
    Period period;
    graph::Cell cell;  ///< of a failed row failed; its site is of no account
  };

  /// Adds the value of a row in a period that comes after all that are known of it.
  void add(std::uint32_t slot, const std::string& key, const Period& period, const graph::Cell& cell);

  /// What a node reads of a row's periods before `now`. `type`: of the node.
  graph::Cell tell(const graph::PastData& data, const Type& type, const std::string& key,
                   const Period& now) const;

  /// All that is known, by slot, key and period.
  using Entries = std::unordered_map<std::string, std::vector<Entry>>;
  const std::map<std::uint32_t, Entries>& slots() const { return slots_; }

 private:
  std::map<std::uint32_t, Entries> slots_;
};

}  // namespace merit::eval
