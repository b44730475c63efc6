import * as tf from '@tensorflow/tfjs-core';
import { batchNormTraining, withoutGradient } from '@amcl/engine';
import { expectAbove0, expectOneShape } from './expect';
import type { LossValue } from './loss-value';

/** That of batch norm, under the root. */
const EPSILON = 1e-5;

/**
 * Barlow Twins (arXiv 2103.03230, equation 1), equal to lightly's `BarlowTwinsLoss`: with u and v the views' embeddings, each column
 * normalised over the batch (mean 0, biased variance, epsilon 1e-5 under the root), and C = u^T v / B,
 *
 *     sum_l (C_ll - 1)^2 + lambda sum_{l != m} C_lm^2
 *
 * Needs about four matrices of [D, D].
 *
 * @param z0 embeddings of the first views, [B, D]
 * @param z1 embeddings of the second views, in the same order
 * @param options.lambda weight of the redundancy reduction, above 0; 5e-3 in the paper
 * @returns statistics: positiveSimilarity [D], the diagonal of C; negativeSimilarity [D], the largest other entry of each row,
 *   absent for D = 1
 * @throws if the shapes differ or lambda is not above 0
 */
export function barlowTwins(z0: tf.Tensor, z1: tf.Tensor, { lambda }: { lambda: number }): LossValue {
  expectOneShape('barlowTwins', { z0, z1 });
  expectAbove0('barlowTwins', 'lambda', lambda);
  return tf.tidy(() => {
    const [batch = 0, dim = 0] = z0.shape;
    const [u, v] = [batchNormTraining(z0, null, null, EPSILON).y, batchNormTraining(z1, null, null, EPSILON).y];
    const correlation = tf.div<tf.Tensor2D>(tf.matMul(u, v, true), batch); // [D, D]
    // The diagonal from the columns themselves, so that no matrix is masked for it.
    const diagonal = tf.div(tf.sum(tf.mul(u, v), 0), batch); // [D]
    const alike = tf.sum(tf.square(tf.sub(diagonal, 1)));
    const others = tf.mul<tf.Tensor2D>(correlation, tf.sub(1, tf.eye(dim)));
    const loss = tf.add<tf.Scalar>(alike, tf.mul(lambda, tf.sum(tf.square(others))));
    const statistics = withoutGradient(() => ({
      positiveSimilarity: tf.clone(diagonal),
      // Entries are correlations: below -1 there is none.
      ...(dim > 1 ? { negativeSimilarity: tf.max(tf.sub(others, tf.mul(tf.eye(dim), 2)), 1) } : {}),
    }));
    return { loss, statistics };
  });
}
