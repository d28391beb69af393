// What stands open at a place of a YAML text: brackets, a quote, levels of indentation. Floor 2, private.
//
// A light walk over the text, not a parser: it knows quotes, comments, block scalars and brackets, and
// nothing of keys. It is asked before yaml-cpp sees the text (is it nested too deeply?) and after a YAML
// mistake (what was left open?). In doubt it counts less than there is; the exact count is the reader's.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace merit::plan {

struct Outline {
  std::vector<std::size_t> brackets;  ///< `[` and `{` still open at the end of the text, outermost first
  std::optional<std::size_t> quote;   ///< a quote still open at the end of the text
  std::optional<std::size_t> glued;  ///< the first `#` directly behind `[`, `{` or `,`: YAML begins a comment
  std::optional<std::size_t> too_deep;  ///< the first place beyond the allowed depth; the walk ends there
};

/// Walks `text` from its beginning to its end. Cost: linear.
Outline outline_of(std::string_view text, std::size_t allowed_depth);

}  // namespace merit::plan
