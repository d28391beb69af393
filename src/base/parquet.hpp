// Parquet files: a table in one is read as the CSV text of the same table, and made of such a text. Floor 0.
// The only file that knows Arrow is parquet.cpp; a build without it (MERIT_PARQUET=OFF) has no_parquet.cpp.
//
// A cell is written as a CSV file of the same table would have it: whole numbers and decimals with all their
// digits, a binary fraction as the shortest decimal that is read as the same fraction, days as 2026-03-31,
// true and false, nothing for null. So the reader of cells decides what it means, as ever. Each may throw
// std::bad_alloc.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/packed.hpp"
#include "base/type.hpp"

namespace merit {

/// Whether this build reads and writes Parquet.
bool has_parquet();

/// Why a Parquet file gives no text: a reason, or a column whose cells no table of texts can hold.
struct ParquetTrouble {
  Text reason = {};
  std::string column = {};
  Text column_type = {};
};

/// The text of a Parquet file, row group by row group.
class ParquetText {
 public:
  /// `descriptor`: of a file on a disk, which has to stay open. Not in a build without Parquet.
  explicit ParquetText(int descriptor);
  ParquetText(ParquetText&&) noexcept;
  ParquetText& operator=(ParquetText&&) noexcept;
  ~ParquetText();

  /// Reads up to `most` bytes of the text, fewer only at its end; nothing when it fails.
  std::optional<std::size_t> read(char* to, std::size_t most);
  const ParquetTrouble& trouble() const;

  /// How far `read` is, as a share of `size`; all of it at the end.
  std::size_t share_of(std::size_t size) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Makes a Parquet file of the text of a table. `types`: of the first columns; the others hold texts. Numbers
/// become DECIMAL(38, digits), days DATE; a longer number throws std::length_error. Not in a build without
/// Parquet.
std::unique_ptr<Packer::Stream> make_parquet(const std::vector<Type>& types);

}  // namespace merit
