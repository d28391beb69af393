// What is looked at before yaml-cpp sees a plan's text. Floor 2, private.
//
// Size, encoding, control characters, long lines, tabs in indentation, directives, nesting: all that yaml-cpp
// would accept in silence, stumble over, or spend its stack on.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/diagnostic.hpp"
#include "base/source.hpp"

namespace merit::plan {

/// More mistakes than this in one file are not collected: a hostile file could hold millions.
inline constexpr std::size_t mistakes_kept = 1000;

/// A text that yaml-cpp may read: byte i is byte i + offset of the source.
struct ReadableText {
  std::string text;
  std::size_t offset = 0;  ///< 3 when the source begins with a byte order mark
};

/// Reports what is wrong with the text as a text. Returns what may be read in spite of that (control
/// characters and directives are replaced by harmless bytes), or nothing when the structure cannot be
/// trusted. Cost: linear.
std::optional<ReadableText> precheck(const Sources& sources, SourceId source, Diagnostics& diagnostics);

}  // namespace merit::plan
