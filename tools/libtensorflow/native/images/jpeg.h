// A baseline JPEG: what its headers say, and its entropy-coded data.
#pragma once

#include <cstddef>
#include <cstdint>

constexpr int kMaxComponents = 4;
/** Codes of up to so many bits are found by one look at a table. */
constexpr int kLookBits = 10;

/**
 * Entries of `look`, by the next kLookBits bits: bits 0..5 how many bits the symbol takes, 0 where its code is longer than the
 * table looks; bit 6 whether its value is in the bits 16..31, else these have the value's size; bits 8..11 the run before it.
 */
struct HuffmanTable {
  uint32_t look[1 << kLookBits];
  /** Of each length: the first code that is too large for it, in 16 bits; and what leads from a code to its symbol. */
  int32_t limit[18];
  int32_t offset[17];
  uint8_t symbols[256];
  bool defined;
};

struct Component {
  int id;
  /** Blocks of an MCU; 1 by 1 where it is the only component. */
  int horizontal, vertical;
  /** Samples, without what fills the last blocks. */
  int width, height;
  int quantization, dc, ac;
};

enum class Colors { kGray, kYcc, kRgb, kCmyk, kYcck };

struct Jpeg {
  int width, height, components;
  Component component[kMaxComponents];
  int max_horizontal, max_vertical;
  /** Of coefficients in zigzag order. */
  uint16_t quantization[4][64];
  bool quantization_defined[4];
  HuffmanTable dc[4], ac[4];
  int restart_interval;
  Colors colors;
  /** Where the scan's data begins. */
  const uint8_t* scan;
};

enum class Status { kOk, kUnsupported, kDamaged, kNoMemory };

/** Memory that keeps its size from image to image. */
class Buffer {
 public:
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  ~Buffer();
  /** At least `bytes` bytes, null where there is no memory for them; what was in them is lost. */
  uint8_t* Reserve(size_t bytes);

 private:
  uint8_t* memory_ = nullptr;
  size_t size_ = 0;
};

/** Reads the headers up to the scan. `message` says what is unsupported or damaged. */
Status ReadJpeg(const uint8_t* data, size_t size, Jpeg* jpeg, const char** message);

/**
 * Copies the scan's data without stuffing and markers, followed by zeros to read ahead in.
 * @param complete whether a marker ends it: else the file was cut off
 */
const uint8_t* CopyScan(const uint8_t* scan, const uint8_t* end, Buffer* buffer, size_t* size, bool* complete);
