#include "jpeg.h"

#include <cstdlib>
#include <cstring>

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

/** The bytes of a marker's segment. */
struct Segment {
  const uint8_t* at;
  const uint8_t* end;
  bool Has(ptrdiff_t bytes) const { return end - at >= bytes; }
  int Byte() { return *at++; }
  int Word() {
    const int word = at[0] << 8 | at[1];
    at += 2;
    return word;
  }
};

struct Reader {
  Jpeg* jpeg;
  const char** message;
  bool frame = false, jfif = false;
  int adobe = -1;

  Status Fail(Status status, const char* why) {
    *message = why;
    return status;
  }
  Status Damaged(const char* why) { return Fail(Status::kDamaged, why); }

  Status Quantization(Segment s) {
    while (s.Has(1)) {
      const int head = s.Byte(), wide = head >> 4, table = head & 15;
      if (table > 3 || wide > 1 || !s.Has(wide ? 128 : 64)) return Damaged("a quantization table is not whole");
      for (int i = 0; i < 64; i++) jpeg->quantization[table][i] = wide ? s.Word() : s.Byte();
      jpeg->quantization_defined[table] = true;
    }
    return Status::kOk;
  }

  Status Huffman(Segment s) {
    while (s.Has(1)) {
      const int head = s.Byte(), table = head & 15;
      if (table > 3 || head >> 4 > 1 || !s.Has(16)) return Damaged("a Huffman table is not whole");
      if (!Build(s, head >> 4 ? &jpeg->ac[table] : &jpeg->dc[table])) return Damaged("a Huffman table has impossible codes");
      int total = 0;
      for (int i = 0; i < 16; i++) total += s.at[i];
      s.at += 16 + total;
    }
    return Status::kOk;
  }

  static bool Build(Segment s, HuffmanTable* table) {
    const uint8_t* counts = s.at;
    int total = 0;
    for (int i = 0; i < 16; i++) total += counts[i];
    if (total > 256 || !s.Has(16 + total)) return false;
    memset(table, 0, sizeof *table);
    memcpy(table->symbols, counts + 16, total);
    int code = 0, index = 0;
    for (int length = 1; length <= 16; length++) {
      table->offset[length] = index - code;
      if (code + counts[length - 1] > 1 << length) return false;
      for (int i = 0; i < counts[length - 1]; i++, code++, index++)
        if (length <= kLookBits) Fill(table, code, length, table->symbols[index]);
      table->limit[length] = code << (16 - length);
      code <<= 1;
    }
    table->limit[17] = 1 << 16;
    return table->defined = true;
  }

  static void Fill(HuffmanTable* table, int code, int length, int symbol) {
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

  Status Frame(Segment s) {
    if (frame) return Damaged("it has two frames");
    if (!s.Has(6)) return Damaged("its frame header is not whole");
    const int bits = s.Byte();
    jpeg->height = s.Word();
    jpeg->width = s.Word();
    jpeg->components = s.Byte();
    if (bits != 8) return Fail(Status::kUnsupported, "other than 8 bits a sample");
    if (jpeg->height == 0) return Fail(Status::kUnsupported, "a height that is told after the image");
    if (jpeg->width == 0) return Damaged("it is 0 pixels wide");
    if (jpeg->components != 1 && jpeg->components != 3 && jpeg->components != 4)
      return Fail(Status::kUnsupported, "other than 1, 3 or 4 components");
    if (!s.Has(3 * jpeg->components)) return Damaged("its frame header is not whole");
    jpeg->max_horizontal = jpeg->max_vertical = 1;
    for (int i = 0; i < jpeg->components; i++) {
      Component& c = jpeg->component[i];
      c.id = s.Byte();
      const int sampling = s.Byte();
      c.horizontal = sampling >> 4;
      c.vertical = sampling & 15;
      c.quantization = s.Byte();
      if (c.horizontal < 1 || c.horizontal > 4 || c.vertical < 1 || c.vertical > 4 || c.quantization > 3)
        return Damaged("its frame header has impossible values");
      if (jpeg->components == 1) c.horizontal = c.vertical = 1;
      if (c.horizontal > jpeg->max_horizontal) jpeg->max_horizontal = c.horizontal;
      if (c.vertical > jpeg->max_vertical) jpeg->max_vertical = c.vertical;
    }
    for (int i = 0; i < jpeg->components; i++) {
      Component& c = jpeg->component[i];
      if (jpeg->max_horizontal % c.horizontal != 0 || jpeg->max_vertical % c.vertical != 0)
        return Fail(Status::kUnsupported, "components whose sizes are no multiples of each other");
      c.width = (jpeg->width * c.horizontal + jpeg->max_horizontal - 1) / jpeg->max_horizontal;
      c.height = (jpeg->height * c.vertical + jpeg->max_vertical - 1) / jpeg->max_vertical;
    }
    frame = true;
    return Status::kOk;
  }

  Status Scan(Segment s) {
    if (!frame || !s.Has(1)) return Damaged("its scan comes before its frame");
    const int count = s.Byte();
    if (count != jpeg->components) return Fail(Status::kUnsupported, "a scan for each component");
    if (!s.Has(2 * count + 3)) return Damaged("its scan header is not whole");
    for (int i = 0; i < count; i++) {
      Component& c = jpeg->component[i];
      if (s.Byte() != c.id) return Damaged("its scan has another component than its frame");
      const int tables = s.Byte();
      c.dc = tables >> 4;
      c.ac = tables & 15;
      if (c.dc > 3 || c.ac > 3 || !jpeg->dc[c.dc].defined || !jpeg->ac[c.ac].defined ||
          !jpeg->quantization_defined[c.quantization])
        return Fail(Status::kUnsupported, "tables that are not in it");
    }
    jpeg->scan = s.end;
    jpeg->colors = ColorsOf();
    return Status::kOk;
  }

  /** As libjpeg guesses. */
  Colors ColorsOf() const {
    if (jpeg->components == 1) return Colors::kGray;
    if (jpeg->components == 4) return adobe == 2 ? Colors::kYcck : Colors::kCmyk;
    if (jfif) return Colors::kYcc;
    if (adobe >= 0) return adobe == 0 ? Colors::kRgb : Colors::kYcc;
    const Component* c = jpeg->component;
    return c[0].id == 'R' && c[1].id == 'G' && c[2].id == 'B' ? Colors::kRgb : Colors::kYcc;
  }

  Status Marker(int marker, Segment s) {
    switch (marker) {
      case 0xdb: return Quantization(s);
      case 0xc4: return Huffman(s);
      case 0xc0:
      case 0xc1: return Frame(s);
      case 0xdd:
        if (!s.Has(2)) return Damaged("its restart interval is not whole");
        jpeg->restart_interval = s.Word();
        return Status::kOk;
      case 0xe0:
        if (s.Has(5) && memcmp(s.at, "JFIF", 5) == 0) jfif = true;
        return Status::kOk;
      case 0xee:
        if (s.Has(12) && memcmp(s.at, "Adobe", 5) == 0) adobe = s.at[11];
        return Status::kOk;
      case 0xcc: return Fail(Status::kUnsupported, "arithmetic coding");
      default:
        if (marker >= 0xc2 && marker <= 0xcf && marker != 0xc8) return Fail(Status::kUnsupported, "not baseline");
        return Status::kOk;
    }
  }
};

}  // namespace

Status ReadJpeg(const uint8_t* data, size_t size, Jpeg* jpeg, const char** message) {
  Reader reader{jpeg, message};
  jpeg->restart_interval = 0;
  for (int i = 0; i < 4; i++) jpeg->quantization_defined[i] = jpeg->dc[i].defined = jpeg->ac[i].defined = false;
  if (size < 4 || data[0] != 0xff || data[1] != 0xd8) return reader.Damaged("it does not begin as a JPEG does");
  const uint8_t* at = data + 2;
  const uint8_t* end = data + size;
  while (end - at >= 4) {
    if (at[0] != 0xff) {
      at++;  // libjpeg, too, goes on at the next marker
      continue;
    }
    if (at[1] == 0xff || at[1] == 0 || at[1] == 1 || (at[1] >= 0xd0 && at[1] <= 0xd8)) {
      at += at[1] == 0xff ? 1 : 2;
      continue;
    }
    if (at[1] == 0xd9) return reader.Damaged("it ends before its image");
    const int length = at[2] << 8 | at[3];
    if (length < 2 || end - at < 2 + length) return reader.Damaged("it ends in its header");
    const Status status = at[1] == 0xda ? reader.Scan({at + 4, at + 2 + length}) : reader.Marker(at[1], {at + 4, at + 2 + length});
    if (status != Status::kOk || at[1] == 0xda) return status;
    at += 2 + length;
  }
  return reader.Damaged("it ends in its header");
}

const uint8_t* CopyScan(const uint8_t* scan, const uint8_t* end, Buffer* buffer, size_t* size, bool* complete) {
  constexpr size_t kAhead = 64;
  uint8_t* out = buffer->Reserve(end - scan + kAhead);
  if (!out) return nullptr;
  uint8_t* to = out;
  *complete = false;
  while (scan < end) {
    const uint8_t* next = static_cast<const uint8_t*>(memchr(scan, 0xff, end - scan));
    if (!next) next = end;
    memcpy(to, scan, next - scan);
    to += next - scan;
    scan = next;
    while (scan < end && *scan == 0xff) scan++;
    if (scan == end) break;
    const int marker = *scan++;
    if (marker == 0) {
      *to++ = 0xff;
    } else if (marker < 0xd0 || marker > 0xd7) {
      *complete = true;
      break;
    }
  }
  memset(to, 0, kAhead);
  *size = to - out;
  return out;
}
