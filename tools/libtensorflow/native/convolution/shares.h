// How threads share a sum: some take a part of what is summed, with a sum of their own, some a part of the outputs.
#pragma once

#include <algorithm>
#include <cstring>

#include "../parallel.h"
#include "microkernel.h"

namespace {

struct Range {
  int64_t begin, end;
  int64_t length() const { return end - begin; }
  /** Part `index` of `count`. */
  Range Part(int64_t index, int64_t count) const {
    return {begin + length() * index / count, begin + length() * (index + 1) / count};
  }
};

/** Parts of the panels of outputs and of what is summed, two parts a thread; they depend on the machine and the shape alone. */
struct Shares {
  int64_t panels, terms, across, along;
  /** @param most_across panels of a share: what all of them use is made anew for each @param least terms of a share */
  Shares(int64_t panels, int64_t panels_of_share, int64_t terms, int64_t least)
      : panels(panels),
        terms(terms),
        across(std::max<int64_t>(1, panels / panels_of_share)),
        along(std::clamp<int64_t>((2 * Threads() + across - 1) / across, 1, std::max<int64_t>(1, terms / least))) {}
};

/** total[0 .. size) = the sum of what `add(panels, terms, sum)` puts into each sum. */
template <class Add>
void SumOfShares(const Shares& shares, int64_t size, float* total, Add add) {
  float* const others = Scratch(0, (shares.along - 1) * size);
  Parallel(shares.along * shares.across, [&](int64_t index) {
    const int64_t part = index / shares.across;
    add(Range{0, shares.panels}.Part(index % shares.across, shares.across), Range{0, shares.terms}.Part(part, shares.along),
        part == 0 ? total : others + (part - 1) * size);
  });
  if (shares.along == 1) return;
  constexpr int64_t kBlock = 4096;
  Parallel((size + kBlock - 1) / kBlock, [&](int64_t block) {
    const int64_t end = std::min(size, (block + 1) * kBlock);
    for (int64_t part = 1; part < shares.along; part++)
      for (int64_t i = block * kBlock; i < end; i++) total[i] += others[(part - 1) * size + i];
  });
}

}  // namespace
