// How much memory a run may take.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace merit::cli {

/// Reads `900M`, `2G`: whole megabytes or gigabytes (of 1024 each), at least one. Nothing for any other form.
std::optional<std::uint64_t> memory_of(std::string_view text);

/// From here on the program has no more memory than this for its data: what needs more throws std::bad_alloc.
/// Returns false where the system cannot promise that.
bool limit_memory(std::uint64_t bytes);

}  // namespace merit::cli
