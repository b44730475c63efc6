// A symmetric filter down and across an RGB image of doubles, by the operations of libs/augmentation's `symmetricFilter` and in their
// order, none of them fused: the same bits.
#pragma once

#include <cstring>

#include "kernels.h"

namespace {

constexpr ptrdiff_t kChannels = 3;
typedef double Four __attribute__((vector_size(32)));
/** Vectors at a time: as many sums as hide each other's latency. */
constexpr int kFours = 4;

inline void Load(const double* from, Four* to) { memcpy(to, from, sizeof(Four)); }

/** A row of `count` sums; `at(d)` is the row at distance d, behind where it is negative. */
template <typename At>
inline void FilterRow(const At& at, const double* weights, int reach, ptrdiff_t count, double* out) {
  ptrdiff_t x = 0;
  for (; x + 4 * kFours <= count; x += 4 * kFours) {
    Four sums[kFours], before, after;
    for (int i = 0; i < kFours; i++) {
      Load(at(0) + x + 4 * i, &sums[i]);
      sums[i] *= weights[0];
    }
    for (int d = 1; d <= reach; d++) {
      const double *behind = at(-d) + x, *ahead = at(d) + x;
      for (int i = 0; i < kFours; i++) {
        Load(behind + 4 * i, &before);
        Load(ahead + 4 * i, &after);
        sums[i] += weights[d] * (before + after);
      }
    }
    memcpy(out + x, sums, sizeof(sums));
  }
  for (; x < count; x++) {
    double sum = weights[0] * at(0)[x];
    for (int d = 1; d <= reach; d++) sum += weights[d] * (at(-d)[x] + at(d)[x]);
    out[x] = sum;
  }
}

/** An index brought into 0 .. size - 1 by reflection, the border not repeated. */
inline int Reflected(int index, int size) {
  return index < 0 ? -index : index >= size ? 2 * (size - 1) - index : index;
}

/** Filters [size, size, 3] numbers in place; `reach` is below `size`. */
Status Filter(double* pixels, int size, const double* weights, int reach, Scratch* scratch) {
  const ptrdiff_t stride = size * kChannels, border = reach * kChannels, wide = border + stride + border;
  uint8_t* memory = scratch->filtered.Reserve(sizeof(double) * size * wide);
  if (!memory) return Status::kNoMemory;
  double* rows = reinterpret_cast<double*>(memory);
  for (int y = 0; y < size; y++) {
    double* row = rows + y * wide + border;
    FilterRow([&](int d) { return pixels + Reflected(y + d, size) * stride; }, weights, reach, stride, row);
    for (ptrdiff_t beyond = kChannels; beyond <= border; beyond += kChannels)
      for (ptrdiff_t c = 0; c < kChannels; c++) {
        row[c - beyond] = row[c + beyond];
        row[stride - kChannels + c + beyond] = row[stride - kChannels + c - beyond];
      }
  }
  for (int y = 0; y < size; y++) {
    const double* row = rows + y * wide + border;
    FilterRow([&](int d) { return row + d * kChannels; }, weights, reach, stride, pixels + y * stride);
  }
  return Status::kOk;
}

}  // namespace
