// The batch engine: all rows of a run, strip by strip, on all cores, with the same digits as the row engine.
// Floor 4.
//
// A plan becomes a ladder of programs. The first is made for rows that keep the ranges the plan declares
// (where it declares none, for numbers of common size); a strip of rows that breaks this is computed again by
// the next one, which promises less, and at last row by row by the row engine. Rows with a bad cell are the
// row engine's too.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "eval/batch/column.hpp"
#include "eval/batch/planner.hpp"
#include "graph/graph.hpp"

namespace merit::eval {

struct BatchOptions {
  PlanOptions plan = {.set = best_instruction_set()};
  unsigned threads = 1;
};

/// How many rows took which way. A row counts for the widest lane among the steps of its program.
struct BatchCounters {
  std::size_t fast = 0, bits128 = 0, bits256 = 0, row_engine = 0;
  std::size_t rows_of(Lane lane) const {
    return lane == Lane::fast ? fast : lane == Lane::bits128 ? bits128 : bits256;
  }
};

class BatchEngine {
 public:
  /// Plans `graph` (before its normal form), which must outlive the engine.
  explicit BatchEngine(const graph::Graph& graph, const BatchOptions& options = {});

  /// Texts of the plan and of the batches that are run; a batch's text columns take their numbers from here.
  TextPool& texts() { return texts_; }

  /// Computes every row of `batch` into `results`, whose columns are made when they are not there yet or are
  /// others. The results do not depend on threads, instruction set or fusion. Throws std::invalid_argument
  /// for a batch whose columns or periods are not those of the plan.
  void run(const Batch& batch, BatchResults& results);

  const BatchCounters& counters() const { return counters_; }
  /// The programs in the order in which they are tried; empty when the row engine computes everything.
  const std::vector<Planned>& programs() const { return programs_; }
  /// The one for what the plan declares (and, where it declares nothing, for numbers of 12 digits), and what
  /// that promises of each input. There must be programs.
  const Planned& declared_program() const { return programs_[narrow_digits_ > 0 ? 1 : 0]; }
  const Promise& declared_promise() const { return promises_[narrow_digits_ > 0 ? 1 : 0]; }
  /// The bytes of a number in the column of a result (as `graph::leaving` counts them).
  std::uint8_t result_width(std::size_t result) const { return widths_[result]; }
  /// Where that one leaves the fast lane: integers of so many digits stay in it, in a program of their own.
  /// 0: none.
  int narrow_digits() const { return narrow_digits_; }
  /// Why there is no program for all that the plan declares; empty when there is one.
  const std::string& refusal() const { return refusal_; }
  /// Then the digits of the integers for which there is one; 0: for none.
  int limited_digits() const { return limited_digits_; }

 private:
  class Worker;

  void add_texts();
  std::variant<Planned, NotPlanned> plan_for(const Promise& promise);
  void add(Planned planned, Promise promise);
  void choose_columns(bool is_known);
  void add_narrow();
  void add_limited();
  void check(const Batch& batch) const;
  void prepare(std::size_t rows, BatchResults& results) const;

  const graph::Graph& graph_;
  BatchOptions options_;
  TextPool texts_;
  std::vector<Promise> promises_;
  std::vector<Planned> programs_;
  int narrow_digits_ = 0, limited_digits_ = 0;
  std::string refusal_;
  std::vector<std::uint8_t> widths_;
  std::vector<bool> maybe_absent_;
  BatchCounters counters_;
};

}  // namespace merit::eval
