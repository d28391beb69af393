#define MERIT_KERNELS at_v2
#include "eval/batch/kernels/fast.hpp"

namespace merit::eval {

const KernelSet& kernels_v2() {
  static const KernelSet set = at_v2::fast_set();
  return set;
}

}  // namespace merit::eval
