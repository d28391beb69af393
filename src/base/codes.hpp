// The codes of the lowest floor, made from codes.def: files that cannot be read or written.
#pragma once

#include "base/diagnostic.hpp"

namespace merit::codes {

#define MERIT_CODE(name, code, severity, message_en, message_zh, help_en, help_zh, why_en, why_zh) \
  inline constexpr CodeInfo name{                                                                  \
      code, Severity::severity, message_en, message_zh, help_en, help_zh, why_en, why_zh};
#include "base/codes.def"
#undef MERIT_CODE

}  // namespace merit::codes
