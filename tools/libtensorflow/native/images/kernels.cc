#include "kernels.h"

#include "../cpu.h"

const ImageKernels& KernelsOf(bool portable) {
#if defined(__x86_64__)
  if (!portable && HasAvx2() && __builtin_cpu_supports("bmi2")) return kAvx2ImageKernels;
#endif
  return kPortableImageKernels;
}
