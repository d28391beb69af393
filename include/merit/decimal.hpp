// A number as it crosses Merit's border: an integer of 128 bits and where its point is.
#pragma once

#include <cstdint>
#include <string>

#include "merit/export.hpp"

namespace merit {
inline namespace v0 {

/// The number (hi * 2^64 + lo) / 10^digits, in two's complement: Arrow's decimal128 layout. At most 38
/// digits.
struct Decimal {
  std::int64_t hi = 0;
  std::uint64_t lo = 0;
  std::uint8_t digits = 0;
  friend bool operator==(const Decimal&, const Decimal&) = default;
};

/// Prints all its digits, never "-0", no exponent: {0, 8640, 2} is "86.40".
MERIT_EXPORT std::string to_string(const Decimal& number);

}  // namespace v0
}  // namespace merit
