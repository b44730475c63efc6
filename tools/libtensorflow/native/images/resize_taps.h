// Weights of PIL's bilinear resize with antialias.
#pragma once

#include <cstdint>

/** Bits of a weight after the point, as of PIL's on 8-bit images. */
constexpr int kWeightBits = 22;

/**
 * Which input pixels an output pixel of one axis is made of: `taps` neighbours from `start[x]`, weights at `x * stride`, of which
 * there are an even number: the one too many is 0.
 */
struct Taps {
  int input, output, taps, stride;
  int32_t* start;
  int32_t* weights;
};

/** The weights of the lengths that were used last: a view of another crop has others. */
class TapCache {
 public:
  TapCache() = default;
  TapCache(const TapCache&) = delete;
  ~TapCache();
  /** Null where there is no memory. Stays at least until another two were asked for. */
  const Taps* Get(int input, int output);

 private:
  static constexpr int kPlaces = 16;
  Taps places_[kPlaces] = {};
  /** When each was asked for last. */
  uint64_t used_[kPlaces] = {};
  uint64_t now_ = 0;
};
