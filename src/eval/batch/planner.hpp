// From a graph in normal form to a batch program: which integers, in which lane, through which kernels.
// Floor 4.
//
// A number of the graph is an integer over a divisor that the planner knows (cents over 100, thirds of cents
// over 300), or a pair of integers where the divisor is data (a completion before it is rounded). Ranges of
// the integers follow from the ranges of the inputs; the lane of each step from the largest integer on its
// way. Kernels are chosen by these representations alone.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "eval/batch/column.hpp"
#include "eval/batch/program.hpp"
#include "graph/graph.hpp"

namespace merit::eval {

/// What rows keep that a program is made for: a range for the integers of each input, in the order of
/// `Graph::inputs`.
using Promise = std::vector<Interval>;

struct PlanOptions {
  InstructionSet set = InstructionSet::portable;
  bool fuse = true;         ///< several operators in one kernel where one is known
  Lane least = Lane::fast;  ///< numbers are never carried in a narrower lane
};

struct PlannedOutput {
  Interval range;  ///< of its integers at its digits
  bool can_be_absent = false;
};

struct Planned {
  Program program;
  std::vector<PlannedOutput> outputs;  ///< of the graph, then its checks
  bool can_fail = false;               ///< rows can fail; else `failed` is not written
  std::size_t nodes = 0;               ///< of the graph, without constants and inputs
  std::size_t fused = 0;               ///< those that have no plane of their own
  std::vector<std::uint32_t> owners;   ///< of nodes, see owners.hpp
};

/// What keeps a graph from being planned: the row engine takes its rows.
struct NotPlanned {
  std::string why;
};

/// Plans `normal` for rows that keep `promise`. Texts of the graph get their numbers from `texts`.
std::variant<Planned, NotPlanned> plan(const graph::Graph& normal, const Promise& promise, TextPool& texts,
                                       const PlanOptions& options);

}  // namespace merit::eval
