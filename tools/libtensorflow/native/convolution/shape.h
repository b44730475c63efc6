#pragma once

#include <cstdint>

/** Of a convolution in NHWC: sizes of x, outputs, and its window, with `padding` zeros on each side. */
struct ConvolutionShape {
  int64_t batch, height, width, inputs, outputs;
  int64_t rows, columns, stride, padding;

  int64_t out_height() const { return (height + 2 * padding - rows) / stride + 1; }
  int64_t out_width() const { return (width + 2 * padding - columns) / stride + 1; }
};
