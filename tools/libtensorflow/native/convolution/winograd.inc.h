// Convolution of 3 x 3 filters, stride 1, padding 1, by Winograd's F(4 x 4, 3 x 3): 36 products for 144; and its gradient with respect
// to x, which is another one.
#pragma once

#include "../parallel.h"
#include "filters.h"
#include "winograd_tiles.h"

namespace {

/** Numbers of a row of tiles: a little more than it has, so that rows do not meet in the same places of a cache. */
AMCL_INLINE int64_t Padded(int64_t channels) { return channels + 16; }

/** A filter transformed: [outputs / panel][point][inputs][panel]. */
template <int vectors>
void TransformFilters(const float* filter, const ConvolutionShape& s, float* to) {
  constexpr int panel = vectors * kLanes;
  const int64_t panels = s.outputs / panel;
  Parallel(panels, [&](int64_t p) {
    for (int64_t i = 0; i < s.inputs; i++)
      for (int v = 0; v < vectors; v++) {
        const float* from = filter + i * s.outputs + p * panel + v * kLanes;
        Vec half[kPatch][3];
#pragma GCC unroll 3
        for (int j = 0; j < 3; j++) {
          Vec column[3], out[kPatch];
#pragma GCC unroll 3
          for (int h = 0; h < 3; h++) column[h] = Load(from + (h * 3 + j) * s.inputs * s.outputs);
          OfFilter(column, out);
#pragma GCC unroll 6
          for (int h = 0; h < kPatch; h++) half[h][j] = out[h];
        }
        for (int h = 0; h < kPatch; h++) {
          Vec out[kPatch];
          OfFilter(half[h], out);
          for (int j = 0; j < kPatch; j++)
            Store(to + ((p * kPoints + h * kPatch + j) * s.inputs + i) * panel + v * kLanes, out[j]);
        }
      }
  });
}

/** Tiles that go through all steps together: what is in between stays in the second cache, or at least is fetched once. */
AMCL_INLINE int64_t TilesOfBlock(const ConvolutionShape& s, int64_t tiles) {
  const int64_t most = s.inputs + s.outputs <= 192 ? 2 * kRows : s.inputs + s.outputs <= 384 ? 4 * kRows : 64;
  const int64_t blocks = (tiles + most - 1) / most;
  return (tiles + blocks - 1) / blocks;
}

/** The products of a point: m[tile] = v[tile] u, for a panel of outputs. */
template <int vectors>
AMCL_INLINE void Products(const float* v, int64_t v_row, const float* u, int64_t inputs, float* m, int64_t m_row,
                          int64_t tiles) {
  for (int64_t t = 0; t < tiles; t += kRows) {
    const float* rows[kRows];
    // The block is a multiple of the rows: the last tiles may be none's, and their products are left alone.
#pragma GCC unroll 12
    for (int r = 0; r < kRows; r++) rows[r] = v + (t + r) * v_row;
    Tile<kRows, vectors> tile;
    tile.Clear();
    tile.AddRows(rows, u, inputs);
    tile.Put(m + t * m_row, m_row);
  }
}

template <int vectors, class T>
void WinogradForward(const T* x, const float* filter, T* y, const ConvolutionShape& s) {
  constexpr int panel = vectors * kLanes;
  const int64_t panels = s.outputs / panel;
  const Tiling tiling(s);
  float* const u = Scratch(0, kPoints * s.inputs * s.outputs);
  TransformFilters<vectors>(filter, s, u);
  const int64_t block = TilesOfBlock(s, tiling.count), rounded = (block + kRows - 1) / kRows * kRows;
  const int64_t v_row = Padded(s.inputs), m_row = Padded(s.outputs);
  const int64_t v_point = rounded * v_row + 16, m_point = rounded * m_row + 16;
  Parallel((tiling.count + block - 1) / block, [&](int64_t index) {
    const int64_t first = index * block, count = std::min(block, tiling.count - first);
    float* const v = Scratch(1, kPoints * v_point);
    float* const m = Scratch(2, kPoints * m_point);
    for (int64_t t = 0; t < count; t++)
      TransformInput(x, s, Position(tiling, first + t), v + t * v_row, v_point, [](int64_t c) { return c; });
    for (int64_t p = 0; p < panels; p++)
      for (int point = 0; point < kPoints; point++)
        Products<vectors>(v + point * v_point, v_row, u + (p * kPoints + point) * s.inputs * panel, s.inputs,
                          m + point * m_point + p * panel, m_row, count);
    for (int64_t t = 0; t < count; t++) TransformOutput(m + t * m_row, m_point, s, Position(tiling, first + t), y);
  });
}

/** The convolution of dy with the filter turned around, its inputs and outputs swapped. */
template <int vectors, class T>
void WinogradInputGradient(const T* dy, const float* filter, T* dx, const ConvolutionShape& s) {
  float* const turned = Scratch(3, 9 * s.inputs * s.outputs);
  SwapChannels(filter, 9, s.inputs, s.outputs, turned, true);
  ConvolutionShape swapped = s;
  std::swap(swapped.inputs, swapped.outputs);
  WinogradForward<vectors>(dy, turned, dx, swapped);
}

}  // namespace
