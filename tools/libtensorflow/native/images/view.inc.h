// A view of a decoded region: rows of RGB, turned upright, resized.
#pragma once

#include "decode.inc.h"
#include "resize.inc.h"
#include "rows.inc.h"

namespace {

/** The crop's rows, four bytes a pixel: each made when it is asked for. */
struct RgbRows {
  const Jpeg& jpeg;
  const Plane* planes;
  const Crop& crop;
  int16_t* sums;
  uint8_t* samples;
  ptrdiff_t sample_stride;

  void Make(int y, uint8_t* out) const {
    const uint8_t* full[kMaxComponents];
    for (int c = 0; c < jpeg.components; c++)
      full[c] = FullRow(jpeg, jpeg.component[c], planes[c], crop.top + y, crop.left, crop.width, sums,
                        samples + c * sample_stride);
    for (int c = jpeg.components; c < kMaxComponents; c++) full[c] = full[0];
    ToRgb(jpeg.colors, full, crop.width, out);
  }
};

/** Moves a row of the stored image to where it lies in the upright one. */
inline void TurnRow(const uint8_t* row, const Crop& crop, int y, uint8_t* turned) {
  const ptrdiff_t line = crop.flip_y ? crop.height - 1 - y : y;
  for (int x = 0; x < crop.width; x++) {
    const ptrdiff_t place = crop.flip_x ? crop.width - 1 - x : x;
    memcpy(turned + 4 * (crop.swap ? place * crop.height + line : line * crop.width + place), row + 4 * x, 4);
  }
}

inline Status MakeView(const Plane* planes, const Crop& crop, int height, int width, Scratch* scratch, uint8_t* out) {
  constexpr ptrdiff_t kAround = 64;
  const bool upright = !crop.flip_x && !crop.flip_y && !crop.swap;
  const int across = crop.swap ? crop.height : crop.width, down = crop.swap ? crop.width : crop.height;
  const Taps* horizontal = scratch->taps.Get(across, width);
  const Taps* vertical = scratch->taps.Get(down, height);
  if (!horizontal || !vertical) return Status::kNoMemory;
  const bool down_first = DownFirst(*horizontal, *vertical);
  const bool row_by_row = upright && !down_first;
  const ptrdiff_t samples = crop.width + kAround, whole = 4ll * across, narrow = 3ll * width;
  uint8_t* rgb = scratch->row.Reserve(10 * samples);
  uint8_t* image = scratch->image.Reserve(row_by_row ? 1 : whole * down + kAround);
  uint8_t* between = scratch->between.Reserve(down_first ? whole * height + kAround : narrow * down);
  if (!rgb || !image || !between) return Status::kNoMemory;
  const RgbRows rows{scratch->jpeg, planes, crop, reinterpret_cast<int16_t*>(rgb + 4 * samples), rgb + 6 * samples, samples};
  for (int y = 0; y < crop.height; y++) {
    rows.Make(y, upright && !row_by_row ? image + y * whole : rgb);
    if (row_by_row) ResizeAcross(rgb, *horizontal, crop.mirrored, between + y * narrow);
    else if (!upright) TurnRow(rgb, crop, y, image);
  }
  if (down_first) {
    ResizeDown(image, whole, *vertical, between);
    for (int y = 0; y < height; y++) ResizeAcross(between + y * whole, *horizontal, crop.mirrored, out + y * narrow);
    return Status::kOk;
  }
  if (!upright)
    for (int y = 0; y < down; y++) ResizeAcross(image + y * whole, *horizontal, crop.mirrored, between + y * narrow);
  ResizeDown(between, narrow, *vertical, out);
  return Status::kOk;
}

}  // namespace
