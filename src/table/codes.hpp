// The codes this folder can report, made from codes.def.
#pragma once

#include "base/diagnostic.hpp"

namespace merit::table::codes {

#define MERIT_CODE(name, code, severity, message_en, message_zh, help_en, help_zh, why_en, why_zh) \
  inline constexpr CodeInfo name{                                                                  \
      code, Severity::severity, message_en, message_zh, help_en, help_zh, why_en, why_zh};
#include "table/codes.def"
#undef MERIT_CODE

}  // namespace merit::table::codes
