// The gradient of a convolution's filter by the CPU's own products of bfloat16 (AVX512-BF16): 3 x 3, stride 1, padding 1.
#pragma once

#include "../simd_types.h"
#include "shape.h"

/** Whether this CPU, and a convolution of this shape (a 3 x 3 filter), can be served. */
bool ServesDotProducts(const ConvolutionShape& shape);

/** Sums are in float. The same numbers for the same number of threads. */
void DotProductFilterGradient(const Bfloat16* x, const Bfloat16* dy, float* dw, const ConvolutionShape& shape);
