// Batch norm, backward: a pass for the sums over rows and one for dx.
#pragma once

#include "forward.inc.h"

namespace {

/** How dy passes: all of it; where the normalised number is above 0; where y is, and it is kept as the residual's gradient. */
enum class Mask { kNone, kNormalized, kOutput };

/** Of each channel in a block: the sum of dy, and of dy (x - mean). */
template <Mask mask, class T>
void SumGradients(const BatchNormGradient<T>& a, const BatchNormShape& s, const Block& block, const Normalizer& normalizer,
                  float* sums, float* products) {
  const int64_t padded = PaddedChannels(s.channels);
  for (int64_t c = 0; c < padded; c++) sums[c] = products[c] = 0;
  ForRows(s, block, block.rows, [&](int64_t at, auto rows) {
    ForVectors(s.channels, [&](int64_t c, auto part) {
      const Normalizer::Vectors normalized = normalizer.at(c);
      Vec sum{}, product{};
#pragma GCC unroll 4
      for (int r = 0; r < rows.kCount; r++) {
        const int64_t i = at + r * s.channels + c;
        const Vec x = part.Get(a.x + i);
        Vec dy = part.Get(a.dy + i);
        if constexpr (mask == Mask::kNormalized) dy = normalized.Of(x) > 0 ? dy : Vec{};
        if constexpr (mask == Mask::kOutput) {
          dy = part.Get(a.y + i) > 0 ? dy : Vec{};
          part.Put(a.dresidual + i, dy);
        }
        sum += dy;
        product += dy * (x - normalized.mean);
      }
      Store(sums + c, Load(sums + c) + sum);
      Store(products + c, Load(products + c) + product);
    });
  });
}

/** What makes dx of a channel: factor (dy - level - slope (x - mean)), with Ioffe & Szegedy 2015, section 3. */
struct Projection {
  float *level, *slope;
  Projection(float* memory, int64_t padded) : level(memory), slope(memory + padded) {}
  static constexpr int64_t kVectors = 2;
};

/** The sums of blocks put together, group by group. */
template <class T, class OfGroup>
void MergeGradients(const BatchNormGradient<T>& a, const BatchNormShape& s, const Blocks& blocks, const float* sums,
                    const float* products, OfGroup projection) {
  const int64_t padded = PaddedChannels(s.channels);
  const double count = static_cast<double>(s.rows());
  for (int64_t c = 0; c < s.channels; c++) {
    double scale = 0, offset = 0;
    for (int64_t group = 0; group < s.splits; group++) {
      double sum = 0, product = 0;
      for (int64_t b = group * blocks.of_group(); b < (group + 1) * blocks.of_group(); b++) {
        sum += sums[b * padded + c];
        product += products[b * padded + c];
      }
      const double inverse = a.inverse_deviation[group * s.channels + c];
      projection(group).level[c] = static_cast<float>(sum / count);
      projection(group).slope[c] = static_cast<float>(product / count * inverse * inverse);
      offset += sum;
      scale += product * inverse;
    }
    a.doffset[c] = static_cast<float>(offset);
    a.dscale[c] = static_cast<float>(scale);
  }
}

template <Mask mask, class T>
void Project(const BatchNormGradient<T>& a, const BatchNormShape& s, const Block& block, const Normalizer& normalizer,
             const Projection& projection) {
  // Masked already where it was kept.
  const T* const gradient = mask == Mask::kOutput ? a.dresidual : a.dy;
  ForRows(s, block, block.rows, [&](int64_t at, auto rows) {
    ForVectors(s.channels, [&](int64_t c, auto part) {
      const Normalizer::Vectors normalized = normalizer.at(c);
      const Vec level = Load(projection.level + c), slope = Load(projection.slope + c);
#pragma GCC unroll 4
      for (int r = 0; r < rows.kCount; r++) {
        const int64_t i = at + r * s.channels + c;
        const Vec x = part.Get(a.x + i);
        Vec dy = part.Get(gradient + i);
        if constexpr (mask == Mask::kNormalized) dy = normalized.Of(x) > 0 ? dy : Vec{};
        part.Put(a.dx + i, normalized.factor * (dy - level - slope * (x - normalized.mean)));
      }
    });
  });
}

template <Mask mask, class T>
void GradientOf(const BatchNormGradient<T>& a, const BatchNormShape& s) {
  const Blocks blocks(s);
  const int64_t padded = PaddedChannels(s.channels), n = blocks.count();
  constexpr int64_t kVectors = Normalizer::kVectors + Projection::kVectors;
  float* const sums = Scratch(0, (2 * n + kVectors * s.splits) * padded);
  float* const products = sums + n * padded;
  float* const vectors = products + n * padded;
  const auto normalizer = [&](int64_t group) { return Normalizer(vectors + group * kVectors * padded, padded); };
  const auto projection = [&](int64_t group) {
    return Projection(vectors + (group * kVectors + Normalizer::kVectors) * padded, padded);
  };
  for (int64_t group = 0; group < s.splits; group++)
    for (int64_t c = 0; c < s.channels; c++) {
      const int64_t at = group * s.channels + c;
      normalizer(group).mean[c] = a.mean[at];
      normalizer(group).factor[c] = a.scale[c] * a.inverse_deviation[at];
      normalizer(group).offset[c] = a.offset[c];
    }
  Parallel(n, [&](int64_t i) {
    const Block block = blocks.at(i);
    SumGradients<mask>(a, s, block, normalizer(block.group), sums + i * padded, products + i * padded);
  });
  MergeGradients(a, s, blocks, sums, products, projection);
  Parallel(n, [&](int64_t i) {
    const Block block = blocks.at(n - 1 - i);
    Project<mask>(a, s, block, normalizer(block.group), projection(block.group));
  });
}

template <class T>
void Gradient(const BatchNormGradient<T>& a, const BatchNormShape& s) {
  const auto gradient = !a.relu ? GradientOf<Mask::kNone, T>
                        : a.y   ? GradientOf<Mask::kOutput, T>
                                : GradientOf<Mask::kNormalized, T>;
  gradient(a, s);
}

}  // namespace
