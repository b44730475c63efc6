// The products within a convolution: a tile of kRows x (kVectors vectors), summed up in registers.
#pragma once

#include "../simd.h"

namespace {

/** Rows of a tile, so that its sums fill the registers but for what is multiplied. */
constexpr int kRows = kLanes == 16 ? 12 : 6;

template <int rows, int vectors>
struct Tile {
  Vec sums[rows][vectors];

  AMCL_INLINE void Clear() {
#pragma GCC unroll 12
    for (int r = 0; r < rows; r++)
#pragma GCC unroll 2
      for (int v = 0; v < vectors; v++) sums[r][v] = Vec{};
  }

  /** sums[r] += a[r][0 .. depth) b[0 .. depth): b is [depth][vectors] vectors, one after the other. */
  AMCL_INLINE void AddRows(const float* const (&a)[rows], const float* b, int64_t depth) {
    for (int64_t k = 0; k < depth; k++, b += vectors * kLanes) {
      Vec right[vectors];
#pragma GCC unroll 2
      for (int v = 0; v < vectors; v++) right[v] = Load(b + v * kLanes);
#pragma GCC unroll 12
      for (int r = 0; r < rows; r++) {
        const float left = a[r][k];
#pragma GCC unroll 2
        for (int v = 0; v < vectors; v++) sums[r][v] += left * right[v];
      }
    }
  }

  /** sums[r] += a[0 .. depth)[r] b[0 .. depth): `a_step` and `b_step` numbers from one k to the next. */
  AMCL_INLINE void AddColumns(const float* a, int64_t a_step, const float* b, int64_t b_step, int64_t depth) {
    for (int64_t k = 0; k < depth; k++, a += a_step, b += b_step) {
      Vec right[vectors];
#pragma GCC unroll 2
      for (int v = 0; v < vectors; v++) right[v] = Load(b + v * kLanes);
#pragma GCC unroll 12
      for (int r = 0; r < rows; r++) {
        const float left = a[r];
#pragma GCC unroll 2
        for (int v = 0; v < vectors; v++) sums[r][v] += left * right[v];
      }
    }
  }

  /** to[r][..] = sums[r], `row` numbers from one to the next. */
  AMCL_INLINE void Put(float* to, int64_t row) const {
#pragma GCC unroll 12
    for (int r = 0; r < rows; r++)
#pragma GCC unroll 2
      for (int v = 0; v < vectors; v++) Store(to + r * row + v * kLanes, sums[r][v]);
  }

  /** to[r][..] = sums[r] of the first `count` rows. */
  template <class T>
  AMCL_INLINE void PutRows(T* const (&to)[rows], int64_t offset, int count) const {
#pragma GCC unroll 12
    for (int r = 0; r < rows; r++)
      if (r < count)
#pragma GCC unroll 2
        for (int v = 0; v < vectors; v++) Store(to[r] + offset + v * kLanes, sums[r][v]);
  }

  AMCL_INLINE void Add(float* to, int64_t row) const {
#pragma GCC unroll 12
    for (int r = 0; r < rows; r++)
#pragma GCC unroll 2
      for (int v = 0; v < vectors; v++) {
        float* target = to + r * row + v * kLanes;
        Store(target, Load(target) + sums[r][v]);
      }
  }
};

/** Rows of the next tile of `left` rows: of two tiles alike rather than of a full one and one of few. */
AMCL_INLINE int NextRows(int64_t left) {
  if (left >= 2 * kRows || left == kRows) return kRows;
  return static_cast<int>(left > kRows ? (left + 1) / 2 : left);
}

/** c (+)= a^T b of `count` rows, 1 to kRows, and a panel. */
template <int vectors, int rows = kRows>
AMCL_INLINE void TileOfColumns(int count, const float* a, int64_t a_step, const float* b, int64_t b_step, int64_t depth,
                               float* c, int64_t c_row, bool add) {
  if constexpr (rows > 0) {
    if (count != rows) return TileOfColumns<vectors, rows - 1>(count, a, a_step, b, b_step, depth, c, c_row, add);
    Tile<rows, vectors> tile;
    tile.Clear();
    tile.AddColumns(a, a_step, b, b_step, depth);
    if (add)
      tile.Add(c, c_row);
    else
      tile.Put(c, c_row);
  }
}

/** c [rows][panel] (+)= a^T b, with a [depth][rows] and b [depth][panel]. */
template <int vectors>
void ProductOfColumns(const float* a, int64_t a_step, int64_t rows, const float* b, int64_t b_step, int64_t depth, float* c,
                      int64_t c_row, bool add) {
  for (int64_t r = 0; r < rows;) {
    const int count = NextRows(rows - r);
    TileOfColumns<vectors>(count, a + r, a_step, b, b_step, depth, c + r * c_row, c_row, add);
    r += count;
  }
}

/** Channels that a pixel of zeros, beside an image, has. */
constexpr int64_t kMostChannels = 8192;

template <class T>
const T* Zeros() {
  alignas(64) static const T zeros[kMostChannels] = {};
  return zeros;
}

}  // namespace
