import { withoutGradient } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';
import type { AmclLoss } from './amcl-loss';
import { expectHeads, expectBeta } from './expect';
import { omega } from './omega';
import { pairsOf, type Pairs } from './pairs';
import type { PairTemperature } from './temperature';
import { unitRows } from './unit-rows';

/**
 * AMCL on SimSiam (arXiv 2310.05615, equation 2.2). Summed over heads and averaged over samples:
 *
 *     -s(p0, z1) / (2 tau_a)  -  s(p1, z0) / (2 tau_b)  +  beta Omega(tau_a)  +  beta Omega(tau_b)
 *
 * with s the cosine similarity, tau_a the temperature of (p0, z1), tau_b that of (p1, z0) and Omega that of `omega` with D. z is
 * a constant inside the temperatures, too. There are no negatives, so the loss has a lower bound for any lower limit above 0.
 *
 * Cost: one call of the temperature function with 2 C B pairs (3,072 at B = 512, C = 3); some eight tensors [2, C, B, D] are
 * kept for the gradient (13 MB at D = 128), and what the temperature function keeps.
 *
 * @param p0 predictions of the first views, [C, B, D], need not be normalised
 * @param z1 projections of the second views
 * @param p1 predictions of the second views
 * @param z0 projections of the first views
 * @param options.temperature temperatures of pairs, finite and above 0, shared by all heads
 * @param options.beta weight of Omega, 0 or more
 * @returns statistics: similarities and temperatures [C, 2, B], in each head first those of (p0, z1), then those of (p1, z0)
 * @throws if the shapes are not one [C, B, D], or beta is below 0
 */
export function amclSimsiam(
  p0: tf.Tensor,
  z1: tf.Tensor,
  p1: tf.Tensor,
  z0: tf.Tensor,
  { temperature, beta }: { temperature: PairTemperature; beta: number },
): AmclLoss {
  const { heads, batch, dim } = expectHeads('amclSimsiam', { p0, z1, p1, z0 });
  expectBeta('amclSimsiam', beta);
  return tf.tidy(() => {
    const predictions = unitRows(tf.concat([p0, p1])); // [2C, B, D]
    const projections = withoutGradient(() => unitRows(tf.concat([z1, z0])));
    const pairs = pairsOf(tf.reshape(tf.mul(predictions, projections), [-1, dim]), temperature);
    const attraction = tf.div(pairs.similarity, tf.mul(pairs.temperature, 2));
    const terms = tf.sub(tf.mul(beta, omega(pairs.temperature, dim)), attraction); // [2 C B]
    const statistic = (name: keyof Pairs) =>
      withoutGradient(() => tf.transpose(tf.reshape(pairs[name], [2, heads, batch]), [1, 0, 2]));
    return {
      loss: tf.mul<tf.Scalar>(2 * heads, tf.mean(terms)),
      statistics: { positiveSimilarity: statistic('similarity'), positiveTemperature: statistic('temperature') },
    };
  });
}
