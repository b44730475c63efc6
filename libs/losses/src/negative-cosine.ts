import * as tf from '@tensorflow/tfjs-core';
import { l2Normalize, withoutGradient } from '@amcl/engine';
import { expectOneShape } from './expect';
import type { LossValue } from './loss-value';

/**
 * The loss of SimSiam (arXiv 2011.10566, equation 2), equal to half the sum of lightly's `NegativeCosineSimilarity` both ways:
 *
 *     - ( mean s(p0, z1) + mean s(p1, z0) ) / 2
 *
 * with s the cosine similarity. The projections are constants: the gradient stops at them.
 *
 * @param p0 predictions of the first views, [B, D]
 * @param z1 projections of the second views
 * @param p1 predictions of the second views
 * @param z0 projections of the first views
 * @returns a loss from -1 (all alike) to 1; statistics: positiveSimilarity [2, B], of (p0, z1) and (p1, z0)
 * @throws if the shapes are not one [B, D]
 */
export function negativeCosine(p0: tf.Tensor, z1: tf.Tensor, p1: tf.Tensor, z0: tf.Tensor): LossValue {
  expectOneShape('negativeCosine', { p0, z1, p1, z0 });
  return tf.tidy(() => {
    const [forth, back] = [similarity(p0, z1), similarity(p1, z0)];
    const loss = tf.div<tf.Scalar>(tf.add(tf.mean(forth), tf.mean(back)), -2);
    return { loss, statistics: { positiveSimilarity: withoutGradient(() => tf.stack([forth, back])) } };
  });
}

function similarity(p: tf.Tensor, z: tf.Tensor): tf.Tensor {
  const target = withoutGradient(() => l2Normalize(z));
  return tf.sum(tf.mul(l2Normalize(p), target), 1);
}
