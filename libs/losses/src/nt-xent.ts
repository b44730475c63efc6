import * as tf from '@tensorflow/tfjs-core';
import { l2Normalize } from '@amcl/engine';
import { logSumExpRows } from './log-sum-exp-rows';

/** More than any similarity over any temperature that float32 can tell apart from a neighbour; exp(-1e30) is 0. */
const SELF = -1e30;

/**
 * NT-Xent, the loss of SimCLR (arXiv 2002.05709, equation 1), equal to lightly's `NTXentLoss`. The 2B rows of [z0; z1] are the anchors;
 * anchor i's positive is the other view of its image, and the mean over i is taken of
 *
 *     log sum_{n != i} exp(s(i, n) / temperature) - s(i, positive of i) / temperature
 *
 * with s the cosine similarity. The positive is in the denominator, only the anchor itself is left out: 2B - 1 terms. Needs
 * a few matrices of [2B, 2B].
 *
 * @param z0 embeddings of the first views, [B, D], need not be normalised
 * @param z1 embeddings of the second views, [B, D], in the same order
 * @param options.temperature above 0; 0.5 for CIFAR in the paper, 0.1 elsewhere
 * @returns 0 or more; ln(2B - 1) when all embeddings are equal
 * @throws if the shapes differ or the temperature is not above 0
 *
 * @example
 * const loss = ntXent(z0, z1, { temperature: 0.5 });
 */
export function ntXent(z0: tf.Tensor, z1: tf.Tensor, { temperature }: { temperature: number }): tf.Scalar {
  if (z0.rank !== 2 || z1.shape.join() !== z0.shape.join())
    throw new Error(
      `Expected two tensors of one shape [B, D] for z0 and z1 of ntXent but received [${z0.shape.join(', ')}] and [${z1.shape.join(', ')}]`,
    );
  if (!(temperature > 0 && temperature < Infinity))
    throw new Error(`Expected a number above 0 for temperature of ntXent but received ${temperature}`);
  return tf.tidy(() => {
    const batch = z0.shape[0] ?? 0;
    const z = l2Normalize(tf.concat([z0, z1], 0)); // [2B, D]
    const logits = tf.div(tf.matMul(z, z, false, true), temperature); // [2B, 2B]
    const others = tf.add<tf.Tensor2D>(logits, tf.mul(tf.eye(2 * batch), SELF));
    const [first, second] = [tf.slice(z, [0, 0], [batch, -1]), tf.slice(z, [batch, 0], [batch, -1])];
    // An anchor's positive is that of its positive, so that the mean over B is the one over 2B.
    const positive = tf.div(tf.mean(tf.sum(tf.mul(first, second), 1)), temperature);
    return tf.sub<tf.Scalar>(tf.mean(logSumExpRows(others)), positive);
  });
}
