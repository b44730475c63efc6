// Views of crops of a JPEG.
#pragma once

#include "kernels.h"

/** Crops of an image that is upright after its orientation, 1 .. 8 (EXIF's), and room for their views. */
struct CropsRequest {
  const uint8_t* data;
  size_t size;
  /** Top, left, height, width and whether mirrored of each, pixels. */
  const int32_t* crops;
  size_t count;
  int orientation;
  /** Of each view. */
  int height, width;
  /** count views of [height, width, 3]. */
  uint8_t* out;
  /** Whether the kernels for any CPU do it. */
  bool portable;
};

/** `message` says what is damaged. What is unsupported is an image for another decoder. */
Status DecodeCrops(const CropsRequest& request, Scratch* scratch, const char** message);
