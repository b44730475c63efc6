// The gradient of Winograd's convolution with respect to the filter: its adjoint, 36 products of matrices whose sums go over the tiles.
#pragma once

#include "shares.h"
#include "winograd_tiles.h"

namespace {

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
