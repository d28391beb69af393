// Blocks of memory on the disk.
//
// Where memory is stated, only so many bytes of what a run holds (its files, their cells, history and
// results, keys and texts) stay in memory; further blocks lie in files without a name, mapped and shared, so
// that the system writes their pages out and reads them back as it needs the room. The files end with the
// program, however it ends. A large block has a file of its own, small ones stand side by side in one.
#pragma once

#include <cstdint>
#include <string>

namespace merit::cli {

/// The folder for such files: TMPDIR, or /var/tmp, which lies on a disk where /tmp may not.
std::string disk_folder();

/// From here on `operator new` gives at most `in_memory` bytes from memory, others from files in `folder`. To
/// be called once, before there are threads. Returns false when no file can be made there.
bool place_on_disk(std::uint64_t in_memory, const std::string& folder);

/// Whether a block was refused because the folder takes no more files or bytes.
bool is_disk_full();

}  // namespace merit::cli
