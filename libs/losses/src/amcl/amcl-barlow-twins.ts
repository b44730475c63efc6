import { batchNormTraining, l2Normalize, withoutGradient } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';
import type { AmclLoss } from './amcl-loss';
import { expectHeads, expectTemperatures, expectWeight } from './expect';
import { omega } from './omega';
import type { GridTemperature } from './temperature';

/** That of batch norm, under the root. */
const EPSILON = 1e-5;

/**
 * AMCL on Barlow Twins (arXiv 2310.05615, equation 2.3). Per head u and v are z0 and z1 with each column normalised over the
 * batch (mean 0, biased variance, epsilon 1e-5 under the root), C = u^T v / B, and tau_lm is the temperature of the unit columns
 * u_:l / |u_:l| and v_:m / |v_:m|, so that the temperature function sees vectors of length B. Summed over heads:
 *
 *     sum_l (1 - C_ll / tau_ll)^2  +  lambda sum_{l != m} C_lm^2 / tau_lm
 *         +  beta sum_l Omega(tau_ll)  -  beta sum_{l != m} Omega(tau_lm)
 *
 * with Omega that of `omega` with B. Gradients go through C and tau; every temperature must be finite and above 0. The last sum
 * has D - 1 times as many terms as the one before it: see to it that beta B ln(upper limit) D^2 is of the size of the rest.
 *
 * Cost: 2 C B D^2 operations for the correlations (0.05 GFLOP at B = 512, C = 3, D = 128, 13 at D = 2048), about ten tensors [C, D, D] kept
 * for the gradient (0.2 MB each at D = 128, 50 MB at D = 2048), and C calls of the temperature function, one a head. A
 * network of H hidden units takes 2 H B D^2 operations in each: 2 GFLOP at D = 128 and H = 128, 550 at D = 2048.
 *
 * @param z0 embeddings of the first views, [C, B, D]
 * @param z1 embeddings of the second views, in the same order
 * @param options.temperature temperatures of all pairs of columns, which it gets as unit rows [D, B]; shared by all heads
 * @param options.beta weight of Omega, 0 or more
 * @param options.lambda weight of the redundancy reduction, 0 or more; 5e-3 in the paper of Barlow Twins
 * @returns statistics: of positives C_ll and tau_ll, [C, D]; of negatives the whole of C and tau, [C, D, D], diagonals included
 * @throws if the shapes are not one [C, B, D], or beta or lambda is below 0
 */
export function amclBarlowTwins(
  z0: tf.Tensor,
  z1: tf.Tensor,
  { temperature, beta, lambda }: { temperature: GridTemperature; beta: number; lambda: number },
): AmclLoss {
  const { heads, batch, dim } = expectHeads('amclBarlowTwins', { z0, z1 });
  expectWeight('amclBarlowTwins', 'beta', beta);
  expectWeight('amclBarlowTwins', 'lambda', lambda);
  return tf.tidy(() => {
    const [u, v] = [columns(z0), columns(z1)]; // [C D, B]
    const byHead = (x: tf.Tensor) => tf.reshape<tf.Rank.R3>(x, [heads, dim, batch]);
    const correlation = tf.div<tf.Tensor3D>(tf.matMul(byHead(u), byHead(v), false, true), batch); // [C, D, D]
    const tau = temperatures(byHead(l2Normalize(u)), byHead(l2Normalize(v)), temperature);

    const diagonal = tf.eye(dim);
    const onDiagonal = (x: tf.Tensor) => tf.sum(tf.mul(x, diagonal), 2); // [C, D]
    const scaled = tf.div(correlation, tau);
    const alike = tf.sum(tf.square(tf.sub(1, onDiagonal(scaled))));
    const redundancy = tf.sum(tf.mul(tf.mul(scaled, correlation), tf.mul(tf.sub(1, diagonal), lambda)));
    const regulariser = tf.sum(tf.mul(omega(tau, batch), tf.mul(tf.sub(tf.mul(diagonal, 2), 1), beta)));
    const statistics = withoutGradient(() => ({
      positiveSimilarity: onDiagonal(correlation),
      negativeSimilarity: tf.clone(correlation),
      positiveTemperature: onDiagonal(tau),
      negativeTemperature: tf.clone(tau),
    }));
    return { loss: tf.addN<tf.Scalar>([alike, redundancy, regulariser] as tf.Scalar[]), statistics };
  });
}

/** Columns over the batch with mean 0 and variance 1, as rows: [C, B, D] -> [C D, B]. */
function columns(embeddings: tf.Tensor): tf.Tensor2D {
  const [heads = 0, batch = 0, dim = 0] = embeddings.shape;
  const table = tf.reshape<tf.Rank.R2>(tf.transpose(embeddings, [1, 0, 2]), [batch, heads * dim]);
  return tf.transpose(batchNormTraining(table, null, null, EPSILON).y);
}

/** The temperature function head by head, which knows of pairs within a head alone: unit rows [C, D, B] twice -> [C, D, D]. */
function temperatures(a: tf.Tensor3D, b: tf.Tensor3D, temperature: GridTemperature): tf.Tensor3D {
  const ofHeads = tf.unstack(b).map((rows, head) => [tf.unstack(a)[head], rows] as [tf.Tensor2D, tf.Tensor2D]);
  const [, dim] = a.shape;
  return tf.stack(
    ofHeads.map(([rows, others]) => {
      const tau = temperature(rows, others);
      expectTemperatures(tau, [dim, dim]);
      return tau;
    }),
  ) as tf.Tensor3D;
}
