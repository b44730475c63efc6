// The convolutions of one instruction set.
#pragma once

#include "../simd_types.h"
#include "shape.h"

/** A way to compute convolutions. Filters are HWIO and always float; sums are in float. x, y and their gradients are float or bfloat16. */
template <class T>
struct ConvolutionWay {
  void (*forward)(const T* x, const float* filter, T* y, const ConvolutionShape&);
  void (*input_gradient)(const T* dy, const float* filter, T* dx, const ConvolutionShape&);
  void (*filter_gradient)(const T* x, const T* dy, float* dw, const ConvolutionShape&);
};

struct ConvolutionKernels {
  /** Numbers in a vector: channels must be multiples of it. */
  int lanes;
  struct Ways {
    ConvolutionWay<float> of_float;
    ConvolutionWay<Bfloat16> of_bfloat16;
  };
  /** Tap by tap, of any window. */
  Ways direct;
  /** F(4 x 4, 3 x 3), of 3 x 3 filters with stride 1 and padding 1. */
  Ways winograd;
};

extern const ConvolutionKernels kConvolutionAvx2, kConvolutionAvx512;

/** Those of this CPU; null where it has neither instruction set. */
const ConvolutionKernels* ConvolutionKernelsOfCpu();
