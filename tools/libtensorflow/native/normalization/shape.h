#pragma once

#include <cstdint>

/** Of a batch norm: x is [batch, pixels, channels]. Its `splits` groups of the batch are normalised each by itself. */
struct BatchNormShape {
  int64_t batch, pixels, channels, splits;
  /** Whether a group's samples follow one another; else sample n is in group n mod splits. */
  bool contiguous;

  /** Rows (of `channels` numbers) of a group. */
  int64_t rows() const { return batch / splits * pixels; }
  /** Rows of a group that follow one another in memory, and from the first of them to the next first. */
  int64_t run() const { return contiguous || splits == 1 ? rows() : pixels; }
  int64_t run_step() const { return contiguous || splits == 1 ? rows() : splits * pixels; }
  int64_t first_row(int64_t group) const { return group * run(); }
};
