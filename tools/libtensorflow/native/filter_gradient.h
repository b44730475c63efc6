// The gradient of a convolution's filter: 3 x 3, stride 1, padding 1, NHWC, on CPUs with AVX-512.
#pragma once

#include <cstddef>
#include <cstdint>

struct ConvolutionShape {
  int64_t batch, height, width, inputs, outputs;
};

/** Whether this CPU, and a convolution of this shape, can be served. */
bool ServesFloat32(const ConvolutionShape& shape);
bool ServesBfloat16(const ConvolutionShape& shape);

/**
 * dw[h, w, i, o] = sum over images, y, x of x[b, y + h - 1, x + w - 1, i] dy[b, y, x, o], added up in float32.
 * The same numbers for the same number of threads.
 */
void FilterGradientFloat32(const float* x, const float* dy, float* dw, const ConvolutionShape& shape, int threads);
void FilterGradientBfloat16(const uint16_t* x, const uint16_t* dy, float* dw, const ConvolutionShape& shape,
                            int threads);
