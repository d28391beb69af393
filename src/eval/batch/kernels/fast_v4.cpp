#define MERIT_KERNELS at_v4
#include "eval/batch/kernels/fast.hpp"

namespace merit::eval {

const KernelSet& kernels_v4() {
  static const KernelSet set = at_v4::fast_set();
  return set;
}

}  // namespace merit::eval
