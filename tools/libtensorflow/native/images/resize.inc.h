// PIL's resize of 8-bit images: bilinear with antialias, weights in fixed point, rounded to bytes after each of two passes.
#pragma once

#include <cstring>

#include "kernels.h"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace {

constexpr int kRound = 1 << (kWeightBits - 1);

/** Whether the pass down comes first, which PIL 13 does where it leaves less work; PIL before 13 always went across first. */
inline bool DownFirst(const Taps& across, const Taps& down) {
  const int narrowed = across.input > across.output ? across.input - across.output : 0;
  return down.input - down.output > 2ll * narrowed;
}

/** An output pixel of a row of four bytes a pixel: it has four bytes, too. */
inline uint32_t PixelAcross(const uint8_t* pixel, const int32_t* weight, int taps) {
#if defined(__AVX2__)
  // Two pixels at once, each in half of a vector.
  const __m256i halves = _mm256_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1);
  __m256i sums = _mm256_setr_epi32(kRound, kRound, kRound, kRound, 0, 0, 0, 0);
  for (int tap = 0; tap < taps; tap += 2) {
    const __m256i levels = _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(pixel + 4 * tap)));
    const __m128i both = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(weight + tap));
    const __m256i weights = _mm256_permutevar8x32_epi32(_mm256_castsi128_si256(both), halves);
    sums = _mm256_add_epi32(sums, _mm256_mullo_epi32(levels, weights));
  }
  const __m128i sum = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
  const __m128i words = _mm_packs_epi32(_mm_srli_epi32(sum, kWeightBits), _mm_setzero_si128());
  return _mm_cvtsi128_si32(_mm_packus_epi16(words, words));
#else
  int32_t sum[4] = {kRound, kRound, kRound, 0};
  for (int tap = 0; tap < taps; tap++)
    for (int c = 0; c < 3; c++) sum[c] += pixel[4 * tap + c] * weight[tap];
  // Weights are positive and add up to 1, so no level leaves a byte.
  const uint8_t levels[4] = {static_cast<uint8_t>(sum[0] >> kWeightBits), static_cast<uint8_t>(sum[1] >> kWeightBits),
                             static_cast<uint8_t>(sum[2] >> kWeightBits), 0};
  uint32_t packed;
  memcpy(&packed, levels, 4);
  return packed;
#endif
}

/** kTaps: as many as there are; 0: as `taps` says. */
template <int kTaps>
inline void PixelsAcross(const uint8_t* row, const Taps& taps, bool mirrored, uint8_t* out) {
  const int count = kTaps ? kTaps : taps.taps, last = taps.output - 1;
  for (int x = 0; x <= last; x++) {
    const ptrdiff_t from = mirrored ? last - x : x;
    const uint32_t pixel = PixelAcross(row + 4 * taps.start[from], taps.weights + from * taps.stride, count);
    // The fourth byte is overwritten by the next pixel.
    memcpy(out + 3 * x, &pixel, x < last ? 4 : 3);
  }
}

/** A row of four bytes a pixel to `out`, three bytes a pixel. Eight bytes behind the row may be read. */
inline void ResizeAcross(const uint8_t* row, const Taps& taps, bool mirrored, uint8_t* out) {
  switch (taps.stride) {
    case 2: return PixelsAcross<2>(row, taps, mirrored, out);
    case 4: return PixelsAcross<4>(row, taps, mirrored, out);
    case 6: return PixelsAcross<6>(row, taps, mirrored, out);
    default: return PixelsAcross<0>(row, taps, mirrored, out);
  }
}

/** Bytes x .. x + 8 of an output row. */
inline void BytesDown(const uint8_t* rows, ptrdiff_t stride, const int32_t* weight, int taps, uint8_t* out) {
#if defined(__AVX2__)
  __m256i sums = _mm256_set1_epi32(kRound);
  for (int tap = 0; tap < taps; tap++) {
    const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(rows + tap * stride));
    sums = _mm256_add_epi32(sums, _mm256_mullo_epi32(_mm256_cvtepu8_epi32(bytes), _mm256_set1_epi32(weight[tap])));
  }
  const __m256i levels = _mm256_srli_epi32(sums, kWeightBits);
  const __m128i words = _mm_packs_epi32(_mm256_castsi256_si128(levels), _mm256_extracti128_si256(levels, 1));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(out), _mm_packus_epi16(words, words));
#else
  int32_t sums[8];
  for (int i = 0; i < 8; i++) sums[i] = kRound;
  for (int tap = 0; tap < taps; tap++)
    for (int i = 0; i < 8; i++) sums[i] += rows[tap * stride + i] * weight[tap];
  for (int i = 0; i < 8; i++) out[i] = static_cast<uint8_t>(sums[i] >> kWeightBits);
#endif
}

/** Rows of `stride` bytes, one behind the other, to those of the view. */
inline void ResizeDown(const uint8_t* rows, ptrdiff_t stride, const Taps& taps, uint8_t* out) {
  for (int y = 0; y < taps.output; y++, out += stride) {
    const uint8_t* first = rows + taps.start[y] * stride;
    const int32_t* weight = taps.weights + static_cast<ptrdiff_t>(y) * taps.stride;
    ptrdiff_t x = 0;
    for (; x + 8 <= stride; x += 8) BytesDown(first + x, stride, weight, taps.taps, out + x);
    for (; x < stride; x++) {
      int sum = kRound;
      for (int tap = 0; tap < taps.taps; tap++) sum += first[tap * stride + x] * weight[tap];
      out[x] = static_cast<uint8_t>(sum >> kWeightBits);
    }
  }
}

}  // namespace
