// fuzz <mutations> <seed> <jpeg>...: decodes JPEGs that were damaged at random, by both kinds of kernels, which have to agree.
// Compiled with sanitizers, which end it where memory is read or written that is not its own.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <vector>

#include "decode_crops.h"

namespace {

using Bytes = std::vector<uint8_t>;

constexpr int kMostPixels = 1 << 20;
constexpr uint8_t kTelling[] = {0x00, 0x01, 0x0f, 0x10, 0x11, 0x3f, 0x40, 0x7f, 0x80,
                                0xc0, 0xc2, 0xc4, 0xd0, 0xd9, 0xda, 0xdb, 0xff};

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  /** 0 .. below - 1. */
  size_t Below(size_t below) { return engine_() % below; }
  bool OneIn(size_t n) { return Below(n) == 0; }

 private:
  std::mt19937_64 engine_;
};

/** Half of all damage is where headers are. */
size_t Place(const Bytes& jpeg, Random& random) {
  const size_t headers = jpeg.size() < 640 ? jpeg.size() : 640;
  return random.Below(random.OneIn(2) ? headers : jpeg.size());
}

void Damage(Bytes& jpeg, const std::vector<Bytes>& seeds, Random& random) {
  const size_t at = Place(jpeg, random), rest = jpeg.size() - at;
  const size_t length = 1 + random.Below(rest < 64 ? rest : 64);
  switch (random.Below(7)) {
    case 0: jpeg[at] ^= 1 << random.Below(8); break;
    case 1: jpeg[at] = kTelling[random.Below(sizeof kTelling)]; break;
    case 2: jpeg[at] = random.Below(256); break;
    case 3: jpeg.erase(jpeg.begin() + at, jpeg.begin() + at + length); break;
    case 4: {
      const Bytes again(jpeg.begin() + at, jpeg.begin() + at + length);
      jpeg.insert(jpeg.begin() + Place(jpeg, random), again.begin(), again.end());
      break;
    }
    case 5: {
      const Bytes& other = seeds[random.Below(seeds.size())];
      const size_t from = Place(other, random), most = other.size() - from;
      memcpy(jpeg.data() + at, other.data() + from, length < most ? length : most);
      break;
    }
    default:
      if (random.OneIn(4)) jpeg.resize(at);
  }
  if (jpeg.empty()) jpeg.push_back(0xff);
}

/** Crops of an image of this size, of which few are not within it; none where one would be too large. */
std::vector<int32_t> Crops(const Jpeg& jpeg, int orientation, Random& random) {
  const int height = orientation >= 5 ? jpeg.width : jpeg.height, width = orientation >= 5 ? jpeg.height : jpeg.width;
  std::vector<int32_t> crops;
  for (size_t i = 0, count = 1 + random.Below(2); i < count; i++) {
    const int top = random.Below(height), left = random.Below(width);
    const int down = 1 + random.Below(height - top) + (random.OneIn(50) ? 1 : 0), across = 1 + random.Below(width - left);
    crops.insert(crops.end(), {top, left, down, across, random.OneIn(2)});
  }
  return crops;
}

[[noreturn]] void Fail(const char* why) {
  fprintf(stderr, "%s\n", why);
  exit(1);
}

/** Decodes from and to memory of exactly the size. */
Status Decode(const Bytes& jpeg, CropsRequest request, Scratch* scratch, Bytes* views) {
  Bytes exact(jpeg);
  exact.shrink_to_fit();
  request.data = exact.data();
  request.size = exact.size();
  request.out = views->data();
  const char* message = nullptr;
  const Status status = DecodeCrops(request, scratch, &message);
  if (status == Status::kDamaged && !message) Fail("damaged, and no word why");
  return status;
}

Bytes ReadFile(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

/** What the headers say, and what each kind of kernels keeps from image to image. */
struct Memory {
  Jpeg header;
  Scratch fast, portable;
};

/** What comes of a JPEG by both kinds of kernels; kNoMemory where it has more pixels than are tried. */
Status Try(const Bytes& jpeg, Memory* memory, Random& random) {
  const char* message = nullptr;
  const Status readable = ReadJpeg(jpeg.data(), jpeg.size(), &memory->header, &message);
  if (readable != Status::kOk) return readable;
  if (static_cast<int64_t>(memory->header.height) * memory->header.width > kMostPixels) return Status::kNoMemory;
  CropsRequest request{};
  request.orientation = 1 + random.Below(8);
  const std::vector<int32_t> crops = Crops(memory->header, request.orientation, random);
  request.crops = crops.data();
  request.count = crops.size() / 5;
  request.height = 1 + random.Below(40);
  request.width = 1 + random.Below(40);
  Bytes views(3 * request.height * request.width * request.count), others(views);
  const Status status = Decode(jpeg, request, &memory->fast, &views);
  request.portable = true;
  if (Decode(jpeg, request, &memory->portable, &others) != status) Fail("one kind of kernels refuses what the other decodes");
  if (status == Status::kOk && views != others) Fail("the kernels make different views");
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    fprintf(stderr, "Expected: fuzz <mutations> <seed> <jpeg>...\n");
    return 2;
  }
  Random random(strtoull(argv[2], nullptr, 10));
  std::vector<Bytes> seeds;
  for (int i = 3; i < argc; i++) seeds.push_back(ReadFile(argv[i]));
  const auto memory = std::make_unique<Memory>();
  long counts[4] = {};
  for (long left = atol(argv[1]); left > 0; left--) {
    Bytes jpeg = seeds[random.Below(seeds.size())];
    for (size_t i = 0, times = 1 + random.Below(4); i < times; i++) Damage(jpeg, seeds, random);
    counts[static_cast<int>(Try(jpeg, memory.get(), random))]++;
  }
  printf("{\"decoded\":%ld,\"unsupported\":%ld,\"damaged\":%ld,\"tooLarge\":%ld}\n", counts[0], counts[1], counts[2],
         counts[3]);
  return 0;
}
