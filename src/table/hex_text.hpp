// A byte as messages tell it. Floor 1.
#pragma once

#include <string>

namespace merit::table {

/// Returns "0xB5".
inline std::string hex_text(char byte) {
  constexpr char digits[] = "0123456789ABCDEF";
  const auto value = static_cast<unsigned char>(byte);
  return {'0', 'x', digits[value >> 4], digits[value & 15]};
}

}  // namespace merit::table
