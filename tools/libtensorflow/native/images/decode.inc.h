// The blocks of a scan to the samples of a region.
#pragma once

#include "entropy.inc.h"
#include "idct.inc.h"
#include "kernels.h"

namespace {

template <bool kKeep>
inline bool ReadBlock(const Jpeg& jpeg, const Component& component, Bits* in, int* dc, const Plane* plane, int x, int y) {
  alignas(32) int16_t block[64];
  int difference;
  if (!ReadDc(jpeg.dc[component.dc], in, &difference)) return false;
  *dc += difference;
  const uint16_t* quantization = jpeg.quantization[component.quantization];
  if (kKeep) memset(block, 0, sizeof block);
  const int length = ReadAc<kKeep>(jpeg.ac[component.ac], quantization, in, block);
  if (length == 0) return false;
  if (!kKeep) return true;
  block[0] = static_cast<int16_t>(*dc * quantization[0]);
  uint8_t* out = plane->samples + (8 * y - plane->top) * plane->stride + 8 * x - plane->left;
  if (length == 1) InverseDcOnly(block[0], out, plane->stride);
  else InverseDct(block, out, plane->stride);
  return true;
}

template <bool kKeep>
inline bool ReadMcu(const Jpeg& jpeg, Bits* in, int* dc, const Plane* planes, int x, int y) {
  for (int c = 0; c < jpeg.components; c++) {
    const Component& component = jpeg.component[c];
    for (int v = 0; v < component.vertical; v++)
      for (int h = 0; h < component.horizontal; h++)
        if (!ReadBlock<kKeep>(jpeg, component, in, &dc[c], &planes[c], x * component.horizontal + h, y * component.vertical + v))
          return false;
  }
  return true;
}

inline Status Decode(const Jpeg& jpeg, const uint8_t* scan, size_t size, const Region& region, int last, const Plane* planes,
                     const char** message) {
  const int columns = (jpeg.width + 8 * jpeg.max_horizontal - 1) / (8 * jpeg.max_horizontal);
  Bits in(scan, size);
  int dc[kMaxComponents] = {};
  int left = jpeg.restart_interval;
  for (int y = 0; y <= last; y++) {
    const bool kept = y >= region.top && y < region.bottom;
    for (int x = 0; x < columns; x++) {
      if (jpeg.restart_interval > 0 && left-- == 0) {
        in.Align();
        memset(dc, 0, sizeof dc);
        left = jpeg.restart_interval - 1;
      }
      const bool good = kept && x >= region.left && x < region.right ? ReadMcu<true>(jpeg, &in, dc, planes, x, y)
                                                                      : ReadMcu<false>(jpeg, &in, dc, planes, x, y);
      if (!good) {
        *message = "its data have a code that does not exist";
        return Status::kDamaged;
      }
    }
    if (in.Overrun()) {
      *message = "it ends before its last row";
      return Status::kDamaged;
    }
  }
  return Status::kOk;
}

}  // namespace
