// The limits of Merit, in one place. Floor 0. Each is named in the diagnostic that enforces it.
#pragma once

#include <cstddef>

namespace merit::limits {

inline constexpr int number_digits = 38;             ///< digits of any value that is read, rounded or kept
inline constexpr std::size_t plan_bytes = 2u << 20;  ///< size of a plan file
inline constexpr std::size_t plan_line_bytes = 64u << 10;  ///< length of one line of a plan file
inline constexpr std::size_t plan_nodes = 2'000'000;       ///< scalars, lists and maps in a plan
inline constexpr int plan_depth = 64;                      ///< nesting of lists and maps in a plan
inline constexpr std::size_t formula_bytes = 16u << 10;    ///< length of one formula
inline constexpr int formula_depth = 128;  ///< nesting of brackets, calls and unary signs in a formula
inline constexpr std::size_t diagnostics_shown = 100;  ///< further mistakes are counted, not listed
inline constexpr std::size_t suggestions_made = 100;   ///< mistakes of one run that are searched a neighbour
inline constexpr std::size_t csv_line_bytes = 4u << 20;  ///< length of one record of a data file
inline constexpr int fixed_digits = 30;                  ///< decimals a fixed number may have

}  // namespace merit::limits
