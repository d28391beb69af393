// A way to score the rows of the benchmark: what is timed, and what came of it.
//
// The peers stand in peers.hpp, Merit's engines in engines.hpp, DuckDB, which is another process, in
// duckdb.hpp.
#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include "by_integer.hpp"

namespace merit::bench {

enum class PlanName { canonical, second };
inline std::string text_of(PlanName plan) { return plan == PlanName::canonical ? "canonical" : "second"; }

/// What a way promises of its results.
enum class Results { none, near, exact };

class Way {
 public:
  Way(std::string name, std::size_t rows, unsigned threads, Results results)
      : name_(std::move(name)), rows_(rows), threads_(threads), results_(results) {}
  virtual ~Way() = default;

  const std::string& name() const { return name_; }
  std::size_t rows() const { return rows_; }
  unsigned threads() const { return threads_; }
  Results results() const { return results_; }

  /// Clears away what the last run left. Before the clock starts.
  virtual void prepare() {}
  /// Scores all rows: what the clock sees.
  virtual void run() = 0;
  /// What the last run gave. Threads may ask at once.
  virtual Scored result(std::size_t) const { return {}; }

 private:
  std::string name_;
  std::size_t rows_;
  unsigned threads_;
  Results results_;
};

}  // namespace merit::bench
