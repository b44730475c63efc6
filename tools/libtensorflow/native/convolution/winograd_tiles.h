// The tiles of images that Winograd's convolution computes at a time, and their transforms along both axes.
#pragma once

#include <algorithm>

#include "shape.h"
#include "winograd_points.h"

namespace {

/** Of the tiles of all images. */
struct Tiling {
  int64_t down, across, count;
  explicit Tiling(const ConvolutionShape& s)
      : down((s.height + kOut - 1) / kOut), across((s.width + kOut - 1) / kOut), count(s.batch * down * across) {}
};

/** A tile's position: its image, and the first row and column of the outputs. */
struct Position {
  int64_t image, row, column;
  Position(const Tiling& tiling, int64_t index)
      : image(index / (tiling.down * tiling.across)),
        row(index / tiling.across % tiling.down * kOut),
        column(index % tiling.across * kOut) {}
};

/** Where the `size` x `size` pixels from `row`, `column` on lie; zeros where there is none. `channels` of each. */
template <int size, class T>
AMCL_INLINE void PixelsOf(const T* image, int64_t row, int64_t column, int64_t height, int64_t width, int64_t channels,
                          const T* zeros, const T* (&pixels)[size][size]) {
  for (int i = 0; i < size; i++)
    for (int j = 0; j < size; j++) {
      const bool inside = row + i >= 0 && row + i < height && column + j >= 0 && column + j < width;
      pixels[i][j] = inside ? image + ((row + i) * width + column + j) * channels : zeros;
    }
}

/** to[point][place(channel)], `point_step` apart: of a tile of size x size pixels by `transform` along both axes. */
template <int size, class T, class Transform, class Place>
AMCL_INLINE void TransformTile(const T* (&pixels)[size][size], int64_t channels, Transform transform, float* to,
                               int64_t point_step, Place place) {
  for (int64_t c = 0; c < channels; c += kLanes) {
    float* const target = to + place(c);
    Vec half[kPatch][size];
#pragma GCC unroll 6
    for (int j = 0; j < size; j++) {
      Vec column[size], out[kPatch];
#pragma GCC unroll 6
      for (int i = 0; i < size; i++) column[i] = Load(pixels[i][j] + c);
      transform(column, out);
#pragma GCC unroll 6
      for (int i = 0; i < kPatch; i++) half[i][j] = out[i];
    }
#pragma GCC unroll 6
    for (int i = 0; i < kPatch; i++) {
      Vec out[kPatch];
      transform(half[i], out);
#pragma GCC unroll 6
      for (int j = 0; j < kPatch; j++) Store(target + (i * kPatch + j) * point_step, out[j]);
    }
  }
}

template <class T, class Place>
AMCL_INLINE void TransformInput(const T* x, const ConvolutionShape& s, const Position& at, float* to, int64_t point_step,
                                Place place) {
  const T* pixels[kPatch][kPatch];
  PixelsOf(x + at.image * s.height * s.width * s.inputs, at.row - 1, at.column - 1, s.height, s.width, s.inputs,
           Zeros<T>(), pixels);
  TransformTile(pixels, s.inputs, [](auto& d, auto& v) { OfInput(d, v); }, to, point_step, place);
}

/** Of the first `channels` outputs. */
template <class T, class Place>
AMCL_INLINE void TransformOutputGradient(const T* dy, const ConvolutionShape& s, const Position& at, int64_t channels,
                                         float* to, int64_t point_step, Place place) {
  const T* pixels[kOut][kOut];
  PixelsOf(dy + at.image * s.height * s.width * s.outputs, at.row, at.column, s.height, s.width, s.outputs,
           Zeros<T>(), pixels);
  TransformTile(pixels, channels, [](auto& d, auto& v) { OfOutputGradient(d, v); }, to, point_step, place);
}

/** The pixels of y, of a tile's products at `from[point]`. */
template <class T>
void TransformOutput(const float* from, int64_t point_step, const ConvolutionShape& s, const Position& at, T* y) {
  const int64_t rows = std::min<int64_t>(kOut, s.height - at.row), columns = std::min<int64_t>(kOut, s.width - at.column);
  T* const first = y + ((at.image * s.height + at.row) * s.width + at.column) * s.outputs;
  for (int64_t c = 0; c < s.outputs; c += kLanes) {
    Vec half[kOut][kPatch];
#pragma GCC unroll 6
    for (int j = 0; j < kPatch; j++) {
      Vec column[kPatch], out[kOut];
#pragma GCC unroll 6
      for (int i = 0; i < kPatch; i++) column[i] = Load(from + (i * kPatch + j) * point_step + c);
      ToOutput(column, out);
#pragma GCC unroll 4
      for (int i = 0; i < kOut; i++) half[i][j] = out[i];
    }
    for (int i = 0; i < rows; i++) {
      Vec out[kOut];
      ToOutput(half[i], out);
      for (int j = 0; j < columns; j++) Store(first + (i * s.width + j) * s.outputs + c, out[j]);
    }
  }
}

}  // namespace
