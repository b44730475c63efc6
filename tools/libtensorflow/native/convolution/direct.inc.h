// Convolution tap by tap, of any window: for a tile of pixels the rows of x that a tap sees are multiplied by the tap's filter.
#pragma once

#include <algorithm>

#include "../parallel.h"
#include "filters.h"
#include "microkernel.h"
#include "shape.h"
#include "shares.h"

namespace {

/** `count` numbers as floats: themselves, or a copy in `memory`. */
inline const float* AsFloats(const float* from, int64_t, float*) { return from; }
inline const float* AsFloats(const Bfloat16* from, int64_t count, float* memory) {
  int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) Store(memory + i, Load(from + i));
  for (; i < count; i++) {
    const uint32_t bits = uint32_t{from[i]} << 16;
    memcpy(memory + i, &bits, sizeof bits);
  }
  return memory;
}

/** Floats that AsFloats needs. */
constexpr int64_t CopyOf(const float*, int64_t) { return 0; }
constexpr int64_t CopyOf(const Bfloat16*, int64_t count) { return count; }

/** Images that pass together: enough pixels for some tiles. */
AMCL_INLINE int64_t ImagesTogether(int64_t pixels, int64_t batch) {
  return std::clamp<int64_t>((8 * kRows + pixels - 1) / pixels, 1, batch);
}

/**
 * The sums of some taps for pixels first .. first + count of a list, and all outputs.
 * @param taps how many, at most kMostTaps
 * @param source(tap, pixel) the row of inputs that a tap sees from a pixel
 * @param target(pixel) where the sums go
 * @param packed filters as of PackFilter, with `stride_of_panel` numbers a panel; `tap_of(tap)` is a tap's place among them
 */
template <int vectors, class T, class Source, class Target, class TapOf>
AMCL_INLINE void SumTaps(int64_t pixels, int64_t taps, int64_t inputs, int64_t outputs, const float* packed,
                         int64_t all_taps, Source source, Target target, TapOf tap_of) {
  constexpr int64_t panel = vectors * kLanes;
  const float** const rows = reinterpret_cast<const float**>(Scratch(2, 2 * taps * kRows));
  for (int64_t first = 0; first < pixels; first += kRows) {
    const int count = static_cast<int>(std::min<int64_t>(kRows, pixels - first));
    T* to[kRows];
    for (int r = 0; r < kRows; r++) {
      // The last tile may have fewer pixels: the others repeat the last, and are not stored.
      const int64_t pixel = first + std::min(r, count - 1);
      to[r] = target(pixel);
      for (int64_t tap = 0; tap < taps; tap++) rows[tap * kRows + r] = source(tap, pixel);
    }
    for (int64_t p = 0; p < outputs / panel; p++) {
      Tile<kRows, vectors> tile;
      tile.Clear();
      for (int64_t tap = 0; tap < taps; tap++) {
        const float* of_tap[kRows];
#pragma GCC unroll 12
        for (int r = 0; r < kRows; r++) of_tap[r] = rows[tap * kRows + r];
        tile.AddRows(of_tap, packed + (p * all_taps + tap_of(tap)) * inputs * panel, inputs);
      }
      tile.PutRows(to, p * panel, count);
    }
  }
}

template <int vectors, class T>
void DirectForward(const T* x, const float* filter, T* y, const ConvolutionShape& s) {
  const int64_t taps = s.rows * s.columns, height = s.out_height(), width = s.out_width(), pixels = height * width;
  float* const packed = Scratch(0, taps * s.inputs * s.outputs);
  PackFilter<vectors>(filter, taps, s.inputs, s.outputs, packed);
  const int64_t together = ImagesTogether(pixels, s.batch), image = s.height * s.width * s.inputs;
  Parallel((s.batch + together - 1) / together, [&](int64_t part) {
    const int64_t first = part * together, images = std::min(together, s.batch - first);
    const float* const from =
        AsFloats(x + first * image, images * image, Scratch(1, CopyOf(x, images * image)));
    SumTaps<vectors, T>(
        images * pixels, taps, s.inputs, s.outputs, packed, taps,
        [&](int64_t tap, int64_t pixel) {
          const int64_t row = pixel % pixels / width * s.stride + tap / s.columns - s.padding;
          const int64_t column = pixel % width * s.stride + tap % s.columns - s.padding;
          const bool inside = row >= 0 && row < s.height && column >= 0 && column < s.width;
          return inside ? from + pixel / pixels * image + (row * s.width + column) * s.inputs : Zeros<float>();
        },
        [&](int64_t pixel) { return y + (first * pixels + pixel) * s.outputs; }, [](int64_t tap) { return tap; });
  });
}

/** Pixels of x that see the same taps: every `stride`-th from `first` on; taps from `tap` on, every `stride`-th. */
struct Phase {
  int64_t first, count, tap, taps;
  Phase(int64_t first, int64_t length, int64_t size, int64_t stride, int64_t padding)
      : first(first),
        count((length - first + stride - 1) / stride),
        tap((first + padding) % stride),
        taps(tap < size ? (size - tap + stride - 1) / stride : 0) {}
};

template <int vectors, class T>
void DirectInputGradient(const T* dy, const float* filter, T* dx, const ConvolutionShape& s) {
  const int64_t taps = s.rows * s.columns, height = s.out_height(), width = s.out_width();
  float* const swapped = Scratch(3, taps * s.inputs * s.outputs);
  SwapChannels(filter, taps, s.inputs, s.outputs, swapped, false);
  float* const packed = Scratch(0, taps * s.inputs * s.outputs);
  PackFilter<vectors>(swapped, taps, s.outputs, s.inputs, packed);
  const int64_t together = ImagesTogether(height * width, s.batch), image = height * width * s.outputs;
  Parallel((s.batch + together - 1) / together, [&](int64_t part) {
    const int64_t begin = part * together, images = std::min(together, s.batch - begin);
    const float* const from =
        AsFloats(dy + begin * image, images * image, Scratch(1, CopyOf(dy, images * image)));
    for (int64_t i = 0; i < s.stride; i++)
      for (int64_t j = 0; j < s.stride; j++) {
        const Phase down(i, s.height, s.rows, s.stride, s.padding), across(j, s.width, s.columns, s.stride, s.padding);
        const int64_t pixels = down.count * across.count;
        if (pixels <= 0) continue;
        SumTaps<vectors, T>(
            images * pixels, down.taps * across.taps, s.outputs, s.inputs, packed, taps,
            [&](int64_t tap, int64_t pixel) {
              const int64_t y = i + pixel % pixels / across.count * s.stride, x = j + pixel % across.count * s.stride;
              const int64_t row = (y + s.padding - down.tap) / s.stride - tap / across.taps;
              const int64_t column = (x + s.padding - across.tap) / s.stride - tap % across.taps;
              const bool inside = row >= 0 && row < height && column >= 0 && column < width;
              return inside ? from + pixel / pixels * image + (row * width + column) * s.outputs : Zeros<float>();
            },
            [&](int64_t pixel) {
              const int64_t y = i + pixel % pixels / across.count * s.stride, x = j + pixel % across.count * s.stride;
              return dx + (((begin + pixel / pixels) * s.height + y) * s.width + x) * s.inputs;
            },
            [&](int64_t tap) {
              return (down.tap + tap / across.taps * s.stride) * s.columns + across.tap + tap % across.taps * s.stride;
            });
      }
  });
}

/** What some images give for the outputs of some panels. */
template <int vectors, class T>
void AddImages(const T* x, const T* dy, const ConvolutionShape& s, Range images, Range panels, float* dw) {
  constexpr int64_t panel = vectors * kLanes;
  constexpr int64_t kBlock = 192;
  const int64_t height = s.out_height(), width = s.out_width(), pixels = height * width;
  const int64_t channels = panels.length() * panel, tap_size = s.inputs * s.outputs;
  float* const d = Scratch(1, kBlock * channels);
  float* const seen = Scratch(2, kBlock * s.inputs);
  const int64_t begin = images.begin * pixels, end = images.end * pixels;
  for (int64_t first = begin; first < end; first += kBlock) {
    const int64_t count = std::min(kBlock, end - first);
    for (int64_t p = 0; p < panels.length(); p++)
      for (int64_t k = 0; k < count; k++)
        for (int v = 0; v < vectors; v++)
          Store(d + (p * count + k) * panel + v * kLanes,
                Load(dy + (first + k) * s.outputs + (panels.begin + p) * panel + v * kLanes));
    for (int64_t tap = 0; tap < s.rows * s.columns; tap++) {
      for (int64_t k = 0; k < count; k++) {
        const int64_t pixel = (first + k) % pixels;
        const int64_t row = pixel / width * s.stride + tap / s.columns - s.padding;
        const int64_t column = pixel % width * s.stride + tap % s.columns - s.padding;
        const bool inside = row >= 0 && row < s.height && column >= 0 && column < s.width;
        float* const to = seen + k * s.inputs;
        if (!inside) {
          memset(to, 0, s.inputs * sizeof(float));
          continue;
        }
        const T* const from = x + (((first + k) / pixels * s.height + row) * s.width + column) * s.inputs;
        const float* const floats = AsFloats(from, s.inputs, to);
        if (floats != to) memcpy(to, floats, s.inputs * sizeof(float));
      }
      for (int64_t p = 0; p < panels.length(); p++)
        ProductOfColumns<vectors>(seen, s.inputs, s.inputs, d + p * count * panel, panel, count,
                                  dw + tap * tap_size + (panels.begin + p) * panel, s.outputs, first > begin);
    }
  }
}

template <int vectors, class T>
void DirectFilterGradient(const T* x, const T* dy, float* dw, const ConvolutionShape& s) {
  constexpr int64_t panel = vectors * kLanes;
  const Shares shares(s.outputs / panel, std::max<int64_t>(1, 128 / panel), s.batch, 1);
  SumOfShares(shares, s.rows * s.columns * s.inputs * s.outputs, dw, [&](Range across, Range along, float* sum) {
    AddImages<vectors>(x, dy, s, along, across, sum);
  });
}

}  // namespace
