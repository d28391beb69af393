// A data file in parts of whole rows. Floor 1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/limits.hpp"

namespace merit::table {

/// Cuts the text of a file behind rows, by their quotes and line ends alone: what the text means is the
/// reader's affair (csv.hpp). The first part is the header with a row or more.
class RowParts {
 public:
  /// Reads up to `most` bytes to `to` and says how many; 0 at the end of the file.
  using Read = std::function<std::size_t(char* to, std::size_t most)>;

  /// `bytes`: how long a part is, but for one with a longer row. Where two rows together are longer than
  /// `longest`, more than the reader takes, and end nowhere, what stands behind is not read.
  RowParts(Read read, std::size_t bytes, std::size_t longest = 3 * limits::csv_line_bytes)
      : read_(std::move(read)), bytes_(bytes), longest_(longest) {}

  /// A part of a file, and which of its lines is the first one here.
  struct Part {
    std::string text;
    std::uint32_t first_line = 1;
  };
  /// Sets `part` to the next one. Returns false at the end, and then leaves it alone; a file without a byte
  /// is one empty part.
  bool next(Part& part);

 private:
  static std::size_t end_of_rows(std::string_view text);

  Read read_;
  std::size_t bytes_, longest_;
  std::string rest_;  ///< read, but behind the last part
  std::uint32_t line_ = 1;
  bool is_first_ = true, at_end_ = false;
};

}  // namespace merit::table
