// Scalars of a plan in YAML: as written, without the quotes that nothing needs. Floor 5.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/document.hpp"

namespace merit::report {

/// The lines of a scalar that stands in a block or in brackets; those behind the first keep their indentation
/// to each other. Without the comment behind the header of a block scalar. `text` is the file's.
std::vector<std::string> scalar_lines(std::string_view text, const plan::DocNode& scalar, bool in_brackets);
/// Is it written on several lines?
bool has_lines(std::string_view text, const plan::DocNode& scalar);
/// Is it written with `|` or `>`?
bool is_block_scalar(std::string_view text, const plan::DocNode& scalar);

}  // namespace merit::report
