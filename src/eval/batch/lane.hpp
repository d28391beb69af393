// Lanes: what carries the integers of a batch. Floor 4.
//
// Every number of a batch is an integer over a known divisor (cents over 100). Which carrier holds it is
// decided when the program is made, from ranges that are proven: a double where no integer on the way reaches
// 2^50 (there it adds, multiplies and compares exactly, and one division rounds to the right integer), else
// 128 or 256 bits. What needs more is the row engine's. Nothing here may include Boost or make inline
// functions of its own: the kernels include it, and are compiled for machines that the rest is not compiled
// for.
#pragma once

#include <cstddef>
#include <cstdint>

namespace merit {
struct Period;
}

namespace merit::eval {

__extension__ typedef __int128 Int128;

enum class Lane : std::uint8_t { fast, bits128, bits256 };

/// Magnitudes below 2^bits are exact in the lane, for sums, products and as dividends. A double would do up
/// to 53 bits; the conversion from integers without AVX-512 stops at 51, and division by a product at 50.
constexpr unsigned bits_of(Lane lane) { return lane == Lane::fast ? 50 : lane == Lane::bits128 ? 125 : 253; }
constexpr std::size_t bytes_of(Lane lane) { return lane == Lane::fast ? 8 : lane == Lane::bits128 ? 16 : 48; }

/// How a row's node stands, as a number whose minimum is what a strict operator makes of its operands: a site
/// at which it failed (the smaller wins), else absent, else a value.
inline constexpr std::uint32_t state_absent = 0xFFFFFFFEu;
inline constexpr std::uint32_t state_value = 0xFFFFFFFFu;

/// Rows that are computed together. Every kernel computes a whole strip; what stands behind the last row of
/// the data repeats it.
inline constexpr std::size_t strip_rows = 128;

/// Integers of 1, 2, 4, 8 or 16 bytes. Whoever made the column owns the memory.
struct Column {
  const void* data = nullptr;
  std::uint8_t width = 8;
  const std::uint8_t* absent = nullptr;  ///< a byte for each row, 1: no value; null when all have one
};

struct OutColumn {
  void* data = nullptr;
  std::uint8_t* absent = nullptr;
};

/// The rows that a kernel works on, and where what it reads and writes lies.
struct Frame {
  std::byte* arena = nullptr;  ///< the planes
  const Column* in = nullptr;
  const OutColumn* out = nullptr;
  std::uint32_t* failed = nullptr;
  const Period* periods = nullptr;  ///< of the rows; null: they have none
  bool is_of_one_period = false;    ///< then there is only one
  std::size_t row = 0;              ///< the first of the strip
  std::size_t rows = 0;             ///< how many of it are there
  bool is_broken = false;           ///< a value was not in the range that was promised
  bool looks_ahead = false;         ///< fetch columns before they are needed
};

struct Step;
using Kernel = void (*)(const Step&, Frame&);

/// One step of a program: a kernel, the planes it writes and reads, its constants. A plane holds one value
/// for each row of a strip, in the carrier of its lane. A kernel may do the work of the steps that follow it
/// too.
struct Step {
  Kernel run = nullptr;
  const std::uint32_t* planes = nullptr;  ///< places in the arena: what is written, then what is read
  const void* constants = nullptr;        ///< of the lane's carrier
  std::uint32_t count = 0;                ///< of operands, terms or breaks
  std::uint32_t column = 0;               ///< of the batch or the results
  std::uint32_t spans = 1;                ///< steps whose work the kernel does, itself and those that follow
};

}  // namespace merit::eval
