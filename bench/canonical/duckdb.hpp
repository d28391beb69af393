// DuckDB over the same rows, through duckdb_peer.py: another process, which gets the columns as files.
#pragma once

#include <string>
#include <vector>

#include "data.hpp"
#include "measure.hpp"

namespace merit::bench {

/// The columns as files of a folder of their own, which goes when this does.
class ColumnFiles {
 public:
  explicit ColumnFiles(const Table& table);
  ~ColumnFiles();
  ColumnFiles(const ColumnFiles&) = delete;
  ColumnFiles& operator=(const ColumnFiles&) = delete;
  const std::string& folder() const { return folder_; }
  std::size_t rows() const { return rows_; }

 private:
  std::string folder_;
  std::size_t rows_;
};

/// The Python that `install-peers` makes in `build/peers`; empty when it has not been run.
std::string duckdb_python();

/// Scores the rows in SQL over integers and in SQL over DECIMAL.
std::vector<Line> measure_duckdb(const std::string& python, PlanName plan, const ColumnFiles& files,
                                 unsigned threads, std::size_t rounds, const Reference& reference);

}  // namespace merit::bench
