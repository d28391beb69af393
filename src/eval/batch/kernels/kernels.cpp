#include "eval/batch/kernels/kernels.hpp"

namespace merit::eval {

// Which sets this build holds is the build's to say (cmake/merit_kernels.cmake).
bool has(InstructionSet set) {
  switch (set) {
    case InstructionSet::portable: return true;
#ifdef MERIT_KERNELS_V2
    case InstructionSet::v2: return __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
#endif
#ifdef MERIT_KERNELS_V3
    case InstructionSet::v3:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
             __builtin_cpu_supports("bmi2");
#endif
#ifdef MERIT_KERNELS_V4
    case InstructionSet::v4:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
             __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
             __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("bmi2");
#endif
    default: return false;
  }
}

InstructionSet best_instruction_set() {
  if (has(InstructionSet::v4)) return InstructionSet::v4;
  if (has(InstructionSet::v3)) return InstructionSet::v3;
  return has(InstructionSet::v2) ? InstructionSet::v2 : InstructionSet::portable;
}

const KernelSet& kernels(Lane lane, InstructionSet set) {
  if (lane == Lane::bits128) return kernels_128();
  if (lane == Lane::bits256) return kernels_256();
  switch (set) {
#ifdef MERIT_KERNELS_V2
    case InstructionSet::v2: return kernels_v2();
#endif
#ifdef MERIT_KERNELS_V3
    case InstructionSet::v3: return kernels_v3();
#endif
#ifdef MERIT_KERNELS_V4
    case InstructionSet::v4: return kernels_v4();
#endif
    default: return kernels_portable();
  }
}

}  // namespace merit::eval
