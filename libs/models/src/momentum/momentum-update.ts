import * as tf from '@tensorflow/tfjs-core';

/**
 * One step of an exponential moving average, momentum key + (1 - momentum) query (MoCo, arXiv 1911.05722, equation 2).
 * @param momentum 0 .. 1
 */
export function momentumUpdate<T extends tf.Tensor>(key: T, query: T, momentum: tf.Scalar): T {
  return tf.tidy(() => tf.add<T>(tf.mul(key, momentum), tf.mul(query, tf.sub(1, momentum))));
}
