#include "decode_crops.h"

#include <cstring>

namespace {

/** A crop of the upright image as one of the stored image. */
Crop StoredCrop(const int32_t* c, int orientation, const Jpeg& jpeg) {
  const bool swap = orientation >= 5;
  const bool flip_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool flip_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  Crop crop{c[swap ? 1 : 0], c[swap ? 0 : 1], c[swap ? 3 : 2], c[swap ? 2 : 3], flip_x, flip_y, swap, c[4] != 0};
  if (flip_x) crop.left = jpeg.width - crop.left - crop.width;
  if (flip_y) crop.top = jpeg.height - crop.top - crop.height;
  return crop;
}

bool Within(const Crop& c, const Jpeg& jpeg) {
  return c.top >= 0 && c.left >= 0 && c.height > 0 && c.width > 0 && c.height <= jpeg.height - c.top &&
         c.width <= jpeg.width - c.left;
}

/** The MCUs that the crops need, with a sample of chroma around them. */
Region RegionOf(const CropsRequest& r, const Jpeg& jpeg) {
  int left = jpeg.width, right = 0, top = jpeg.height, bottom = 0;
  for (size_t i = 0; i < r.count; i++) {
    const Crop crop = StoredCrop(r.crops + 5 * i, r.orientation, jpeg);
    if (crop.left < left) left = crop.left;
    if (crop.top < top) top = crop.top;
    if (crop.left + crop.width > right) right = crop.left + crop.width;
    if (crop.top + crop.height > bottom) bottom = crop.top + crop.height;
  }
  const int h = jpeg.max_horizontal, v = jpeg.max_vertical;
  const auto up = [](int value, int by) { return (value + by - 1) / by; };
  const auto down = [](int value, int by) { return value < 0 ? 0 : value / by; };
  const auto least = [](int a, int b) { return a < b ? a : b; };
  return {down(left - h, 8 * h), up(least(right + h, jpeg.width), 8 * h), down(top - v, 8 * v),
          up(least(bottom + v, jpeg.height), 8 * v)};
}

/** An image that is one scan: read as far as the region goes, block by block. */
Status DecodeScan(const CropsRequest& r, const Region& region, const Plane* planes, const ImageKernels& kernels,
                  Scratch* scratch, const char** message) {
  const Jpeg& jpeg = scratch->jpeg;
  const ScanData scan = CopyScan(jpeg.scan.data, r.data + r.size, &scratch->scan);
  if (!scan.bytes) return Status::kNoMemory;
  // What was cut off is read to its end, so that it is damaged whatever the crop.
  const int last = scan.next ? region.bottom - 1 : McuRows(jpeg) - 1;
  return kernels.decode(jpeg, scan.bytes, scan.size, region, last, planes, message);
}

/** An image of several scans: all have to be read, each as far as the region goes, before a block can be transformed. */
Status DecodeScans(const CropsRequest& r, const Region& region, const Plane* planes, const ImageKernels& kernels,
                   Scratch* scratch, const char** message) {
  Jpeg& jpeg = scratch->jpeg;
  Blocks blocks[kMaxComponents];
  // The lowest bit of each coefficient that was read.
  int low[kMaxComponents][64];
  for (int c = 0; c < jpeg.components; c++) {
    const int stride = McuColumns(jpeg) * jpeg.component[c].horizontal;
    const size_t bytes = sizeof(int16_t) * 64 * stride * region.bottom * jpeg.component[c].vertical;
    uint8_t* memory = scratch->blocks[c].Reserve(bytes);
    if (!memory) return Status::kNoMemory;
    memset(memory, 0, bytes);
    blocks[c] = {reinterpret_cast<int16_t*>(memory), stride};
    for (int& bit : low[c]) bit = -1;
  }
  while (jpeg.scan.count > 0) {
    const ScanData scan = CopyScan(jpeg.scan.data, r.data + r.size, &scratch->scan);
    if (!scan.bytes) return Status::kNoMemory;
    if (!scan.next) {
      *message = "it ends before its last scan";
      return Status::kDamaged;
    }
    Status status = kernels.read_scan(jpeg, scan.bytes, scan.size, region.bottom, blocks, message);
    for (int i = 0; i < jpeg.scan.count; i++)
      for (int k = jpeg.scan.first; k <= jpeg.scan.last; k++) low[jpeg.scan.component[i]][k] = jpeg.scan.low;
    if (status == Status::kOk) status = ReadToScan(scan.next, r.data + r.size, &jpeg, message);
    if (status != Status::kOk) return status;
  }
  // Where bits are missing libjpeg smooths the blocks.
  for (int c = 0; c < jpeg.components; c++)
    for (const int bit : low[c])
      if (bit != 0) return Status::kUnsupported;
  kernels.transform(jpeg, blocks, region, planes);
  return Status::kOk;
}

}  // namespace

Status DecodeCrops(const CropsRequest& r, Scratch* scratch, const char** message) {
  Jpeg& jpeg = scratch->jpeg;
  Status status = ReadJpeg(r.data, r.size, &jpeg, message);
  if (status != Status::kOk) return status;
  for (size_t i = 0; i < r.count; i++)
    if (!Within(StoredCrop(r.crops + 5 * i, r.orientation, jpeg), jpeg)) {
      *message = "a crop is not within it";
      return Status::kDamaged;
    }
  const Region region = RegionOf(r, jpeg);
  Plane planes[kMaxComponents];
  for (int c = 0; c < jpeg.components; c++) {
    const int across = 8 * jpeg.component[c].horizontal, down = 8 * jpeg.component[c].vertical;
    const ptrdiff_t stride = static_cast<ptrdiff_t>(region.right - region.left) * across;
    uint8_t* samples = scratch->planes[c].Reserve(stride * (region.bottom - region.top) * down + 64);
    if (!samples) return Status::kNoMemory;
    planes[c] = {samples, stride, region.left * across, region.top * down};
  }
  const ImageKernels& kernels = KernelsOf(r.portable);
  const bool one_scan = !jpeg.progressive && jpeg.scan.count == jpeg.components;
  status = one_scan ? DecodeScan(r, region, planes, kernels, scratch, message)
                    : DecodeScans(r, region, planes, kernels, scratch, message);
  for (size_t i = 0; i < r.count && status == Status::kOk; i++)
    status = kernels.view(planes, StoredCrop(r.crops + 5 * i, r.orientation, jpeg), r.height, r.width, scratch,
                          r.out + i * 3 * r.height * r.width);
  return status;
}
