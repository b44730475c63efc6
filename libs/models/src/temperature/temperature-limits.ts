import * as tf from '@tensorflow/tfjs-core';

/** Between which temperatures lie: 0 < lower < upper. As lower nears 0, the loss loses its lower bound. */
export interface TemperatureLimits {
  readonly lower: number;
  readonly upper: number;
}

/** @throws unless 0 < lower < upper */
export function expectLimits({ lower, upper }: TemperatureLimits): void {
  if (!(lower > 0)) throw new Error(`Expected a number above 0 for lower but received ${lower}`);
  if (!(upper > lower && Number.isFinite(upper)))
    throw new Error(`Expected a number above lower, ${lower}, for upper but received ${upper}`);
}

/** lower + (upper - lower) sigmoid(logits), of any shape. */
export function withinLimits<T extends tf.Tensor>(logits: T, { lower, upper }: TemperatureLimits): T {
  return tf.tidy(() => tf.add(tf.mul(tf.sigmoid(logits), upper - lower), lower));
}
