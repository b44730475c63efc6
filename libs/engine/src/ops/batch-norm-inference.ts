import * as tf from '@tensorflow/tfjs-core';
import { expectChannels, expectRank, invalid } from './expect';

/**
 * Batch normalisation by given statistics: (x - mean) / sqrt(variance + epsilon), times `scale`, plus `offset`, where
 * null is 1 and 0.
 * @param x [B, H, W, C] or [B, C]
 * @param scale [C] or null
 * @param offset [C] or null
 * @param mean [C]
 * @param variance [C], 0 or more
 * @param epsilon above 0
 * @returns as x
 */
export function batchNormInference<T extends tf.Tensor>(
  x: T,
  scale: tf.Tensor | null,
  offset: tf.Tensor | null,
  mean: tf.Tensor,
  variance: tf.Tensor,
  epsilon: number,
): T {
  expectRank(x, [2, 4], 'batchNormInference x');
  const channels = x.shape[x.rank - 1] as number;
  const vectors = { scale, offset, mean, variance };
  for (const [name, vector] of Object.entries(vectors)) expectChannels(vector, channels, `batchNormInference ${name}`);
  if (!(epsilon > 0)) throw invalid('a number above 0', 'batchNormInference epsilon', epsilon);
  return tf.tidy(() =>
    tf.batchNorm(
      x,
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      // Both in any case: tfjs's gradient fails where one is left out.
      (offset ?? tf.zeros([channels])) as tf.Tensor1D,
      (scale ?? tf.ones([channels])) as tf.Tensor1D,
      epsilon,
    ),
  ) as T;
}
