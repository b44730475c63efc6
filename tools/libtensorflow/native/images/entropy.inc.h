// Huffman-coded blocks to coefficients.
#pragma once

#include <cstring>

#include "jpeg.h"

namespace {

/** Where the coefficients of a zigzag lie in a block; more than 64, for a run that leads out of it. */
const uint8_t kZigzag[80] = {
    0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13,
    6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31,
    39, 46, 53, 60, 61, 54, 47, 55, 62, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63};

/** Bits of a scan without stuffing, which zeros follow. */
struct Bits {
  const uint8_t* data;
  size_t size;
  /** Bytes that were taken into `bits`; more than there are where the data are damaged. */
  size_t taken = 0;
  /** The next `count` bits, from the highest. */
  uint64_t bits = 0;
  int count = 0;

  Bits(const uint8_t* data, size_t size) : data(data), size(size) {}

  /** Sees to it that there are more than 32 bits: enough for a code and its value. */
  inline void Fill() {
    if (count > 32) return;
    uint64_t next;
    memcpy(&next, data + (taken < size ? taken : size), 8);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    next = __builtin_bswap64(next);
#endif
    bits |= next >> count;
    taken += (63 - count) >> 3;
    count |= 56;
  }
  inline uint32_t Peek(int n) const { return static_cast<uint32_t>(bits >> (64 - n)); }
  inline void Skip(int n) {
    bits <<= n;
    count -= n;
  }
  /** n: 1..16 */
  inline int Value(int n) {
    const int value = Peek(n);
    Skip(n);
    return value < 1 << (n - 1) ? value + 1 - (1 << n) : value;
  }
  /** Whether more was read than there is. */
  bool Overrun() const { return taken * 8 > size * 8 + count; }
  /** Goes to the next byte, where the data after a restart marker begins. */
  void Align() { Skip(count & 7); }
};

/** A symbol whose code is too long for the table; -1 where there is no such code. */
inline int LongSymbol(const HuffmanTable& table, Bits* in) {
  const int code = in->Peek(16);
  int length = kLookBits + 1;
  while (code >= table.limit[length]) length++;
  if (length > 16) return -1;
  in->Skip(length);
  return table.symbols[((code >> (16 - length)) + table.offset[length]) & 255];
}

/** The difference of a block's DC coefficient from the one before. @returns false where there is no such code */
inline bool ReadDc(const HuffmanTable& table, Bits* in, int* difference) {
  in->Fill();
  const uint32_t entry = table.look[in->Peek(kLookBits)];
  int size;
  if (entry & 64) {
    in->Skip(entry & 63);
    *difference = static_cast<int32_t>(entry) >> 16;
    return true;
  }
  if (entry != 0) {
    in->Skip(entry & 63);
    size = entry >> 16;
  } else {
    size = LongSymbol(table, in);
    if (size < 0 || size > 15) return false;
  }
  *difference = size ? in->Value(size) : 0;
  return true;
}

/**
 * The AC coefficients of a block, into `block` times their quantization where it is kept.
 * @returns how many of the zigzag there are at most, 1 for none; 0 where the data make no sense
 */
template <bool kKeep>
inline int ReadAc(const HuffmanTable& table, const uint16_t* quantization, Bits* in, int16_t* block) {
  int k = 1;
  while (k < 64) {
    in->Fill();
    const uint32_t entry = table.look[in->Peek(kLookBits)];
    if (__builtin_expect((entry & 64) != 0, 1)) {
      in->Skip(entry & 63);
      k += (entry >> 8) & 15;
      if (kKeep) block[kZigzag[k]] = static_cast<int16_t>((static_cast<int32_t>(entry) >> 16) * quantization[k & 63]);
      k++;
      continue;
    }
    int run, size;
    if (entry != 0) {
      in->Skip(entry & 63);
      run = (entry >> 8) & 15;
      size = entry >> 16;
    } else {
      const int symbol = LongSymbol(table, in);
      if (symbol < 0) return 0;
      run = symbol >> 4;
      size = symbol & 15;
    }
    if (size == 0) {
      if (run != 15) return k;
      k += 16;
      continue;
    }
    k += run;
    const int value = in->Value(size);
    if (kKeep) block[kZigzag[k]] = static_cast<int16_t>(value * quantization[k & 63]);
    k++;
  }
  return k == 64 ? 64 : 0;
}

}  // namespace
