// Samples to rows of RGB, as libjpeg does: chroma interpolated ("fancy upsampling"), YCbCr to RGB in fixed point.
#pragma once

#include "kernels.h"

namespace {

inline int Clamped(int value, int most) { return value < 0 ? 0 : value > most ? most : value; }

inline uint8_t Level(int value) { return static_cast<uint8_t>(value < 0 ? 0 : value > 255 ? 255 : value); }

/** Places for a row of sums and one of samples, each of `width` pixels and what lies around it. */
struct RowSpace {
  int16_t* sums;
  uint8_t* samples[kMaxComponents];
};

/** `count` pixels of the sums of a row, from `first`, each to two: three parts of it and one of its neighbour. */
inline void Spread(const int16_t* sums, int count, int shift, int first, int second, uint8_t* out) {
  for (int i = 0; i < count; i++) {
    const int twice = 3 * sums[i + 1];
    const int left = (twice + sums[i] + first) >> shift, right = (twice + sums[i + 2] + second) >> shift;
    const uint16_t both = static_cast<uint16_t>(left | right << 8);
    memcpy(out + 2 * i, &both, 2);
  }
}

/** A row of a component at the image's full size: pixels left .. left + width of the row y. */
inline const uint8_t* FullRow(const Jpeg& jpeg, const Component& c, const Plane& plane, int y, int left, int width,
                              int16_t* sums, uint8_t* out) {
  const int across = jpeg.max_horizontal / c.horizontal, down = jpeg.max_vertical / c.vertical;
  const auto row = [&](int at) { return plane.samples + (Clamped(at, c.height - 1) - plane.top) * plane.stride - plane.left; };
  const int own = y / down;
  if (across == 1 && down == 1) return row(y) + left;
  const uint8_t* near = row(own);
  const uint8_t* far = row(down == 2 && (y & 1) ? own + 1 : own - 1);
  if (across == 1 && down == 2) {
    const int bias = (y & 1) ? 2 : 1;
    for (int x = 0; x < width; x++) out[x] = (3 * near[left + x] + far[left + x] + bias) >> 2;
    return out;
  }
  if (across != 2 || down > 2 || c.width <= 2) {
    for (int x = 0; x < width; x++) out[x] = near[(left + x) / across];
    return out;
  }
  const int first = left >> 1, count = ((left + width - 1) >> 1) - first + 1;
  const int from = first > 0 ? first - 1 : 0, to = Clamped(first + count, c.width - 1);
  int16_t* inner = sums + (from - first + 1);
  if (down == 2)
    for (int i = from; i <= to; i++) inner[i - from] = 3 * near[i] + far[i];
  else
    for (int i = from; i <= to; i++) inner[i - from] = near[i];
  if (first == 0) sums[0] = sums[1];
  if (first + count > c.width - 1) sums[count + 1] = sums[count];
  if (down == 2) Spread(sums, count, 4, 8, 7, out);
  else Spread(sums, count, 2, 1, 2, out);
  return out + (left & 1);
}

/** Four bytes a pixel, of which the last means nothing. */
inline void StorePixel(uint8_t* out, int x, int red, int green, int blue) {
  const uint32_t pixel = static_cast<uint32_t>(red) | static_cast<uint32_t>(green) << 8 | static_cast<uint32_t>(blue) << 16;
  memcpy(out + 4 * x, &pixel, 4);
}

constexpr int kHalf = 1 << 15, kRedOfCr = 91881, kBlueOfCb = 116130, kGreenOfCr = 46802, kGreenOfCb = 22554;

inline int RedOf(int y, int cr) { return Level(y + ((kRedOfCr * cr + kHalf) >> 16)); }
inline int GreenOf(int y, int cb, int cr) { return Level(y + ((-kGreenOfCb * cb - kGreenOfCr * cr + kHalf) >> 16)); }
inline int BlueOf(int y, int cb) { return Level(y + ((kBlueOfCb * cb + kHalf) >> 16)); }

/** a * b / 255, rounded, as PIL computes it. */
inline int OverLevels(int a, int b) {
  const int product = a * b + 128;
  return ((product >> 8) + product) >> 8;
}

/** Rows of samples to RGB and a fourth byte. */
inline void ToRgb(Colors colors, const uint8_t* const* in, int width, uint8_t* __restrict out) {
  const uint8_t *__restrict a = in[0], *__restrict b = in[1], *__restrict c = in[2], *__restrict d = in[3];
  switch (colors) {
    case Colors::kGray:
      for (int x = 0; x < width; x++) StorePixel(out, x, a[x], a[x], a[x]);
      return;
    case Colors::kRgb:
      for (int x = 0; x < width; x++) StorePixel(out, x, a[x], b[x], c[x]);
      return;
    case Colors::kYcc:
      for (int x = 0; x < width; x++)
        StorePixel(out, x, RedOf(a[x], c[x] - 128), GreenOf(a[x], b[x] - 128, c[x] - 128), BlueOf(a[x], b[x] - 128));
      return;
    // Photoshop's CMYK is inverted, and PIL takes every one to be so.
    case Colors::kCmyk:
      for (int x = 0; x < width; x++) {
        const int light = d[x];
        StorePixel(out, x, Level(light - OverLevels(255 - a[x], light)), Level(light - OverLevels(255 - b[x], light)),
                   Level(light - OverLevels(255 - c[x], light)));
      }
      return;
    case Colors::kYcck:
      for (int x = 0; x < width; x++) {
        const int light = d[x], cb = b[x] - 128, cr = c[x] - 128;
        StorePixel(out, x, Level(light - OverLevels(RedOf(a[x], cr), light)),
                   Level(light - OverLevels(GreenOf(a[x], cb, cr), light)),
                   Level(light - OverLevels(BlueOf(a[x], cb), light)));
      }
      return;
  }
}

}  // namespace
