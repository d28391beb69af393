// From file to file, part by part. Floor 6.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "merit/merit.hpp"

namespace merit::api {

/// With its columns, a part stays below what the caches of common processors hold.
inline constexpr std::size_t bytes_of_part = std::size_t{1} << 20;

/// `merit::score_file`, with parts of `part` bytes.
Result<std::optional<FileScored>> score_file(const Plan& plan, const DataFile& data, const std::string& out,
                                             const FileOptions& options, std::size_t part);

}  // namespace merit::api
