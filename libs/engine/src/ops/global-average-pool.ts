import * as tf from '@tensorflow/tfjs-core';
import { expectRank } from './expect';

/** The mean of each channel over an image: [B, H, W, C] -> [B, C]. */
export function globalAveragePool(x: tf.Tensor): tf.Tensor2D {
  expectRank(x, [4], 'globalAveragePool x');
  return tf.mean(x, [1, 2]);
}
