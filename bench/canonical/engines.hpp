// Merit's engines as ways of the benchmark.
//
// A run of the batch engine begins with the plan's file: it is loaded, compiled and planned while the clock
// runs, ranges are verified, all outputs written. Columns are in memory before, as for every other way.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "data.hpp"
#include "eval/batch/engine.hpp"
#include "way.hpp"

namespace merit::bench {

std::string path_of(PlanName plan);

/// The table as batches: columns of eight bytes, which are the table's own, and columns as narrow as the
/// ranges that the plan declares allow.
class Batches {
 public:
  Batches(PlanName plan, const Table& table, unsigned threads);
  /// The first `rows` rows.
  eval::Batch wide(std::size_t rows) const { return first(wide_, rows); }
  eval::Batch narrow(std::size_t rows) const { return first(narrow_, rows); }

 private:
  static eval::Batch first(eval::Batch batch, std::size_t rows) {
    batch.rows = rows;
    return batch;
  }

  ColumnMemory memory_;
  eval::Batch wide_, narrow_;
};

/// When the engine is made: by every run, from the plan's file, or once and before the clock starts.
enum class Setup { timed, once };

class BatchWay : public Way {
 public:
  BatchWay(std::string name, PlanName plan, eval::Batch batch, const eval::BatchOptions& options,
           Setup setup = Setup::timed);
  ~BatchWay() override;

  void prepare() override;
  void run() override;
  Scored result(std::size_t row) const override;

  /// How long the plan took the last time, from its file to the graph and from there to the engine.
  double compile_seconds() const { return compile_seconds_; }
  double plan_seconds() const { return plan_seconds_; }
  const eval::BatchEngine& engine() const { return *engine_; }
  /// Bytes of a row.
  std::size_t reads() const;
  std::size_t writes() const;

 private:
  void make_engine();

  PlanName plan_;
  eval::Batch batch_;
  eval::BatchOptions options_;
  Setup setup_;
  double compile_seconds_ = 0, plan_seconds_ = 0;
  std::unique_ptr<graph::Graph> graph_;
  std::optional<eval::BatchEngine> engine_;
  eval::BatchResults results_;
  std::size_t outputs_[3] = {};
};

/// The row engine over the first rows of a batch; its cells are made before the clock starts.
std::unique_ptr<Way> by_row_engine(std::string name, PlanName plan, const eval::Batch& batch);

}  // namespace merit::bench
