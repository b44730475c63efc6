import * as tf from '@tensorflow/tfjs-core';

/**
 * The regulariser of AMCL's temperatures (arXiv 2310.05615), elementwise: Omega(tau) = (dim / 2) ln tau + 1 / tau, which
 * falls until tau = 2 / dim and rises after.
 *
 * @param tau temperatures, of any shape, finite and above 0. That is not checked, because it would cost a read from the
 *   device: at 0 the value is not finite, below 0 it is NaN
 * @param dim the length of the vectors that are compared: D of an embedding, B for the columns of Barlow Twins
 * @returns of the shape of tau
 */
export function omega<T extends tf.Tensor>(tau: T, dim: number): T {
  return tf.tidy(() => tf.add<T>(tf.mul(tf.log(tau), dim / 2), tf.div(1, tau)));
}
