// Whole files: read with a limit, write whole or not at all. Floor 0.
//
// Not for data that is read in pieces, nor for `-`: standard input and output are the caller's. Trouble
// becomes a diagnostic (codes E00xx); no exception crosses.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"

namespace merit {

/// Reads the file into `out`, at most `max_bytes`. Pipes and devices are read to their end. Returns false,
/// with `out` empty and a diagnostic at `at` (where the file was named), when it is not there, is a folder,
/// is larger, or cannot be read.
bool read_file(const std::string& path, std::size_t max_bytes, std::string& out, Diagnostics& diagnostics,
               Span at = nowhere);

/// Replaces the file by `bytes`: they go to a temporary file in the same folder, to the disk, then to their
/// place in one move. A link is followed to its file, whose permissions stay; a device or pipe is written to
/// directly. Returns false, with a diagnostic, the old file untouched and no temporary left, when any of this
/// fails.
bool write_file_atomically(const std::string& path, std::string_view bytes, Diagnostics& diagnostics,
                           Span at = nowhere);

}  // namespace merit
