// Batch norm, forward: a pass for the statistics and one that normalises.
#pragma once

#include <cmath>

#include "../parallel.h"
#include "kernels.h"
#include "rows.h"

namespace {

/** Rows whose mean is taken from all others of a block. */
constexpr int64_t kShiftRows = 16;

/**
 * Mean and sum of squared deviations of each channel in a block. They are summed up about the mean of the first few rows: with k of
 * n rows the rounding error of the squares grows by less than n / k, wherever the mean lies.
 */
template <class T>
void Moments(const T* x, const BatchNormShape& s, const Block& block, float* shift, float* mean, float* squares) {
  const int64_t padded = PaddedChannels(s.channels), few = std::min(kShiftRows, block.rows);
  for (int64_t c = 0; c < padded; c++) shift[c] = mean[c] = squares[c] = 0;
  ForRows(s, block, few, [&](int64_t at, auto rows) {
    for (int r = 0; r < rows.kCount; r++)
      ForVectors(s.channels, [&](int64_t c, auto part) { Store(shift + c, Load(shift + c) + part.Get(x + at + r * s.channels + c)); });
  });
  for (int64_t c = 0; c < padded; c++) shift[c] /= static_cast<float>(few);
  ForRows(s, block, block.rows, [&](int64_t at, auto rows) {
    ForVectors(s.channels, [&](int64_t c, auto part) {
      const Vec about = Load(shift + c);
      Vec sum{}, square{};
#pragma GCC unroll 4
      for (int r = 0; r < rows.kCount; r++) {
        const Vec d = part.Get(x + at + r * s.channels + c) - about;
        sum += d;
        square += d * d;
      }
      Store(mean + c, Load(mean + c) + sum);
      Store(squares + c, Load(squares + c) + square);
    });
  });
  const float count = static_cast<float>(block.rows);
  for (int64_t c = 0; c < padded; c++) {
    squares[c] = std::max(0.0f, squares[c] - mean[c] * (mean[c] / count));
    mean[c] = shift[c] + mean[c] / count;
  }
}

/** Channels whose blocks' sums are added up by one thread. */
constexpr int64_t kMergedChannels = 128;

/** What normalises a channel: (x - mean) * factor + offset; each [padded channels]. */
struct Normalizer {
  float *mean, *factor, *offset;
  Normalizer(float* memory, int64_t padded) : mean(memory), factor(memory + padded), offset(memory + 2 * padded) {}
  static constexpr int64_t kVectors = 3;

  struct Vectors {
    Vec mean, factor, offset;
    /** The only place where this is computed: the gradient asks for the sign that the forward pass saw. */
    AMCL_INLINE Vec Of(Vec x) const { return (x - mean) * factor + offset; }
  };
  AMCL_INLINE Vectors at(int64_t c) const { return {Load(mean + c), Load(factor + c), Load(offset + c)}; }
};

/** Channels [first, last) of a group: the statistics of its blocks put together (Chan, Golub & LeVeque 1983). */
template <class T>
void Merge(const BatchNormForward<T>& a, const BatchNormShape& s, const Blocks& blocks, int64_t group, int64_t first,
           int64_t last, const float* means, const float* squares, const Normalizer& to) {
  const int64_t padded = PaddedChannels(s.channels), from = group * blocks.of_group(), until = from + blocks.of_group();
  double sums[kMergedChannels] = {}, spread[kMergedChannels] = {};
  const int64_t count = last - first;
  for (int64_t b = from; b < until; b++) {
    const double rows = static_cast<double>(blocks.at(b).rows);
    for (int64_t i = 0; i < count; i++) sums[i] += rows * means[b * padded + first + i];
  }
  const double all = static_cast<double>(s.rows());
  for (int64_t i = 0; i < count; i++) sums[i] /= all;
  for (int64_t b = from; b < until; b++) {
    const double rows = static_cast<double>(blocks.at(b).rows);
    for (int64_t i = 0; i < count; i++) {
      const double away = means[b * padded + first + i] - sums[i];
      spread[i] += squares[b * padded + first + i] + rows * (away * away);
    }
  }
  for (int64_t i = 0; i < count; i++) {
    const int64_t c = first + i, at = group * s.channels + c;
    a.mean[at] = to.mean[c] = static_cast<float>(sums[i]);
    a.variance[at] = static_cast<float>(spread[i] / all);
    a.inverse_deviation[at] = static_cast<float>(1 / std::sqrt(spread[i] / all + a.epsilon));
    to.factor[c] = a.scale[c] * a.inverse_deviation[at];
    to.offset[c] = a.offset[c];
  }
}

/** f(group, first channel, last) for all channels of all groups. */
template <class F>
void ForChannels(const BatchNormShape& s, F f) {
  const int64_t parts = (s.channels + kMergedChannels - 1) / kMergedChannels;
  Parallel(parts * s.splits, [&](int64_t index) {
    const int64_t first = index % parts * kMergedChannels;
    f(index / parts, first, std::min(first + kMergedChannels, s.channels));
  });
}

template <bool relu, bool residual, class T>
void Normalize(const BatchNormForward<T>& a, const BatchNormShape& s, const Block& block, const Normalizer& normalizer) {
  ForRows(s, block, block.rows, [&](int64_t at, auto rows) {
    ForVectors(s.channels, [&](int64_t c, auto part) {
      const Normalizer::Vectors normalized = normalizer.at(c);
#pragma GCC unroll 4
      for (int r = 0; r < rows.kCount; r++) {
        const int64_t i = at + r * s.channels + c;
        Vec y = normalized.Of(part.Get(a.x + i));
        if constexpr (residual) y += part.Get(a.residual + i);
        // NaN stays NaN.
        if constexpr (relu) y = y < 0 ? Vec{} : y;
        part.Put(a.y + i, y);
      }
    });
  });
}

/** The second pass, on a normalizer for each group: from the last to the first block, for the last ones are still in a cache. */
template <class T, class NormalizerOf>
void NormalizeAll(const BatchNormForward<T>& a, const BatchNormShape& s, const Blocks& blocks, NormalizerOf normalizer) {
  const auto normalize = a.residual ? (a.relu ? Normalize<true, true, T> : Normalize<false, true, T>)
                                    : (a.relu ? Normalize<true, false, T> : Normalize<false, false, T>);
  Parallel(blocks.count(), [&](int64_t i) {
    const Block block = blocks.at(blocks.count() - 1 - i);
    normalize(a, s, block, normalizer(block.group));
  });
}

template <class T>
void Forward(const BatchNormForward<T>& a, const BatchNormShape& s) {
  const Blocks blocks(s);
  const int64_t padded = PaddedChannels(s.channels), n = blocks.count();
  float* const means = Scratch(0, (2 * n + Normalizer::kVectors * s.splits) * padded);
  float* const squares = means + n * padded;
  float* const normalizers = squares + n * padded;
  const auto normalizer = [&](int64_t group) { return Normalizer(normalizers + group * Normalizer::kVectors * padded, padded); };
  Parallel(n, [&](int64_t i) {
    Moments(a.x, s, blocks.at(i), Scratch(1, padded), means + i * padded, squares + i * padded);
  });
  ForChannels(s, [&](int64_t group, int64_t first, int64_t last) {
    Merge(a, s, blocks, group, first, last, means, squares, normalizer(group));
  });
  NormalizeAll(a, s, blocks, normalizer);
}

/** y once more, to the bit, of the mean and inverse deviation that the forward pass has found. */
template <class T>
void Again(const BatchNormForward<T>& a, const BatchNormShape& s) {
  const int64_t padded = PaddedChannels(s.channels);
  float* const normalizers = Scratch(0, Normalizer::kVectors * s.splits * padded);
  const auto normalizer = [&](int64_t group) { return Normalizer(normalizers + group * Normalizer::kVectors * padded, padded); };
  for (int64_t group = 0; group < s.splits; group++)
    for (int64_t c = 0; c < s.channels; c++) {
      const int64_t at = group * s.channels + c;
      normalizer(group).mean[c] = a.mean[at];
      normalizer(group).factor[c] = a.scale[c] * a.inverse_deviation[at];
      normalizer(group).offset[c] = a.offset[c];
    }
  NormalizeAll(a, s, Blocks(s), normalizer);
}

}  // namespace
