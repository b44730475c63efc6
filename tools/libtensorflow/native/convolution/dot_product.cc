// For each tap a product of matrices: x as [pixels, inputs] transposed, times dy as [pixels, outputs]. A tile of the result, 4 inputs
// of 3 taps by 32 outputs, stays in 24 registers while all pixels of some images pass. For that the images are packed into panels:
// of x 4 inputs wide, with a border of zeros, of dy 32 outputs wide. A step takes two pixels, interleaved.
#include "dot_product.h"

#include "../cpu.h"
#include "../parallel.h"

#if defined(__x86_64__)
#include <immintrin.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <thread>
#include <vector>

#define AVX512_BF16 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16")))

namespace {

constexpr int kTaps = 3, kRows = 4, kColumns = 32;
/** Pixels packed at a time: their panels fit in a core's cache of the second level. */
constexpr int64_t kPixels = 1024;

template <class T>
using Aligned = std::unique_ptr<T, decltype(&free)>;

template <class T>
Aligned<T> AllocateZeros(size_t count) {
  const size_t bytes = (count * sizeof(T) + 63) / 64 * 64;
  Aligned<T> memory(static_cast<T*>(aligned_alloc(64, bytes)), free);
  memset(memory.get(), 0, bytes);
  return memory;
}

/** Where the three taps of a row of the filter begin in a panel of x, and how far it is to the next row of pixels and image. */
template <class T>
struct Panels {
  const T *x[kTaps], *dy;
  size_t x_row, x_image, dy_image;
};

/** Adds a tile to that of dw: `dw_tap` and `dw_row` are the distances of its taps and inputs. */
AVX512_BF16 inline void AddTile(const __m512 (&sums)[kTaps * kRows][2], float* dw, size_t dw_tap, size_t dw_row) {
#pragma GCC unroll 12
  for (int i = 0; i < kTaps * kRows; i++) {
    float* target = dw + i / kRows * dw_tap + i % kRows * dw_row;
    _mm512_storeu_ps(target, _mm512_add_ps(_mm512_loadu_ps(target), sums[i][0]));
    _mm512_storeu_ps(target + 16, _mm512_add_ps(_mm512_loadu_ps(target + 16), sums[i][1]));
  }
}

/** Two rows of 32 numbers, interleaved. */
AVX512_BF16 inline void Interleave(__m512i first, __m512i second, __m512i& low, __m512i& high) {
  const __m512i to_low = _mm512_set_epi16(47, 15, 46, 14, 45, 13, 44, 12, 43, 11, 42, 10, 41, 9, 40, 8, 39, 7, 38, 6, 37,
                                          5, 36, 4, 35, 3, 34, 2, 33, 1, 32, 0);
  const __m512i to_high = _mm512_add_epi16(to_low, _mm512_set1_epi16(16));
  low = _mm512_permutex2var_epi16(first, to_low, second);
  high = _mm512_permutex2var_epi16(first, to_high, second);
}

struct Pairs {
  using T = uint16_t;
  static constexpr int kPixelsAStep = 2;

  /** A panel of x, one for each tap of a row, as a pair of pixels begins elsewhere: [height + 2][width / 2][4][2]. */
  static size_t Row(const ConvolutionShape& s) { return s.width * kRows; }
  static size_t XImage(const ConvolutionShape& s) { return kTaps * Tap(s); }
  static size_t Tap(const ConvolutionShape& s) { return s.inputs / kRows * (s.height + 2) * Row(s); }

  AVX512_BF16 static void PackX(const uint16_t* x, const ConvolutionShape& s, uint16_t* panels) {
    const size_t panel = (s.height + 2) * Row(s);
    for (int tap = 0; tap < kTaps; tap++)
      for (int64_t y = 0; y < s.height; y++) {
        const uint16_t* row = x + y * s.width * s.inputs;
        for (int64_t pair = 0; pair < s.width / 2; pair++) {
          uint16_t* target = panels + tap * Tap(s) + (y + 1) * Row(s) + pair * 2 * kRows;
          const int64_t column = 2 * pair + tap - 1;
          for (int64_t i = 0; i < s.inputs; i += 32, target += 8 * panel) {
            __m512i low, high;
            Interleave(LoadPixel(row, column, i, s), LoadPixel(row, column + 1, i, s), low, high);
            StoreQuarters(low, target, panel);
            StoreQuarters(high, target + 4 * panel, panel);
          }
        }
      }
  }

  AVX512_BF16 static void PackDy(const uint16_t* dy, const ConvolutionShape& s, uint16_t* panels) {
    const int64_t pairs = s.height * s.width / 2;
    for (int64_t pair = 0; pair < pairs; pair++, dy += 2 * s.outputs)
      for (int64_t o = 0; o < s.outputs; o += kColumns) {
        __m512i low, high;
        Interleave(_mm512_loadu_si512(dy + o), _mm512_loadu_si512(dy + s.outputs + o), low, high);
        uint16_t* target = panels + (o / kColumns * pairs + pair) * 2 * kColumns;
        _mm512_store_si512(target, low);
        _mm512_store_si512(target + 32, high);
      }
  }

  AVX512_BF16 static void Tile(Panels<uint16_t> p, int64_t images, int64_t rows, int64_t steps, float* dw,
                               size_t dw_tap, size_t dw_row) {
    __m512 sums[kTaps * kRows][2];
#pragma GCC unroll 12
    for (auto& sum : sums) sum[0] = sum[1] = _mm512_setzero_ps();
    for (int64_t image = 0; image < images; image++) {
      const uint16_t* dy = p.dy + image * p.dy_image;
      const size_t begin = image * p.x_image;
      const int *first = PairsOf(p.x[0] + begin), *second = PairsOf(p.x[1] + begin), *third = PairsOf(p.x[2] + begin);
      // The panels of x have no borders at the sides: all rows of an image are one run.
      for (int64_t step = 0; step < rows * steps; step++, dy += 2 * kColumns, first += kRows, second += kRows, third += kRows) {
        const __m512bh left = (__m512bh)_mm512_load_si512(dy), right = (__m512bh)_mm512_load_si512(dy + 32);
        const int* taps[kTaps] = {first, second, third};
#pragma GCC unroll 12
        for (int i = 0; i < kTaps * kRows; i++) {
          const __m512bh value = (__m512bh)_mm512_set1_epi32(taps[i / kRows][i % kRows]);
          sums[i][0] = _mm512_dpbf16_ps(sums[i][0], value, left);
          sums[i][1] = _mm512_dpbf16_ps(sums[i][1], value, right);
        }
      }
    }
    AddTile(sums, dw, dw_tap, dw_row);
  }

 private:
  static const int* PairsOf(const uint16_t* values) { return reinterpret_cast<const int*>(values); }

  /** 32 numbers of a pixel; zeros beside the image. */
  AVX512_BF16 static __m512i LoadPixel(const uint16_t* row, int64_t column, int64_t i, const ConvolutionShape& s) {
    const bool inside = column >= 0 && column < s.width;
    return inside ? _mm512_loadu_si512(row + column * s.inputs + i) : _mm512_setzero_si512();
  }

  AVX512_BF16 static void StoreQuarters(__m512i values, uint16_t* target, size_t distance) {
    _mm_store_si128(reinterpret_cast<__m128i*>(target), _mm512_castsi512_si128(values));
    _mm_store_si128(reinterpret_cast<__m128i*>(target + distance), _mm512_extracti32x4_epi32(values, 1));
    _mm_store_si128(reinterpret_cast<__m128i*>(target + 2 * distance), _mm512_extracti32x4_epi32(values, 2));
    _mm_store_si128(reinterpret_cast<__m128i*>(target + 3 * distance), _mm512_extracti32x4_epi32(values, 3));
  }
};

struct Range {
  int64_t begin, end;
  /** Part `index` of `count`. */
  Range Part(int64_t index, int64_t count) const {
    const int64_t length = end - begin;
    return {begin + length * index / count, begin + length * (index + 1) / count};
  }
};

/** Adds what some images give for some panels of outputs. */
template <class Kind>
void AddPart(const typename Kind::T* x, const typename Kind::T* dy, float* dw, const ConvolutionShape& s, Range images,
             Range columns) {
  using T = typename Kind::T;
  const int64_t pixels = s.height * s.width, group = std::max<int64_t>(1, kPixels / pixels);
  const size_t x_image = Kind::XImage(s), dy_image = pixels * s.outputs, x_panel = (s.height + 2) * Kind::Row(s);
  const Aligned<T> x_panels = AllocateZeros<T>(x_image * group), dy_panels = AllocateZeros<T>(dy_image * group);
  for (int64_t first = images.begin; first < images.end; first += group) {
    const int64_t count = std::min(group, images.end - first);
    for (int64_t i = 0; i < count; i++) {
      Kind::PackX(x + (first + i) * pixels * s.inputs, s, x_panels.get() + i * x_image);
      Kind::PackDy(dy + (first + i) * pixels * s.outputs, s, dy_panels.get() + i * dy_image);
    }
    for (int64_t column = columns.begin; column < columns.end; column++)
      for (int64_t i = 0; i < s.inputs; i += kRows)
        for (int h = 0; h < kTaps; h++) {
          const T* begin = x_panels.get() + i / kRows * x_panel + h * Kind::Row(s);
          const Panels<T> panels{{begin, begin + Kind::Tap(s), begin + 2 * Kind::Tap(s)},
                                 dy_panels.get() + column * pixels * kColumns,
                                 Kind::Row(s),
                                 x_image,
                                 dy_image};
          Kind::Tile(panels, count, s.height, s.width / Kind::kPixelsAStep,
                     dw + (h * kTaps * s.inputs + i) * s.outputs + column * kColumns, s.inputs * s.outputs, s.outputs);
        }
  }
}

/** Threads share the panels of outputs while there are four for each, then the images, each with sums of its own. */
template <class Kind>
void FilterGradient(const typename Kind::T* x, const typename Kind::T* dy, float* dw, const ConvolutionShape& s,
                    int threads) {
  const int64_t size = kTaps * kTaps * s.inputs * s.outputs, panels = s.outputs / kColumns;
  const int64_t across = std::clamp<int64_t>(panels / 2, 1, threads);
  const int64_t along = std::clamp<int64_t>(threads / across, 1, s.batch);
  std::vector<Aligned<float>> sums;
  for (int64_t part = 1; part < along; part++) sums.push_back(AllocateZeros<float>(size));
  memset(dw, 0, size * sizeof(float));
  std::vector<std::thread> workers;
  for (int64_t part = 0; part < along; part++)
    for (int64_t share = 0; share < across; share++)
      workers.emplace_back(AddPart<Kind>, x, dy, part == 0 ? dw : sums[part - 1].get(), s,
                           Range{0, s.batch}.Part(part, along), Range{0, panels}.Part(share, across));
  for (std::thread& worker : workers) worker.join();
  for (const Aligned<float>& sum : sums)
    for (int64_t i = 0; i < size; i++) dw[i] += sum.get()[i];
}

}  // namespace

bool ServesDotProducts(const ConvolutionShape& s) {
  return HasAvx512() && __builtin_cpu_supports("avx512bf16") && s.inputs % 32 == 0 && s.outputs % kColumns == 0 &&
         s.width % 2 == 0;
}

void DotProductFilterGradient(const Bfloat16* x, const Bfloat16* dy, float* dw, const ConvolutionShape& s) {
  FilterGradient<Pairs>(x, dy, dw, s, Threads());
}

#else

bool ServesDotProducts(const ConvolutionShape&) { return false; }
void DotProductFilterGradient(const Bfloat16*, const Bfloat16*, float*, const ConvolutionShape&) {}

#endif
