// The error index, docs/errors.md: every code with what it says, what to do and why. Floor 5.
#pragma once

#include <string>

#include "merit/language.hpp"

namespace merit::report {

/// Returns the whole page, as Markdown: codes in groups, in order, each under a heading of its own, so that
/// `errors.md#e0402` leads to it.
std::string error_index(Language language);

}  // namespace merit::report
