// The kernels of the fast lane as one set, for the instruction set that the including file is compiled for.
#include "eval/batch/kernels/columns.hpp"
#include "eval/batch/kernels/loops.hpp"

namespace merit::eval::MERIT_KERNELS {

template <bool is_even, std::size_t... loads>
void fill_beside(KernelSet& set, std::index_sequence<loads...>) {
  ((set.quotient_and_loads[is_even][loads + 1] = quotient_and_loads<is_even, loads + 1>), ...);
}

inline KernelSet fast_set() {
  KernelSet set{};
  fill_common<double>(set);
  fill_pieces(set, std::make_index_sequence<breaks_in_place + 1>());
  fill_corrected(set, std::make_index_sequence<rounding_modes>());
  fill_breaks<double>(set, std::make_index_sequence<breaks_in_place + 1>());
  fill_beside<false>(set, std::make_index_sequence<most_loads_beside>());
  fill_beside<true>(set, std::make_index_sequence<most_loads_beside>());
  set.load[0] = load_fast<std::int8_t>;
  set.load[1] = load_fast<std::int16_t>;
  set.load[2] = load_fast<std::int32_t>;
  set.load[3] = load_fast<std::int64_t>;
  set.load[4] = load_nothing;
  set.store[0] = store_fast<std::int8_t>;
  set.store[1] = store_fast<std::int16_t>;
  set.store[2] = store_fast<std::int32_t>;
  set.store[3] = store_fast<std::int64_t>;
  set.store[4] = store_fast<Int128>;
  set.load_state = load_state;
  set.store_absent = store_absent;
  set.store_failed = store_failed;
  set.strict_state = strict_state;
  set.chosen_state = chosen_state;
  set.is_present = is_present;
  set.is_absent = is_absent;
  return set;
}

}  // namespace merit::eval::MERIT_KERNELS
