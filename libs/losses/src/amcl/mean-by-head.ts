import * as tf from '@tensorflow/tfjs-core';

/**
 * The mean of a statistic of AMCL over the pairs of each head.
 * @param statistic [C, ...], heads first
 * @returns [C]
 */
export function meanByHead(statistic: tf.Tensor): tf.Tensor1D {
  const [heads = 1] = statistic.shape;
  return tf.tidy(() => tf.mean<tf.Tensor1D>(tf.reshape(statistic, [heads, -1]), 1));
}
