#include "resize_taps.h"

#include <cmath>
#include <cstdlib>

namespace {

/** PIL's precompute_coeffs, operation by operation, so that its weights are ours to the bit. */
struct Axis {
  int input;
  double scale, support, step;

  Axis(int input, int output) : input(input), scale(static_cast<double>(input) / output) {
    support = scale < 1 ? 1 : scale;
    step = 1.0 / support;
  }
  double Center(int x) const { return (x + 0.5) * scale; }
  int From(int x) const {
    const int from = static_cast<int>(Center(x) - support + 0.5);
    return from < 0 ? 0 : from;
  }
  int To(int x) const {
    const int to = static_cast<int>(Center(x) + support + 0.5);
    return to > input ? input : to;
  }
  double Weight(int x, int i) const {
    const double distance = fabs((i - Center(x) + 0.5) * step);
    return distance < 1 ? 1 - distance : 0;
  }
};

}  // namespace

TapCache::~TapCache() {
  for (Taps& place : places_) free(place.start);
}

const Taps* TapCache::Get(int input, int output) {
  int oldest = 0;
  now_++;
  for (int i = 0; i < kPlaces; i++) {
    if (used_[i] < used_[oldest]) oldest = i;
    if (!places_[i].start || places_[i].input != input || places_[i].output != output) continue;
    used_[i] = now_;
    return &places_[i];
  }
  const Axis axis(input, output);
  int taps = 0;
  for (int x = 0; x < output; x++) taps = axis.To(x) - axis.From(x) > taps ? axis.To(x) - axis.From(x) : taps;
  const int stride = (taps + 1) & ~1;
  Taps& place = places_[oldest];
  used_[oldest] = now_;
  free(place.start);
  int32_t* numbers = static_cast<int32_t*>(calloc(static_cast<size_t>(output) * (stride + 1), sizeof(int32_t)));
  double* exact = static_cast<double*>(malloc(sizeof(double) * taps));
  place = {input, output, taps, stride, numbers, numbers ? numbers + output : nullptr};
  if (!numbers || !exact) {
    free(exact);
    return nullptr;
  }
  for (int x = 0; x < output; x++) {
    // All pixels have as many neighbours, so the last ones' begin earlier, with weights of 0.
    const int from = axis.From(x), to = axis.To(x), start = from < input - taps ? from : input - taps;
    place.start[x] = start;
    double sum = 0;
    for (int i = from; i < to; i++) sum += exact[i - from] = axis.Weight(x, i);
    for (int i = from; i < to; i++) {
      const double weight = sum != 0 ? exact[i - from] / sum : exact[i - from];
      place.weights[static_cast<size_t>(x) * stride + i - start] = static_cast<int32_t>(0.5 + weight * (1 << kWeightBits));
    }
  }
  free(exact);
  return &place;
}
