// Mistakes that stop yaml-cpp, in our own words. Floor 2, private.
//
// yaml-cpp says where it stopped and roughly why; what the writer did wrong stands in the text around.
// Nothing here knows yaml-cpp: document.cpp turns its messages into a YamlMistake.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/diagnostic.hpp"
#include "plan/position.hpp"

namespace merit::plan {

enum class YamlMistake : unsigned char {
  value_not_allowed,    ///< a `:` where no value can stand
  key_not_allowed,      ///< a `?` where no key can stand
  item_not_allowed,     ///< a `- ` where no item can stand
  block_not_ended,      ///< a map or list by indentation is followed by something that is no part of it
  flow_not_ended,       ///< a list or map in brackets is followed by something that is no part of it
  bracket_not_allowed,  ///< a closing bracket where none can stand
  alias,
  anchor,
  tag,
  escape,           ///< a `\` in double quotes
  quote,            ///< a quoted text does not end
  block_header,     ///< what follows `|` or `>`
  first_character,  ///< no scalar begins so
  tab,
  depth,
  other,
};

/// What the reader knew when yaml-cpp stopped. Offsets are those of `text`.
struct MistakeScene {
  std::string_view text;
  SourceId source;
  std::size_t offset = 0;  ///< of the text in the source
  std::size_t at = 0;      ///< where yaml-cpp stopped
  ByteRange last;          ///< the last scalar read; empty when there is none
  bool last_quoted = false;
};

/// Reports one mistake. Cost: linear in the text.
void report_yaml_mistake(YamlMistake kind, const MistakeScene& scene, Diagnostics& diagnostics);

}  // namespace merit::plan
