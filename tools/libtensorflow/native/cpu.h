// Which of the instruction sets that the kernels are compiled for this CPU has.
#pragma once

#if defined(__x86_64__)
inline bool HasAvx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
inline bool HasAvx512() {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512dq");
}
#else
inline bool HasAvx2() { return false; }
inline bool HasAvx512() { return false; }
#endif
