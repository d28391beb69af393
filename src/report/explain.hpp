// Explanations: why a number is that number, as a tree for people and as data for tools. Floor 5.
//
// Made from the cells that the row engine keeps; nothing is computed a second way. The JSON holds every
// operator with its arguments and value, so that a script can recompute each line from its children; the text
// says the same in the words of the plan.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "eval/row/engine.hpp"
#include "graph/graph.hpp"
#include "report/results.hpp"

namespace merit::report {

/// A record behind a number, and what it gave.
struct RecordBehind {
  std::string key;    ///< "" of a table without keys
  std::string day;    ///< "2026-05-03" of a dated table, else ""
  std::string place;  ///< "sales.csv:12"
  graph::Cell cell;
  Type type;
  bool is_left_out = false;  ///< it failed, and its table says `failed: leave_out`
  bool is_this_row = false;  ///< the one that is explained: it is one of its group
  std::vector<std::pair<graph::Cell, Type>> order = {};  ///< of an order: what decides it, as the node does
};

/// One row, evaluated.
struct Explained {
  const graph::Graph* graph = nullptr;
  const Sources* sources = nullptr;  ///< of the plan
  eval::RowEngine* engine =
      nullptr;  ///< after `run`; steps kept for the explanation alone are evaluated on demand
  std::uint32_t table = graph::people;  ///< whose row it is
  std::string who;
  std::string period;
  std::string data_place;  ///< "march.csv:2"
  std::optional<ResultError> error;
  std::function<std::string_view(std::size_t)> cell_text;  ///< the data's text for an input
  std::function<bool(std::size_t)> has_column;             ///< whether the data has the input's column
  /// The records behind a node that crosses; `far`: of rows of rows the farthest.
  std::function<std::vector<RecordBehind>(graph::NodeId, bool far)> records;
  /// What a node `past` read of earlier periods, each with its name, by period.
  std::function<std::vector<std::pair<std::string, graph::Cell>>(graph::NodeId)> earlier;
};

/// `node`: a name or path to explain alone; empty for everything that leaves. The caller made sure it exists.
std::string explain_text(const Explained& row, std::string_view node, Language language);
std::string explain_json(const Explained& row, std::string_view node);

/// Evaluates the steps that only explanations read (the single slices of `slices`), where what they need was
/// looked at.
void demand_steps(const Explained& row);

}  // namespace merit::report
