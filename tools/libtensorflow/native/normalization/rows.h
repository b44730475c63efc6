// Rows of channels, by blocks that depend on the shape alone: what is summed up over a block and then over blocks is the same number
// for any count of threads.
#pragma once

#include <algorithm>

#include "../simd.h"
#include "shape.h"

namespace {

/** All of a vector's numbers, or the first few: the channels that are left. */
struct Whole {
  template <class T>
  AMCL_INLINE Vec Get(const T* from) const {
    return Load(from);
  }
  template <class T>
  AMCL_INLINE void Put(T* to, Vec v) const {
    Store(to, v);
  }
};

struct Part {
  int64_t count;
  template <class T>
  AMCL_INLINE Vec Get(const T* from) const {
    T numbers[kLanes] = {};
    for (int64_t i = 0; i < count; i++) numbers[i] = from[i];
    return Load(numbers);
  }
  template <class T>
  AMCL_INLINE void Put(T* to, Vec v) const {
    T numbers[kLanes];
    Store(numbers, v);
    for (int64_t i = 0; i < count; i++) to[i] = numbers[i];
  }
};

/** f(first channel, Whole or Part) for each vector of a row. */
template <class F>
AMCL_INLINE void ForVectors(int64_t channels, F f) {
  int64_t c = 0;
  for (; c + kLanes <= channels; c += kLanes) f(c, Whole{});
  if (c < channels) f(c, Part{channels - c});
}

/** Numbers of a vector of channels in our own memory: so many that whole vectors can be read and written. */
AMCL_INLINE int64_t PaddedChannels(int64_t channels) { return (channels + 15) / 16 * 16; }

/** Rows of one group. */
struct Block {
  int64_t group, first, rows;
};

/** The blocks of all groups. */
class Blocks {
 public:
  explicit Blocks(const BatchNormShape& s)
      : shape_(s),
        size_(std::max<int64_t>(32, std::min<int64_t>(256, 16384 / s.channels))),
        of_group_((s.rows() + size_ - 1) / size_) {}
  int64_t of_group() const { return of_group_; }
  int64_t count() const { return of_group_ * shape_.splits; }
  int64_t size() const { return size_; }
  Block at(int64_t index) const {
    const int64_t first = index % of_group_ * size_;
    return {index / of_group_, first, std::min(size_, shape_.rows() - first)};
  }

 private:
  const BatchNormShape& shape_;
  const int64_t size_, of_group_;
};

struct One {
  static constexpr int kCount = 1;
};
struct Four {
  static constexpr int kCount = 4;
};

/** f(place, One or Four) for the first `rows` rows of a block, four at a time as far as they follow one another: where they begin. */
template <class F>
AMCL_INLINE void ForRows(const BatchNormShape& s, const Block& block, int64_t rows, F f) {
  const int64_t run = s.run();
  for (int64_t r = block.first, end = block.first + rows; r < end;) {
    const int64_t within = r % run, count = std::min(end - r, run - within);
    const int64_t row = s.first_row(block.group) + r / run * s.run_step() + within;
    int64_t i = 0;
    for (; i + 4 <= count; i += 4) f((row + i) * s.channels, Four{});
    for (; i < count; i++) f((row + i) * s.channels, One{});
    r += count;
  }
}

}  // namespace
