import { batchNormTraining, l2Normalize, withoutGradient } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';
import { expectAbove0 } from '../expect';
import type { AmclLoss } from './amcl-loss';
import { barlowTwinsTerm } from './barlow-twins-term';
import { expectHeads, expectTemperatures, expectBeta } from './expect';
import type { GridTemperature } from './temperature';

/** That of batch norm, under the root. */
const EPSILON = 1e-5;

/**
 * AMCL on Barlow Twins (arXiv 2310.05615, equation 2.3). Per head u and v are z0 and z1 with each column normalised over the
 * batch (mean 0, biased variance, epsilon 1e-5 under the root), C = u^T v / B, and tau_lm is the temperature of the unit
 * columns u_:l / |u_:l| and v_:m / |v_:m|, so that the temperature function sees vectors of length B. Summed over heads:
 *
 *     sum_l (1 - C_ll / tau_ll)^2  +  lambda sum_{l != m} C_lm^2 / tau_lm
 *         +  beta sum_l Omega(tau_ll)  -  beta sum_{l != m} Omega(tau_lm)
 *
 * with Omega that of `omega` with B. Gradients go through C and tau; every temperature must be finite and above 0, which is
 * not checked here. The last sum has D - 1 times the terms of the one before it and is by far the largest: -3e5 a head at
 * B = 512, D = 128, beta = 0.1 and temperatures of 2, so that a loss far below 0 is no sign of divergence.
 *
 * Cost: 2 C B D^2 operations for the correlations (0.05 GFLOP at B = 512, C = 3, D = 128; 13 at D = 2048), and C calls of the
 * temperature function, one a head: a network of H hidden units takes 2 H B D^2 operations in each (2 GFLOP at D = 128 and
 * H = 128, 550 at D = 2048). Kept for the gradient, without what the network keeps, are some 28 tensors [C, D, B] (22 MB at
 * D = 128, 350 MB at D = 2048) and four [C, D, D] (0.8 MB, 200 MB).
 *
 * @param z0 embeddings of the first views, [C, B, D]
 * @param z1 embeddings of the second views, in the same order
 * @param options.temperature temperatures of all pairs of columns, which it gets as unit rows [D, B]; shared by all heads
 * @param options.beta weight of Omega, 0 or more
 * @param options.lambda weight of the redundancy reduction, above 0; 5e-3 in the paper of Barlow Twins
 * @returns statistics: of positives C_ll and tau_ll, [C, D]; of negatives the whole of C and tau, [C, D, D], with diagonals
 * @throws if the shapes are not one [C, B, D], beta is below 0 or lambda not above it
 *
 * @example
 * const temperature = (a, b) => network.ofGrid(a, b, scope);
 * const { loss } = amclBarlowTwins(z0, z1, { temperature, beta: 0.1, lambda: 5e-3 });
 */
export function amclBarlowTwins(
  z0: tf.Tensor,
  z1: tf.Tensor,
  { temperature, beta, lambda }: { temperature: GridTemperature; beta: number; lambda: number },
): AmclLoss {
  const { heads, batch, dim } = expectHeads('amclBarlowTwins', { z0, z1 });
  expectBeta('amclBarlowTwins', beta);
  expectAbove0('amclBarlowTwins', 'lambda', lambda);
  return tf.tidy(() => {
    const [u, v] = [columns(z0), columns(z1)]; // [C D, B]
    const byHead = (x: tf.Tensor) => tf.reshape<tf.Rank.R3>(x, [heads, dim, batch]);
    const correlation: tf.Tensor3D = tf.matMul(byHead(tf.div(u, batch)), byHead(v), false, true); // [C, D, D]
    const tau = temperatures(byHead(l2Normalize(u)), byHead(l2Normalize(v)), temperature);
    const statistics = withoutGradient(() => {
      const ofDiagonal = (x: tf.Tensor) => tf.sum(tf.mul(x, tf.eye(dim)), 2); // [C, D]
      return {
        positiveSimilarity: ofDiagonal(correlation),
        negativeSimilarity: tf.clone(correlation),
        positiveTemperature: ofDiagonal(tau),
        negativeTemperature: tf.clone(tau),
      };
    });
    return { loss: barlowTwinsTerm(correlation, tau, { beta, lambda, batch }), statistics };
  });
}

/** Columns over the batch with mean 0 and variance 1, as rows: [C, B, D] -> [C D, B]. */
function columns(embeddings: tf.Tensor): tf.Tensor2D {
  const [heads = 0, batch = 0, dim = 0] = embeddings.shape;
  const table = tf.reshape<tf.Rank.R2>(tf.transpose(embeddings, [1, 0, 2]), [batch, heads * dim]);
  return tf.transpose(batchNormTraining(table, null, null, EPSILON).y);
}

/** The temperature function on one head at a time, for it knows of pairs within a head alone: [C, D, B] twice -> [C, D, D]. */
function temperatures(a: tf.Tensor3D, b: tf.Tensor3D, temperature: GridTemperature): tf.Tensor3D {
  const [heads, dim, batch] = a.shape;
  // Not unstack, whose gradient fails for a single head.
  const ofHead = (x: tf.Tensor3D, head: number) =>
    tf.reshape<tf.Rank.R2>(tf.slice(x, [head, 0, 0], [1, -1, -1]), [dim, batch]);
  const taus = Array.from({ length: heads }, (_, head) => temperature(ofHead(a, head), ofHead(b, head)));
  for (const tau of taus) expectTemperatures(tau, [dim, dim]);
  return tf.stack(taus) as tf.Tensor3D;
}
