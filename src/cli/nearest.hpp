// "Did you mean ...?" for commands, options and choices. Not for plans: the library has its own, which is not
// public.
#pragma once

#include <string>
#include <vector>

namespace merit::cli {

/// Returns the member of `known` that `word` was most likely meant to be, or "" when none is near: at most a
/// third of the longer one's letters may be wrong, and a swap of neighbours counts once.
std::string nearest(const std::string& word, const std::vector<std::string>& known);

}  // namespace merit::cli
