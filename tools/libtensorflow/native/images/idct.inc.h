// libjpeg's accurate inverse DCT (jidctint), to the bit.
#pragma once

#include <cstdint>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace {

constexpr int kC0298 = 2446, kC0390 = 3196, kC0541 = 4433, kC0765 = 6270, kC0899 = 7373, kC1175 = 9633, kC1501 = 12299,
              kC1847 = 15137, kC1961 = 16069, kC2053 = 16819, kC2562 = 20995, kC3072 = 25172;
/** The odd part with its sums of sums multiplied out: of which coefficient (7, 5, 3, 1) each of four terms has how much. */
constexpr int kOdd[4][4] = {
    {kC0298 - kC0899 - kC1961 + kC1175, kC1175, kC1175 - kC1961, kC1175 - kC0899},
    {kC1175, kC2053 - kC2562 - kC0390 + kC1175, kC1175 - kC2562, kC1175 - kC0390},
    {kC1175 - kC1961, kC1175 - kC2562, kC3072 - kC2562 - kC1961 + kC1175, kC1175},
    {kC1175 - kC0899, kC1175 - kC0390, kC1175, kC1501 - kC0899 - kC0390 + kC1175}};
constexpr int kFirstShift = 11, kSecondShift = 18;

/** A block of which only the DC coefficient is not 0. */
inline void InverseDcOnly(int dc, uint8_t* out, ptrdiff_t stride) {
  int level = ((dc * 4 + 16) >> 5) + 128;
  level = level < 0 ? 0 : level > 255 ? 255 : level;
  for (int row = 0; row < 8; row++) memset(out + row * stride, level, 8);
}

#if defined(__AVX2__)

inline __m256i Pairs(__m128i a, __m128i b) {
  return _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_unpacklo_epi16(a, b)), _mm_unpackhi_epi16(a, b), 1);
}

inline __m256i Weighed(__m256i pairs, int a, int b) {
  return _mm256_madd_epi16(pairs, _mm256_set1_epi32((a & 0xffff) | static_cast<int>(static_cast<unsigned>(b) << 16)));
}

template <int kShift>
inline __m128i Descaled(__m256i sum) {
  const __m256i v = _mm256_srai_epi32(_mm256_add_epi32(sum, _mm256_set1_epi32(1 << (kShift - 1))), kShift);
  return _mm_packs_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
}

/** One dimension, of eight rows or columns at once. */
template <int kShift>
inline void InverseLines(__m128i v[8]) {
  const __m256i p04 = Pairs(v[0], v[4]), p26 = Pairs(v[2], v[6]), p75 = Pairs(v[7], v[5]), p31 = Pairs(v[3], v[1]);
  const __m256i even0 = Weighed(p04, 8192, 8192), even1 = Weighed(p04, 8192, -8192);
  const __m256i even2 = Weighed(p26, kC0541, kC0541 - kC1847), even3 = Weighed(p26, kC0541 + kC0765, kC0541);
  const __m256i sums[4] = {_mm256_add_epi32(even0, even3), _mm256_add_epi32(even1, even2), _mm256_sub_epi32(even1, even2),
                           _mm256_sub_epi32(even0, even3)};
  for (int i = 0; i < 4; i++) {
    const int* odd = kOdd[3 - i];
    const __m256i other = _mm256_add_epi32(Weighed(p75, odd[0], odd[1]), Weighed(p31, odd[2], odd[3]));
    v[i] = Descaled<kShift>(_mm256_add_epi32(sums[i], other));
    v[7 - i] = Descaled<kShift>(_mm256_sub_epi32(sums[i], other));
  }
}

inline void Transpose(__m128i v[8]) {
  __m128i a[8], b[8];
  for (int i = 0; i < 4; i++) {
    a[2 * i] = _mm_unpacklo_epi16(v[2 * i], v[2 * i + 1]);
    a[2 * i + 1] = _mm_unpackhi_epi16(v[2 * i], v[2 * i + 1]);
  }
  for (int i = 0; i < 8; i += 4) {
    b[i] = _mm_unpacklo_epi32(a[i], a[i + 2]);
    b[i + 1] = _mm_unpackhi_epi32(a[i], a[i + 2]);
    b[i + 2] = _mm_unpacklo_epi32(a[i + 1], a[i + 3]);
    b[i + 3] = _mm_unpackhi_epi32(a[i + 1], a[i + 3]);
  }
  for (int i = 0; i < 4; i++) {
    v[2 * i] = _mm_unpacklo_epi64(b[i], b[i + 4]);
    v[2 * i + 1] = _mm_unpackhi_epi64(b[i], b[i + 4]);
  }
}

/** Dequantized coefficients, row by row, to 8 rows of 8 samples. */
inline void InverseDct(const int16_t* block, uint8_t* out, ptrdiff_t stride) {
  __m128i v[8];
  for (int i = 0; i < 8; i++) v[i] = _mm_load_si128(reinterpret_cast<const __m128i*>(block) + i);
  InverseLines<kFirstShift>(v);
  Transpose(v);
  InverseLines<kSecondShift>(v);
  Transpose(v);
  const __m128i middle = _mm_set1_epi8(static_cast<char>(0x80));
  for (int i = 0; i < 8; i += 2) {
    const __m128i rows = _mm_xor_si128(_mm_packs_epi16(v[i], v[i + 1]), middle);
    _mm_storel_epi64(reinterpret_cast<__m128i*>(out + i * stride), rows);
    _mm_storel_epi64(reinterpret_cast<__m128i*>(out + (i + 1) * stride), _mm_unpackhi_epi64(rows, rows));
  }
}

#else

/** One dimension of one row or column, at a distance of `step`. */
inline void InverseLine(const int32_t* in, int step, int shift, int32_t* out) {
  const int32_t even0 = (in[0] + in[4 * step]) * 8192, even1 = (in[0] - in[4 * step]) * 8192;
  const int32_t even2 = in[2 * step] * kC0541 + in[6 * step] * (kC0541 - kC1847);
  const int32_t even3 = in[2 * step] * (kC0541 + kC0765) + in[6 * step] * kC0541;
  const int32_t sums[4] = {even0 + even3, even1 + even2, even1 - even2, even0 - even3};
  for (int i = 0; i < 4; i++) {
    const int* c = kOdd[3 - i];
    const int32_t other = in[7 * step] * c[0] + in[5 * step] * c[1] + in[3 * step] * c[2] + in[step] * c[3];
    out[i * step] = (sums[i] + other + (1 << (shift - 1))) >> shift;
    out[(7 - i) * step] = (sums[i] - other + (1 << (shift - 1))) >> shift;
  }
}

/** Dequantized coefficients, row by row, to 8 rows of 8 samples. */
inline void InverseDct(const int16_t* block, uint8_t* out, ptrdiff_t stride) {
  int32_t in[64], between[64], levels[64];
  for (int i = 0; i < 64; i++) in[i] = block[i];
  for (int column = 0; column < 8; column++) InverseLine(in + column, 8, kFirstShift, between + column);
  for (int i = 0; i < 64; i++) between[i] = between[i] < -32768 ? -32768 : between[i] > 32767 ? 32767 : between[i];
  for (int row = 0; row < 8; row++) InverseLine(between + 8 * row, 1, kSecondShift, levels + 8 * row);
  for (int i = 0; i < 64; i++) {
    const int level = levels[i] + 128;
    out[(i >> 3) * stride + (i & 7)] = level < 0 ? 0 : level > 255 ? 255 : level;
  }
}

#endif

}  // namespace
