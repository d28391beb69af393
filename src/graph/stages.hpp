// Stages: a plan over several tables as a list of passes, each over the rows of one table. Floor 3.
//
// A fold or a fetch needs rows of another table to be worked out first. A stage is all that can be worked out
// about the rows of a table once the stages before it are done; what other tables brought are inputs of it.
// So every stage is a graph of one table, and engines know nothing of tables. The last stage is that of the
// table whose results are asked for, mostly the people's.
#pragma once

#include <vector>

#include "graph/graph.hpp"

namespace merit::graph {

struct Stage {
  std::uint32_t table = people;
  std::vector<NodeId> gives;          ///< arguments of nodes that cross; of the last stage none
  std::vector<NodeId> takes;          ///< the nodes that cross and are inputs of it
  std::vector<NodeId> feeds;          ///< the nodes that cross and whose arguments it gives
  std::vector<std::uint32_t> checks;  ///< entities of kind check that it works out
  std::vector<std::uint32_t> early;  ///< those of them that read no groups of the table: peers wait for these
  std::vector<std::uint32_t> keeps;  ///< of graph.kept: what it gives for later periods
  bool is_last_of_table = false;     ///< then `checks` are all of the table's
};

/// The stages of a graph before its normal form, in the order in which they run, up to the results of a
/// table. One, for the people of a plan without other tables.
std::vector<Stage> stages_of(const Graph& graph, std::uint32_t results_of = people);

/// The graph of a stage. Nodes keep their numbers. Its inputs are those of the table, then `takes` (marked
/// `is_given`); its outputs and roots are what it gives but for its own inputs, or for the last stage what
/// leaves of its table.
Graph graph_of(const Graph& graph, const Stage& stage, bool is_last);

/// Whether a node of the graph of a stage is a cell of its rows.
bool is_own_input(const Graph& stage, NodeId node);

/// Which nodes anything that leaves the graph, its checks and its roots are made of.
std::vector<bool> read_nodes(const Graph& stage);

/// Takes out of the graph of a stage what was brought to the table for its other stages. An explanation shows
/// that too.
void leave_unread(Graph& stage);

/// Whether the argument of a fold or a fetch is a fold whose rows can be told in its place: a sum of sums or
/// of numbers of rows, the smallest of the smallest ..., what is fetched of another row's aggregate.
bool goes_on(const Graph& graph, NodeId crossing);

/// The table of the rows that a node reads which crosses.
std::uint32_t read_table(const Graph& graph, NodeId crossing);

/// Whether every row is worked out of its own cells: one table, no refs of the people to themselves, and no
/// groups.
bool reads_rows_alone(const Graph& graph);

}  // namespace merit::graph
