// The data files that a command names. Floor 6.
#pragma once

#include "cli/arguments.hpp"
#include "merit/merit.hpp"

namespace merit::cli {

/// `sales=march.csv` names a table and its file; a word without `=`, or that is itself a file, only a file.
std::vector<DataFile> data_files(const Words& words);

}  // namespace merit::cli
