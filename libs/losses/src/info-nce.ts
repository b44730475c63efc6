import * as tf from '@tensorflow/tfjs-core';
import { l2Normalize, withoutGradient } from '@amcl/engine';
import { expectAbove0, expectOneShape } from './expect';
import { logSumExpRows } from './log-sum-exp-rows';
import type { LossValue } from './loss-value';

/** Below any similarity over any temperature, and yet finite; exp of it is 0. */
const EXCLUDED = -1e30;

/**
 * InfoNCE (arXiv 1807.03748) over the 2B rows of [z0; z1] as anchors, whose positive is the other view of the image:
 *
 *     log sum_{n != i} exp(s(i, n) / temperature) - s(i, positive of i) / temperature
 *
 * with s the cosine similarity. The positive is in the denominator, only the anchor itself is left out: 2B - 1 terms. Needs
 * a few matrices of [2B, 2B].
 *
 * @param z0 embeddings of the first views, [B, D], need not be normalised
 * @param z1 embeddings of the second views, [B, D], in the same order
 * @param options.temperature above 0
 * @returns the mean over anchors, and `perAnchor` [2B] before it; statistics: positiveSimilarity [B], negativeSimilarity [2B] of
 *   each anchor's hardest negative, absent for B = 1
 * @throws if the shapes differ or the temperature is not above 0
 */
export function infoNce(
  z0: tf.Tensor,
  z1: tf.Tensor,
  { temperature }: { temperature: number },
): LossValue & { readonly perAnchor: tf.Tensor1D } {
  expectOneShape('infoNce', { z0, z1 });
  expectAbove0('infoNce', 'temperature', temperature);
  return tf.tidy(() => {
    const batch = z0.shape[0] ?? 0;
    const z = l2Normalize(tf.concat([z0, z1], 0)); // [2B, D]
    const similarity = tf.matMul<tf.Tensor2D>(z, z, false, true); // [2B, 2B]
    const self = tf.mul<tf.Tensor2D>(tf.eye(2 * batch), EXCLUDED);
    const others = logSumExpRows(tf.add<tf.Tensor2D>(tf.div(similarity, temperature), self));
    const [first, second] = [tf.slice(z, [0, 0], [batch, -1]), tf.slice(z, [batch, 0], [batch, -1])];
    const positive = tf.sum<tf.Tensor1D>(tf.mul(first, second), 1); // [B]: an anchor and its positive are each other's
    const perAnchor = tf.sub<tf.Tensor1D>(others, tf.div(tf.concat([positive, positive]), temperature));
    const statistics = withoutGradient(() => ({
      positiveSimilarity: tf.clone(positive),
      ...(batch > 1 ? { negativeSimilarity: hardestNegatives(similarity, batch) } : {}),
    }));
    return { loss: tf.mean<tf.Scalar>(perAnchor), perAnchor, statistics };
  });
}

/** The largest similarity of each row but those of the anchor and its positive: [2B, 2B] -> [2B]. */
function hardestNegatives(similarity: tf.Tensor2D, batch: number): tf.Tensor1D {
  return tf.tidy(() => {
    const selfAndPositive = tf.mul(tf.tile(tf.eye(batch), [2, 2]), EXCLUDED);
    return tf.max<tf.Tensor1D>(tf.add(similarity, selfAndPositive), 1);
  });
}
