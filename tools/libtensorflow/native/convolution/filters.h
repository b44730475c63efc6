// Other orders of a filter's numbers.
#pragma once

#include "../parallel.h"
#include "microkernel.h"

namespace {

/** to[tap][o][i] = filter[tap][i][o], the taps from the last to the first if `turned`. */
inline void SwapChannels(const float* filter, int64_t taps, int64_t inputs, int64_t outputs, float* to, bool turned) {
  constexpr int64_t kSide = 16;
  const int64_t bands = (inputs + kSide - 1) / kSide;
  Parallel(taps * bands, [&](int64_t part) {
    const int64_t tap = part / bands, first = part % bands * kSide, last = first + kSide < inputs ? first + kSide : inputs;
    const float* from = filter + tap * inputs * outputs;
    float* target = to + (turned ? taps - 1 - tap : tap) * inputs * outputs;
    for (int64_t o = 0; o < outputs; o += kSide)
      for (int64_t column = o; column < o + kSide && column < outputs; column++)
        for (int64_t i = first; i < last; i++) target[column * inputs + i] = from[i * outputs + column];
  });
}

/** [outputs / panel][tap][inputs][panel] of [tap][inputs][outputs]. */
template <int vectors>
void PackFilter(const float* filter, int64_t taps, int64_t inputs, int64_t outputs, float* to) {
  constexpr int64_t panel = vectors * kLanes;
  Parallel(outputs / panel, [&](int64_t p) {
    float* target = to + p * taps * inputs * panel;
    const float* from = filter + p * panel;
    for (int64_t row = 0; row < taps * inputs; row++, target += panel, from += outputs)
      for (int v = 0; v < vectors; v++) Store(target + v * kLanes, Load(from + v * kLanes));
  });
}

}  // namespace
