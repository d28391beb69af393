// What is told of one file that cannot be read or written. Floor 0.
#pragma once

#include <cstddef>
#include <string>

#include "base/diagnostic.hpp"
#include "base/packed.hpp"
#include "base/parquet.hpp"

namespace merit {

/// Reports one file's trouble at one place. Each returns false; `error` is the system's.
struct FileReport {
  const std::string& path;
  Diagnostics& diagnostics;
  Span at;

  bool not_found() const;
  bool is_directory() const;
  bool too_large(std::size_t max_bytes, bool is_packed) const;
  bool not_readable(int error) const;
  bool is_shorter_now() const;
  bool not_unpackable(Unreadable why) const;
  bool not_parquet(const ParquetTrouble& trouble) const;
  bool no_parquet() const;
  bool not_writable(int error) const;
};

}  // namespace merit
