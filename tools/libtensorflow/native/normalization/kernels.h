// Batch norm in training of one instruction set.
#pragma once

#include "../simd_types.h"
#include "shape.h"

/** y = (x - mean) / deviation * scale + offset (+ residual), and the larger of that and 0 if `relu`. */
template <class T>
struct BatchNormForward {
  const T* x;
  /** As x, or null. */
  const T* residual;
  /** [channels] */
  const float *scale, *offset;
  float epsilon;
  bool relu;
  /** May be `residual`. */
  T* y;
  /** [splits, channels], given to `again`; the variance is biased, and the deviation the root of variance + epsilon. */
  float *mean, *variance, *inverse_deviation;
};

template <class T>
struct BatchNormGradient {
  const T *dy, *x;
  /** The forward pass's, where it had ReLU and a residual; null where not. */
  const T* y;
  const float *scale, *offset, *mean, *inverse_deviation;
  bool relu;
  /** May be `dy`. */
  T* dx;
  /** dy where y is above 0; may be `dy`. Null where y is. */
  T* dresidual;
  /** [channels] */
  float *dscale, *doffset;
};

struct BatchNormKernels {
  template <class T>
  struct Of {
    void (*forward)(const BatchNormForward<T>&, const BatchNormShape&);
    void (*again)(const BatchNormForward<T>&, const BatchNormShape&);
    void (*gradient)(const BatchNormGradient<T>&, const BatchNormShape&);
  };
  Of<float> of_float;
  Of<Bfloat16> of_bfloat16;
};

extern const BatchNormKernels kBatchNormAvx2, kBatchNormAvx512;
