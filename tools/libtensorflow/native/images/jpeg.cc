#include "jpeg.h"

#include <cstring>

namespace {

/** The bytes of a marker's segment. */
struct Segment {
  const uint8_t* at;
  const uint8_t* end;
  bool Has(ptrdiff_t bytes) const { return end - at >= bytes; }
  int Byte() { return *at++; }
  int Word() {
    const int high = Byte();
    return high << 8 | Byte();
  }
};

struct Reader {
  Jpeg* jpeg;
  const char** message;

  Status Fail(Status status, const char* why) { return *message = why, status; }
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
      const size_t length = BuildTable(s.at, s.end - s.at, head >> 4 ? &jpeg->ac[table] : &jpeg->dc[table]);
      if (length == 0) return Damaged("a Huffman table has impossible codes");
      s.at += length;
    }
    return Status::kOk;
  }

  Status Frame(Segment s) {
    if (jpeg->frame) return Damaged("it has two frames");
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
    jpeg->frame = true;
    return Status::kOk;
  }

  Status ReadScan(Segment s) {
    Scan& scan = jpeg->scan;
    if (!jpeg->frame || !s.Has(1)) return Damaged("its scan comes before its frame");
    scan.count = s.Byte();
    if (scan.count < 1 || scan.count > jpeg->components || !s.Has(2 * scan.count + 3))
      return Damaged("its scan header is not whole");
    for (int i = 0; i < scan.count; i++) {
      const int id = s.Byte(), tables = s.Byte();
      int c = 0;
      while (c < jpeg->components && jpeg->component[c].id != id) c++;
      if (c == jpeg->components || (i > 0 && c <= scan.component[i - 1]))
        return Damaged("its scan has other components than its frame, or in another order");
      scan.component[i] = c;
      jpeg->component[c].dc = tables >> 4;
      jpeg->component[c].ac = tables & 15;
    }
    scan.first = s.Byte();
    scan.last = s.Byte();
    const int bits = s.Byte();
    scan.high = bits >> 4;
    scan.low = bits & 15;
    if (!jpeg->progressive) {
      scan.first = scan.high = scan.low = 0;
      scan.last = 63;
    }
    // In a progressive image DC coefficients come apart from the others, which are of one component.
    const bool apart = !jpeg->progressive || (scan.first == 0 ? scan.last == 0 : scan.count == 1);
    if (!apart || scan.last > 63 || scan.first > scan.last || scan.low > 13 || (scan.high > 0 && scan.high != scan.low + 1))
      return Damaged("its scan header has impossible values");
    scan.data = s.end;
    return TablesOfScan();
  }

  Status TablesOfScan() {
    const Scan& scan = jpeg->scan;
    for (int i = 0; i < scan.count; i++) {
      const Component& c = jpeg->component[scan.component[i]];
      if (c.dc > 3 || c.ac > 3) return Damaged("its scan header has impossible values");
      if ((scan.first == 0 && scan.high == 0 && !jpeg->dc[c.dc].defined) || (scan.last > 0 && !jpeg->ac[c.ac].defined) ||
          !jpeg->quantization_defined[c.quantization])
        return Fail(Status::kUnsupported, "tables that are not in it");
    }
    jpeg->colors = ColorsOf();
    return Status::kOk;
  }

  /** As libjpeg guesses. */
  Colors ColorsOf() const {
    if (jpeg->components == 1) return Colors::kGray;
    if (jpeg->components == 4) return jpeg->adobe == 2 ? Colors::kYcck : Colors::kCmyk;
    if (jpeg->jfif) return Colors::kYcc;
    if (jpeg->adobe >= 0) return jpeg->adobe == 0 ? Colors::kRgb : Colors::kYcc;
    const Component* c = jpeg->component;
    return c[0].id == 'R' && c[1].id == 'G' && c[2].id == 'B' ? Colors::kRgb : Colors::kYcc;
  }

  Status Marker(int marker, Segment s) {
    switch (marker) {
      case 0xdb: return Quantization(s);
      case 0xc4: return Huffman(s);
      case 0xc0:
      case 0xc1:
      case 0xc2:
        jpeg->progressive = marker == 0xc2;
        return Frame(s);
      case 0xdd:
        if (!s.Has(2)) return Damaged("its restart interval is not whole");
        jpeg->restart_interval = s.Word();
        return Status::kOk;
      case 0xe0:
        jpeg->jfif |= s.Has(5) && memcmp(s.at, "JFIF", 5) == 0;
        return Status::kOk;
      case 0xee:
        if (s.Has(12) && memcmp(s.at, "Adobe", 5) == 0) jpeg->adobe = s.at[11];
        return Status::kOk;
      case 0xcc: return Fail(Status::kUnsupported, "arithmetic coding");
      default:
        if (marker < 0xc3 || marker > 0xcf || marker == 0xc8) return Status::kOk;
        return Fail(Status::kUnsupported, "neither baseline nor progressive");
    }
  }
};

}  // namespace

Status ReadJpeg(const uint8_t* data, size_t size, Jpeg* jpeg, const char** message) {
  jpeg->frame = jpeg->jfif = jpeg->progressive = false;
  jpeg->adobe = -1;
  jpeg->restart_interval = 0;
  for (int i = 0; i < 4; i++) jpeg->quantization_defined[i] = jpeg->dc[i].defined = jpeg->ac[i].defined = false;
  if (size >= 4 && data[0] == 0xff && data[1] == 0xd8) return ReadToScan(data + 2, data + size, jpeg, message);
  *message = "it does not begin as a JPEG does";
  return Status::kDamaged;
}

Status ReadToScan(const uint8_t* at, const uint8_t* end, Jpeg* jpeg, const char** message) {
  Reader reader{jpeg, message};
  jpeg->scan.count = 0;
  while (end - at >= 2) {
    // libjpeg, too, goes on at the next marker that has a segment.
    const bool marker = at[0] == 0xff && at[1] != 0xff;
    if (!marker || at[1] <= 1 || (at[1] >= 0xd0 && at[1] <= 0xd8)) {
      at += marker ? 2 : 1;
      continue;
    }
    if (at[1] == 0xd9) return jpeg->frame ? Status::kOk : reader.Damaged("it ends before its image");
    if (end - at < 4) break;
    const int length = at[2] << 8 | at[3];
    if (length < 2 || end - at < 2 + length) break;
    const Segment segment{at + 4, at + 2 + length};
    const Status status = at[1] == 0xda ? reader.ReadScan(segment) : reader.Marker(at[1], segment);
    if (status != Status::kOk || at[1] == 0xda) return status;
    at += 2 + length;
  }
  return reader.Damaged("it ends before its last scan");
}
