// The transforms along one axis of Winograd's F(4, 3) (arXiv 1509.09308): 6 products for 12. Its points are 0, +-1/sqrt(2), +-sqrt(2) and
// infinity: with them the rounding error is twice that of the plain sum, with 0, +-1, +-2 five times.
#pragma once

#include "microkernel.h"

namespace {

constexpr int kOut = 4, kPatch = 6, kPoints = kPatch * kPatch;
constexpr float kA = 0.70710678118654752f, kB = 1.41421356237309505f;
/** Of their squares. */
constexpr float kA2 = 0.5f, kB2 = 2.0f;

/** B^T d: what is multiplied, of six numbers of x. */
AMCL_INLINE void OfInput(const Vec (&d)[6], Vec (&v)[6]) {
  const Vec even_a = d[4] - kB2 * d[2], odd_a = kA * (d[3] - kB2 * d[1]);
  const Vec even_b = d[4] - kA2 * d[2], odd_b = kB * (d[3] - kA2 * d[1]);
  v[0] = d[0] + d[4] - (kA2 + kB2) * d[2];
  v[1] = even_a + odd_a;
  v[2] = even_a - odd_a;
  v[3] = even_b + odd_b;
  v[4] = even_b - odd_b;
  v[5] = d[1] + d[5] - (kA2 + kB2) * d[3];
}

/** G g: what is multiplied, of three numbers of a filter. */
AMCL_INLINE void OfFilter(const Vec (&g)[3], Vec (&u)[6]) {
  constexpr float na = 1 / (2 * kA2 * (kA2 - kB2)), nb = 1 / (2 * kB2 * (kB2 - kA2));
  const Vec even_a = na * g[0] + (na * kA2) * g[2], odd_a = (na * kA) * g[1];
  const Vec even_b = nb * g[0] + (nb * kB2) * g[2], odd_b = (nb * kB) * g[1];
  u[0] = g[0];
  u[1] = even_a + odd_a;
  u[2] = even_a - odd_a;
  u[3] = even_b + odd_b;
  u[4] = even_b - odd_b;
  u[5] = g[2];
}

/** A^T m: four numbers of y, of six products. */
AMCL_INLINE void ToOutput(const Vec (&m)[6], Vec (&y)[4]) {
  const Vec sum_a = m[1] + m[2], difference_a = m[1] - m[2], sum_b = m[3] + m[4], difference_b = m[3] - m[4];
  y[0] = m[0] + sum_a + sum_b;
  y[1] = kA * difference_a + kB * difference_b;
  y[2] = kA2 * sum_a + kB2 * sum_b;
  y[3] = (kA2 * kA) * difference_a + (kB2 * kB) * difference_b + m[5];
}

/** A d: the adjoint of ToOutput. */
AMCL_INLINE void OfOutputGradient(const Vec (&y)[4], Vec (&m)[6]) {
  const Vec even_a = y[0] + kA2 * y[2], odd_a = kA * (y[1] + kA2 * y[3]);
  const Vec even_b = y[0] + kB2 * y[2], odd_b = kB * (y[1] + kB2 * y[3]);
  m[0] = y[0];
  m[1] = even_a + odd_a;
  m[2] = even_a - odd_a;
  m[3] = even_b + odd_b;
  m[4] = even_b - odd_b;
  m[5] = y[3];
}

/** G^T u: the adjoint of OfFilter. */
AMCL_INLINE void ToFilterGradient(const Vec (&u)[6], Vec (&g)[3]) {
  constexpr float na = 1 / (2 * kA2 * (kA2 - kB2)), nb = 1 / (2 * kB2 * (kB2 - kA2));
  const Vec sum_a = u[1] + u[2], difference_a = u[1] - u[2], sum_b = u[3] + u[4], difference_b = u[3] - u[4];
  g[0] = u[0] + na * sum_a + nb * sum_b;
  g[1] = (na * kA) * difference_a + (nb * kB) * difference_b;
  g[2] = (na * kA2) * sum_a + (nb * kB2) * sum_b + u[5];
}

}  // namespace
