import { withoutGradient } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';
import { omega } from './omega';
import { pairsOf, type Pairs } from './pairs';
import type { PairTemperature } from './temperature';

/** Of the losses with negatives. */
export interface ContrastOptions {
  /** The network of temperatures; called once, with the products of all positives, then those of all chosen negatives. */
  readonly temperature: PairTemperature;
  /** Weight of the temperatures' regulariser, 0 or more; 0.1 is a good start. */
  readonly beta: number;
  /** kappa: how many of the most similar candidates count for an anchor, from 1 (the paper's max) to all of them. */
  readonly hardest: number;
}

/** An `AmclLoss` of a loss with negatives; a type and no interface, so that tf.tidy sees that its tensors are to be kept. */
export type ContrastiveTerm = {
  loss: tf.Scalar;
  statistics: Record<
    'positiveSimilarity' | 'negativeSimilarity' | 'positiveTemperature' | 'negativeTemperature',
    tf.Tensor
  >;
};

/**
 * What equations 2.1 and 2.4 (arXiv 2310.05615) have in common with AMCL's MoCo: summed over heads, the mean over anchors of
 *
 *     -s+ / tau+  +  mean over the chosen of [ s- / tau-  -  beta Omega(tau-) ]  +  beta Omega(tau+)
 *
 * which is the mean score s / tau - beta Omega(tau) of the negatives less that of the positives.
 *
 * @param positives elementwise products of the unit rows of each positive pair, [C, P, D]; each stands for as many anchors
 * @param negatives the same of each anchor and its chosen candidates, [C, A, kappa, D]
 * @returns statistics of shape [C, P] and [C, A, kappa]
 */
export function contrastiveTerm(
  positives: tf.Tensor3D,
  negatives: tf.Tensor4D,
  { temperature, beta }: ContrastOptions,
): ContrastiveTerm {
  const [heads, count, dim] = positives.shape;
  const products = tf.concat([
    tf.reshape<tf.Rank.R2>(positives, [-1, dim]),
    tf.reshape<tf.Rank.R2>(negatives, [-1, dim]),
  ]);
  const pairs = pairsOf(products, temperature);
  const scores = tf.sub(tf.div(pairs.similarity, pairs.temperature), tf.mul(beta, omega(pairs.temperature, dim)));
  const positive = (x: tf.Tensor) => tf.slice(x, [0], [heads * count]);
  const negative = (x: tf.Tensor) => tf.slice(x, [heads * count], [-1]);
  const loss = tf.mul<tf.Scalar>(heads, tf.sub(tf.mean(negative(scores)), tf.mean(positive(scores))));
  const statistics = withoutGradient(() => {
    const ofPositives = (name: keyof Pairs) => tf.reshape(positive(pairs[name]), [heads, count]);
    const ofNegatives = (name: keyof Pairs) => tf.reshape(negative(pairs[name]), negatives.shape.slice(0, 3));
    return {
      positiveSimilarity: ofPositives('similarity'),
      negativeSimilarity: ofNegatives('similarity'),
      positiveTemperature: ofPositives('temperature'),
      negativeTemperature: ofNegatives('temperature'),
    };
  });
  return { loss, statistics };
}
