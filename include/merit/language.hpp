// The languages in which Merit speaks to people.
#pragma once

#include <cstdint>

namespace merit {
inline namespace v0 {

enum class Language : std::uint8_t { en, zh };

}  // namespace v0
}  // namespace merit
