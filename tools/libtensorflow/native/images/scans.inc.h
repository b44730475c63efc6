// An image of several scans: progressive, or a scan for each component. Its coefficients are gathered, then transformed.
#pragma once

#include "decode.inc.h"

namespace {

/** What is read of a symbol and its value; the value is 0 where the size is. */
struct Symbol {
  int run, size, value;
};

inline bool ReadSymbol(const HuffmanTable& table, Bits* in, Symbol* symbol) {
  in->Fill();
  const uint32_t entry = table.look[in->Peek(kLookBits)];
  if (entry & 64) {
    in->Skip(entry & 63);
    *symbol = {static_cast<int>(entry >> 8) & 15, 1, static_cast<int32_t>(entry) >> 16};
    // A value of one bit is 1 or -1; of others it does not matter how large they are.
    if (symbol->value > 1 || symbol->value < -1) symbol->size = 2;
    return true;
  }
  int code;
  if (entry != 0) {
    in->Skip(entry & 63);
    code = ((entry >> 8) & 15) << 4 | entry >> 16;
  } else {
    code = LongSymbol(table, in);
    if (code < 0) return false;
  }
  *symbol = {code >> 4, code & 15, code & 15 ? in->Value(code & 15) : 0};
  return true;
}

/** Blocks in a row without more of these coefficients, of a symbol that has no size. */
inline int ReadEndRun(const Symbol& symbol, Bits* in) {
  return (1 << symbol.run) + (symbol.run ? in->Take(symbol.run) : 0);
}

/** The first bits of AC coefficients. */
inline bool FirstAc(const Scan& scan, const HuffmanTable& table, Bits* in, int* end_run, int16_t* block) {
  if (*end_run > 0) {
    --*end_run;
    return true;
  }
  for (int k = scan.first; k <= scan.last; k++) {
    Symbol symbol;
    if (!ReadSymbol(table, in, &symbol)) return false;
    if (symbol.size == 0 && symbol.run < 15) {
      *end_run = ReadEndRun(symbol, in) - 1;
      return true;
    }
    k += symbol.run;
    if (symbol.size == 0) continue;
    if (k > scan.last) return false;
    block[kZigzag[k]] = static_cast<int16_t>(symbol.value * (1 << scan.low));
  }
  return true;
}

/** One more bit of a coefficient that is not 0. */
inline void RefineOne(Bits* in, int bit, int16_t* coefficient) {
  in->Fill();
  if (in->Take(1) && (*coefficient & bit) == 0) *coefficient += *coefficient >= 0 ? bit : -bit;
}

/** One more bit of AC coefficients, and those that are not 0 from this bit on. */
inline bool RefineAc(const Scan& scan, const HuffmanTable& table, Bits* in, int* end_run, int16_t* block) {
  const int bit = 1 << scan.low;
  int k = scan.first;
  for (; *end_run == 0 && k <= scan.last; k++) {
    Symbol symbol;
    if (!ReadSymbol(table, in, &symbol) || symbol.size > 1) return false;
    if (symbol.size == 0 && symbol.run < 15) {
      *end_run = ReadEndRun(symbol, in);
      break;
    }
    for (int zeros = symbol.run; k <= scan.last; k++) {
      int16_t* coefficient = &block[kZigzag[k]];
      if (*coefficient != 0) RefineOne(in, bit, coefficient);
      else if (zeros-- == 0) break;
    }
    if (symbol.size == 0) continue;
    if (k > scan.last) return false;
    block[kZigzag[k]] = static_cast<int16_t>(symbol.value * bit);
  }
  if (*end_run == 0) return true;
  for (; k <= scan.last; k++)
    if (block[kZigzag[k]] != 0) RefineOne(in, bit, &block[kZigzag[k]]);
  --*end_run;
  return true;
}

struct ScanReader {
  const Jpeg& jpeg;
  const Scan& scan;
  Bits in;
  int dc[kMaxComponents] = {};
  int end_run = 0;
  int left;

  ScanReader(const Jpeg& jpeg, const uint8_t* data, size_t size)
      : jpeg(jpeg), scan(jpeg.scan), in(data, size), left(jpeg.restart_interval) {}

  void Restart() {
    if (jpeg.restart_interval == 0 || left-- > 0) return;
    in.Align();
    memset(dc, 0, sizeof dc);
    end_run = 0;
    left = jpeg.restart_interval - 1;
  }

  bool ReadBlock(int c, int16_t* block) {
    static const uint16_t kOnes[64] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                       1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                       1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    const Component& component = jpeg.component[c];
    if (scan.first > 0) {
      const auto read = scan.high == 0 ? FirstAc : RefineAc;
      return read(scan, jpeg.ac[component.ac], &in, &end_run, block);
    }
    if (scan.high > 0) {
      in.Fill();
      if (in.Take(1)) block[0] |= 1 << scan.low;
      return true;
    }
    int difference;
    if (!ReadDc(jpeg.dc[component.dc], &in, &difference)) return false;
    dc[c] += difference;
    block[0] = static_cast<int16_t>(dc[c] * (1 << scan.low));
    return jpeg.progressive || ReadAc<true>(jpeg.ac[component.ac], kOnes, &in, block) != 0;
  }
};

inline Status ReadScan(const Jpeg& jpeg, const uint8_t* data, size_t size, int rows, const Blocks* blocks, const char** message) {
  ScanReader reader(jpeg, data, size);
  const Scan& scan = jpeg.scan;
  // A scan of one component has only the blocks that it needs, one by one.
  const Component& only = jpeg.component[scan.component[0]];
  const bool alone = scan.count == 1;
  const int all = (only.height + 7) / 8, kept = rows * only.vertical;
  const int columns = alone ? (only.width + 7) / 8 : McuColumns(jpeg), lines = !alone ? rows : all < kept ? all : kept;
  for (int y = 0; y < lines; y++) {
    for (int x = 0; x < columns; x++) {
      reader.Restart();
      for (int i = 0; i < scan.count; i++) {
        const int c = scan.component[i];
        const int across = alone ? 1 : jpeg.component[c].horizontal, down = alone ? 1 : jpeg.component[c].vertical;
        for (int block = 0; block < across * down; block++) {
          const ptrdiff_t row = y * down + block / across, column = x * across + block % across;
          if (reader.ReadBlock(c, blocks[c].coefficients + 64 * (row * blocks[c].stride + column))) continue;
          *message = "its data have a code that does not exist";
          return Status::kDamaged;
        }
      }
    }
    if (reader.in.Overrun()) {
      *message = "it ends before its last row";
      return Status::kDamaged;
    }
  }
  return Status::kOk;
}

inline void Transform(const Jpeg& jpeg, const Blocks* blocks, const Region& region, const Plane* planes) {
  for (int c = 0; c < jpeg.components; c++) {
    const Component& component = jpeg.component[c];
    int16_t quantization[64];
    for (int k = 0; k < 64; k++) quantization[kZigzag[k]] = static_cast<int16_t>(jpeg.quantization[component.quantization][k]);
    for (int y = region.top * component.vertical; y < region.bottom * component.vertical; y++)
      for (int x = region.left * component.horizontal; x < region.right * component.horizontal; x++) {
        const int16_t* from = blocks[c].coefficients + 64 * (static_cast<ptrdiff_t>(y) * blocks[c].stride + x);
        alignas(32) int16_t block[64];
        for (int k = 0; k < 64; k++) block[k] = static_cast<int16_t>(from[k] * quantization[k]);
        const Plane& plane = planes[c];
        InverseDct(block, plane.samples + (8 * y - plane.top) * plane.stride + 8 * x - plane.left, plane.stride);
      }
  }
}

}  // namespace
