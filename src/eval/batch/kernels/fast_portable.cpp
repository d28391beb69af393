#define MERIT_KERNELS at_portable
#include "eval/batch/kernels/fast.hpp"

namespace merit::eval {

const KernelSet& kernels_portable() {
  static const KernelSet set = at_portable::fast_set();
  return set;
}

}  // namespace merit::eval
