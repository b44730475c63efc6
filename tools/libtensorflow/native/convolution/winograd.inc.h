// Convolution of 3 x 3 filters, stride 1, padding 1, by Winograd's F(4 x 4, 3 x 3) (arXiv 1509.09308): 36 products for 144. The points
// are 0, +-1/sqrt(2), +-sqrt(2) and infinity: with them the rounding error is twice that of the plain sum, with 0, +-1, +-2 five times.
#pragma once

#include <algorithm>

#include "../parallel.h"
#include "filters.h"
#include "microkernel.h"
#include "shape.h"
#include "shares.h"

namespace {

constexpr int kOut = 4, kPatch = 6, kPoints = kPatch * kPatch;
constexpr float kA = 0.70710678118654752f, kB = 1.41421356237309505f;
/** Of their squares. */
constexpr float kA2 = 0.5f, kB2 = 2.0f;

/** B^T d: what is multiplied, of six numbers of x. */
AMCL_INLINE void OfInput(const Vec (&d)[6], Vec (&v)[6]) {
  const Vec even_a = d[4] - kB2 * d[2], odd_a = kA * (d[3] - kB2 * d[1]);
  const Vec even_b = d[4] - kA2 * d[2], odd_b = kB * (d[3] - kA2 * d[1]);
  v[0] = d[0] + d[4] - (kA2 + kB2) * d[2];
  v[1] = even_a + odd_a;
  v[2] = even_a - odd_a;
  v[3] = even_b + odd_b;
  v[4] = even_b - odd_b;
  v[5] = d[1] + d[5] - (kA2 + kB2) * d[3];
}

/** G g: what is multiplied, of three numbers of a filter. */
AMCL_INLINE void OfFilter(const Vec (&g)[3], Vec (&u)[6]) {
  constexpr float na = 1 / (2 * kA2 * (kA2 - kB2)), nb = 1 / (2 * kB2 * (kB2 - kA2));
  const Vec even_a = na * g[0] + (na * kA2) * g[2], odd_a = (na * kA) * g[1];
  const Vec even_b = nb * g[0] + (nb * kB2) * g[2], odd_b = (nb * kB) * g[1];
  u[0] = g[0];
  u[1] = even_a + odd_a;
  u[2] = even_a - odd_a;
  u[3] = even_b + odd_b;
  u[4] = even_b - odd_b;
  u[5] = g[2];
}

/** A^T m: four numbers of y, of six products. */
AMCL_INLINE void ToOutput(const Vec (&m)[6], Vec (&y)[4]) {
  const Vec sum_a = m[1] + m[2], difference_a = m[1] - m[2], sum_b = m[3] + m[4], difference_b = m[3] - m[4];
  y[0] = m[0] + sum_a + sum_b;
  y[1] = kA * difference_a + kB * difference_b;
  y[2] = kA2 * sum_a + kB2 * sum_b;
  y[3] = (kA2 * kA) * difference_a + (kB2 * kB) * difference_b + m[5];
}

/** A d: the adjoint of ToOutput. */
AMCL_INLINE void OfOutputGradient(const Vec (&y)[4], Vec (&m)[6]) {
  const Vec even_a = y[0] + kA2 * y[2], odd_a = kA * (y[1] + kA2 * y[3]);
  const Vec even_b = y[0] + kB2 * y[2], odd_b = kB * (y[1] + kB2 * y[3]);
  m[0] = y[0];
  m[1] = even_a + odd_a;
  m[2] = even_a - odd_a;
  m[3] = even_b + odd_b;
  m[4] = even_b - odd_b;
  m[5] = y[3];
}

/** G^T u: the adjoint of OfFilter. */
AMCL_INLINE void ToFilterGradient(const Vec (&u)[6], Vec (&g)[3]) {
  constexpr float na = 1 / (2 * kA2 * (kA2 - kB2)), nb = 1 / (2 * kB2 * (kB2 - kA2));
  const Vec sum_a = u[1] + u[2], difference_a = u[1] - u[2], sum_b = u[3] + u[4], difference_b = u[3] - u[4];
  g[0] = u[0] + na * sum_a + nb * sum_b;
  g[1] = (na * kA) * difference_a + (nb * kB) * difference_b;
  g[2] = (na * kA2) * sum_a + (nb * kB2) * sum_b + u[5];
}

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

/** dw (+)= G^T u G, of `inputs` rows of a panel: u is [point][inputs][panel]. */
template <int vectors>
void AddFilterGradient(const float* u, const ConvolutionShape& s, float* dw, bool add) {
  constexpr int panel = vectors * kLanes;
  const int64_t u_point = s.inputs * panel, tap = s.inputs * s.outputs;
  for (int64_t i = 0; i < s.inputs; i++)
    for (int v = 0; v < vectors; v++) {
      const float* from = u + i * panel + v * kLanes;
      float* to = dw + i * s.outputs + v * kLanes;
      Vec half[3][kPatch];
#pragma GCC unroll 6
      for (int j = 0; j < kPatch; j++) {
        Vec column[kPatch], out[3];
#pragma GCC unroll 6
        for (int h = 0; h < kPatch; h++) column[h] = Load(from + (h * kPatch + j) * u_point);
        ToFilterGradient(column, out);
#pragma GCC unroll 3
        for (int h = 0; h < 3; h++) half[h][j] = out[h];
      }
#pragma GCC unroll 3
      for (int h = 0; h < 3; h++) {
        Vec out[3];
        ToFilterGradient(half[h], out);
#pragma GCC unroll 3
        for (int j = 0; j < 3; j++) {
          float* target = to + (h * 3 + j) * tap;
          Store(target, add ? Load(target) + out[j] : out[j]);
        }
      }
    }
}

/** Tiles that are transformed together: their sums are put together in registers. */
AMCL_INLINE int64_t MostTiles(const ConvolutionShape& s) { return s.inputs + s.outputs <= 512 ? 96 : 128; }

/** Inputs that lie together, [tile][kBand]: whole vectors and whole tiles of the product. The last band may have fewer. */
constexpr int64_t kBand = kLanes == 16 ? 48 : 24;

/** Some tiles' share of the gradient, for the outputs of some panels. */
template <int vectors, class T>
void AddTiles(const T* x, const T* dy, const ConvolutionShape& s, Range tiles, Range panels, float* dw) {
  constexpr int panel = vectors * kLanes;
  const Tiling tiling(s);
  const int64_t most = MostTiles(s), width = panels.length() * panel;
  // A little more than it takes, so that points do not meet in the same places of a cache.
  const int64_t v_point = most * s.inputs + 16, d_point = most * width + 16, u_point = s.inputs * panel;
  float* const v = Scratch(1, kPoints * v_point);
  float* const d = Scratch(2, kPoints * d_point);
  float* const u = Scratch(3, kPoints * u_point);
  for (int64_t first = tiles.begin; first < tiles.end; first += most) {
    const int64_t count = std::min(most, tiles.end - first);
    for (int64_t t = 0; t < count; t++) {
      const Position at(tiling, first + t);
      TransformInput(x, s, at, v, v_point, [&](int64_t c) {
        const int64_t begin = c / kBand * kBand;
        return begin * count + t * std::min(kBand, s.inputs - begin) + c - begin;
      });
      TransformOutputGradient(dy + panels.begin * panel, s, at, width, d, d_point, [&](int64_t c) {
        return c / panel * panel * count + t * panel + c % panel;
      });
    }
    for (int64_t p = 0; p < panels.length(); p++) {
      for (int point = 0; point < kPoints; point++)
        for (int64_t i = 0; i < s.inputs; i += kBand) {
          const int64_t band = std::min(kBand, s.inputs - i);
          ProductOfColumns<vectors>(v + point * v_point + i * count, band, band, d + point * d_point + p * panel * count, panel,
                                    count, u + point * u_point + i * panel, panel, false);
        }
      AddFilterGradient<vectors>(u, s, dw + (panels.begin + p) * panel, first > tiles.begin);
    }
  }
}

template <int vectors, class T>
void WinogradFilterGradient(const T* x, const T* dy, float* dw, const ConvolutionShape& s) {
  const Tiling tiling(s);
  constexpr int panel = vectors * kLanes;
  const int64_t panels = s.outputs / panel;
  const Shares shares(panels, std::max<int64_t>(1, 128 / panel), tiling.count, 64);
  SumOfShares(shares, 9 * s.inputs * s.outputs, dw, [&](Range across, Range along, float* sum) {
    AddTiles<vectors>(x, dy, s, along, across, sum);
  });
}

}  // namespace
