// The kernels, compiled for AVX2 and for any CPU.
#pragma once

#include "jpeg.h"
#include "resize_taps.h"

/** A rectangle of the stored image, pixels, and how its view lies: `swap` exchanges rows and columns after the flips. */
struct Crop {
  int top, left, height, width;
  bool flip_x, flip_y, swap, mirrored;
};

/** MCUs of an image that are made into samples: columns and rows, the ends exclusive. */
struct Region {
  int left, right, top, bottom;
};

/** Samples of a component, of a region. */
struct Plane {
  uint8_t* samples;
  ptrdiff_t stride;
  /** Where the first sample lies in the component. */
  int left, top;
};

/** Blocks of coefficients of a component, 64 each, `stride` blocks a row. */
struct Blocks {
  int16_t* coefficients;
  int stride;
};

inline int McuColumns(const Jpeg& jpeg) { return (jpeg.width + 8 * jpeg.max_horizontal - 1) / (8 * jpeg.max_horizontal); }
inline int McuRows(const Jpeg& jpeg) { return (jpeg.height + 8 * jpeg.max_vertical - 1) / (8 * jpeg.max_vertical); }

/** What a thread keeps from image to image. */
struct Scratch {
  Jpeg jpeg;
  Buffer scan, blocks[kMaxComponents], planes[kMaxComponents], row, image, between, filtered;
  TapCache taps;
};

struct ImageKernels {
  /** Decodes the region of an image into `planes`, and no row of MCUs after `last`. */
  Status (*decode)(const Jpeg&, const uint8_t* scan, size_t size, const Region&, int last, const Plane* planes,
                   const char** message);
  /** Adds the next scan to the coefficients of `rows` rows of MCUs. */
  Status (*read_scan)(const Jpeg&, const uint8_t* scan, size_t size, int rows, const Blocks* blocks, const char** message);
  /** Makes the coefficients of a region into `planes`. */
  void (*transform)(const Jpeg&, const Blocks* blocks, const Region&, const Plane* planes);
  /** Makes a view of [height, width, 3] bytes of a crop. */
  Status (*view)(const Plane* planes, const Crop&, int height, int width, Scratch*, uint8_t* out);
  /** Filters [size, size, 3] numbers in place by weights at distances 0 .. reach, below `size`. */
  Status (*filter)(double* pixels, int size, const double* weights, int reach, Scratch*);
};

extern const ImageKernels kPortableImageKernels;
#if defined(__x86_64__)
extern const ImageKernels kAvx2ImageKernels;
#endif

/** The kernels for this CPU, or for any. */
const ImageKernels& KernelsOf(bool portable);
