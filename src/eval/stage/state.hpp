// State: what is known of rows after a run, as a plain table for the next one. Floor 4.
//
//   table,name,type,key,period,is,value
//   ,commission,,,2026-03,plan,2
//   person,balance,money CNY 2,,2026-03,known_to,last value
//   person,balance,money CNY 2,P-001,2026-02,value,120.00
//   person,balance,money CNY 2,P-001,2026-03,failed,
//
// A line `plan` says whose it is and how many values there are; a state that somebody writes by hand may do
// without. A line `known_to` for
// each name: up to this period it is known, and where there is no line there was no value. Of earlier periods
// only what a later one can still read is written; what that is stands there as the value. Lines stand by
// table and name, then by key and period.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "eval/stage/history.hpp"
#include "table/csv.hpp"

namespace merit::eval {

struct Known {
  History history;
  std::optional<Period> up_to;  ///< nothing: of no period
  std::vector<std::string> ignored =
      {};  ///< names of the state that the plan does not keep: "person.balance"
};

/// `up_to`: there is one where the plan keeps anything.
std::string write_state(const graph::Graph& graph, const History& history,
                        const std::optional<Period>& up_to);

/// Returns nothing (reported) where the file is no state, or one of a plan that keeps other things.
std::optional<Known> read_state(const graph::Graph& graph, const table::CsvTable& csv,
                                Diagnostics& diagnostics);

}  // namespace merit::eval
