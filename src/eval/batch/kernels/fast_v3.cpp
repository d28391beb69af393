#define MERIT_KERNELS at_v3
#include "eval/batch/kernels/fast.hpp"

namespace merit::eval {

const KernelSet& kernels_v3() {
  static const KernelSet set = at_v3::fast_set();
  return set;
}

}  // namespace merit::eval
