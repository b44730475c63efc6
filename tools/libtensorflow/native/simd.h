// Vectors of one instruction set. A file that includes it says how wide they are (AMCL_LANES) and is compiled for that set.
#pragma once

#include <cstdint>
#include <cstring>

#include "simd_types.h"

#define AMCL_INLINE inline __attribute__((always_inline))

// Each instruction set has its own of everything here: a function that two of them shared would be that of either.
namespace {

constexpr int kLanes = AMCL_LANES;

typedef float Vec __attribute__((vector_size(AMCL_LANES * 4)));
typedef uint32_t Bits __attribute__((vector_size(AMCL_LANES * 4)));
typedef uint16_t Halves __attribute__((vector_size(AMCL_LANES * 2)));

AMCL_INLINE Vec Load(const float* from) {
  Vec v;
  memcpy(&v, from, sizeof v);
  return v;
}

AMCL_INLINE void Store(float* to, Vec v) { memcpy(to, &v, sizeof v); }

AMCL_INLINE Vec Load(const Bfloat16* from) {
  Halves halves;
  memcpy(&halves, from, sizeof halves);
  const Bits bits = __builtin_convertvector(halves, Bits) << 16;
  Vec v;
  memcpy(&v, &bits, sizeof v);
  return v;
}

/** Rounded to the nearest, ties to even. The NaN that arithmetic makes stays one. */
AMCL_INLINE void Store(Bfloat16* to, Vec v) {
  Bits bits;
  memcpy(&bits, &v, sizeof v);
  const Halves halves = __builtin_convertvector((bits + 0x7fff + ((bits >> 16) & 1)) >> 16, Halves);
  memcpy(to, &halves, sizeof halves);
}

}  // namespace
