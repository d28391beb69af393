// Kernels: what computes a strip, one table of functions for each lane and instruction set. Floor 4.
//
// The planner chooses a kernel by what its operands are (a number over a known divisor, or a pair) and by
// their lane; never by what word of the plan language they come from. `double` is spelled in this folder
// alone.
#pragma once

#include "eval/batch/lane.hpp"

namespace merit::eval {

/// States as planes carry them.
inline constexpr double plane_absent = 4294967294.0;
inline constexpr double plane_value = 4294967295.0;

/// The seven roundings, in the order of RoundingMode.
enum class Mode : std::uint8_t { half_up, half_even, half_down, up, down, ceiling, floor };
inline constexpr std::size_t rounding_modes = 7;

/// How far ahead of a strip its columns are fetched, when the data is larger than the caches.
inline constexpr std::size_t prefetch_rows = 512;
/// Curves of more breaks than `breaks_in_place` take a loop over them; of more than `most_breaks`, the row
/// engine.
inline constexpr std::size_t breaks_in_place = 12;
inline constexpr std::size_t most_breaks = 256;

/// A quotient waits for the divider; so many columns can be brought in meanwhile.
inline constexpr std::size_t most_loads_beside = 3;

/// Results of corrected kernels are below 2^corrected_bits.
inline constexpr unsigned corrected_bits = 48;

/// What each kernel reads, writes and needs stands beside it in loops.hpp.
struct KernelSet {
  // Of the numbers of a lane.
  Kernel sum, product, smallest, largest, line, ratio, less, same, select, divided_state, lookup;
  Kernel round[rounding_modes], round_pair[rounding_modes], rounded_product[rounding_modes],
      rounded_line[rounding_modes];
  Kernel clamped_quotient[rounding_modes], positive_quotient[2];  ///< [half_even]
  // Of the fast lane only.
  Kernel corrected_product[rounding_modes], corrected_quotient[rounding_modes],
      corrected_pair[rounding_modes];
  Kernel pair_pieces[breaks_in_place + 1];
  Kernel curve[2][breaks_in_place + 1],
      pair_curve[2][breaks_in_place + 1];  ///< [sloped][breaks]; 0: any number
  Kernel step_quotient[breaks_in_place + 1];
  Kernel load[5], store[5];                             ///< by the bytes of what is stored: 1, 2, 4, 8, 16
  Kernel quotient_and_loads[2][most_loads_beside + 1];  ///< [half_even][loads]
  // Of states and conditions, which the fast lane carries whatever the numbers' lane: null in the wide sets.
  Kernel load_state, store_absent, store_failed, strict_state, chosen_state, is_present, is_absent;
};

enum class InstructionSet : std::uint8_t { portable, v2, v3, v4 };
/// The best that this machine has and this build holds.
InstructionSet best_instruction_set();
bool has(InstructionSet set);

/// The kernels of a lane. Wide lanes have one set for all machines.
const KernelSet& kernels(Lane lane, InstructionSet set);

/// What brings a plane from one lane to another. It must fit where it goes.
Kernel conversion(Lane from, Lane to);

// One for each file that includes loops.hpp.
const KernelSet& kernels_portable();
const KernelSet& kernels_v2();
const KernelSet& kernels_v3();
const KernelSet& kernels_v4();
const KernelSet& kernels_128();
const KernelSet& kernels_256();

}  // namespace merit::eval
