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

/** What a thread keeps from image to image. */
struct Scratch {
  Jpeg jpeg;
  Buffer scan, planes[kMaxComponents], row, image, between;
  TapCache taps;
};

struct ImageKernels {
  /** Decodes the region of an image into `planes`, and no row of MCUs after `last`. */
  Status (*decode)(const Jpeg&, const uint8_t* scan, size_t size, const Region&, int last, const Plane* planes, const char** message);
  /** Makes a view of [height, width, 3] bytes of a crop. */
  Status (*view)(const Plane* planes, const Crop&, int height, int width, Scratch*, uint8_t* out);
};

extern const ImageKernels kPortableImageKernels;
#if defined(__x86_64__)
extern const ImageKernels kAvx2ImageKernels;
#endif
