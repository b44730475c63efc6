// Huffman tables, and what a scan is before its codes are read.
#include <cstdlib>
#include <cstring>

#include "jpeg.h"

Buffer::~Buffer() { free(memory_); }

uint8_t* Buffer::Reserve(size_t bytes) {
  if (bytes > size_) {
    free(memory_);
    memory_ = static_cast<uint8_t*>(malloc(bytes));
    size_ = memory_ ? bytes : 0;
  }
  return memory_;
}

namespace {

void Fill(HuffmanTable* table, int code, int length, int symbol) {
  const int run = symbol >> 4, size = symbol & 15, spare = kLookBits - length;
  for (int rest = 0; rest < 1 << spare; rest++) {
    uint32_t entry = length | run << 8 | size << 16;
    if (size > 0 && size <= spare) {
      int value = rest >> (spare - size);
      if (value < 1 << (size - 1)) value += 1 - (1 << size);
      entry = (length + size) | 64 | run << 8 | static_cast<uint32_t>(value) << 16;
    }
    table->look[code << spare | rest] = entry;
  }
}

}  // namespace

size_t BuildTable(const uint8_t* counts, size_t size, HuffmanTable* table) {
  if (size < 16) return 0;
  int total = 0;
  for (int i = 0; i < 16; i++) total += counts[i];
  if (total > 256 || size < 16u + total) return 0;
  memset(table, 0, sizeof *table);
  memcpy(table->symbols, counts + 16, total);
  int code = 0, index = 0;
  for (int length = 1; length <= 16; length++) {
    table->offset[length] = index - code;
    if (code + counts[length - 1] > 1 << length) return 0;
    for (int i = 0; i < counts[length - 1]; i++, code++, index++)
      if (length <= kLookBits) Fill(table, code, length, table->symbols[index]);
    table->limit[length] = code << (16 - length);
    code <<= 1;
  }
  table->limit[17] = 1 << 16;
  table->defined = true;
  return 16 + total;
}

ScanData CopyScan(const uint8_t* scan, const uint8_t* end, Buffer* buffer) {
  constexpr size_t kAhead = 64;
  uint8_t* out = buffer->Reserve(end - scan + kAhead);
  if (!out) return {};
  uint8_t* to = out;
  const uint8_t* marker = nullptr;
  while (scan < end && !marker) {
    const uint8_t* next = static_cast<const uint8_t*>(memchr(scan, 0xff, end - scan));
    if (!next) next = end;
    memcpy(to, scan, next - scan);
    to += next - scan;
    scan = next;
    while (scan < end && *scan == 0xff) scan++;
    if (scan == end) break;
    if (*scan == 0) *to++ = 0xff;
    else if (*scan < 0xd0 || *scan > 0xd7) marker = scan - 1;
    scan++;
  }
  memset(to, 0, kAhead);
  return {out, static_cast<size_t>(to - out), marker};
}
