import { withoutGradient } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';
import { chosenRows } from './chosen-rows';
import { contrastiveTerm, type ContrastiveTerm, type ContrastOptions } from './contrastive-term';
import { hardestCandidates } from './hardest-candidates';
import { unitRows } from './unit-rows';

/**
 * The loss whose anchors and candidates are the embeddings of both views, [z0; z1]: of equations 2.1 and 2.4, which differ in
 * what is excluded. An anchor and its positive are each other's positive, so that their pair is computed once.
 *
 * @param z0 [C, B, D]
 * @param z1 [C, B, D]
 * @param excluded 1 where a column is no candidate of a row, [2B, 2B]
 * @returns statistics of shape [C, 2B] and [C, 2B, kappa]
 */
export function inBatch(
  z0: tf.Tensor,
  z1: tf.Tensor,
  excluded: tf.Tensor2D,
  options: ContrastOptions,
): ContrastiveTerm {
  const [first, second] = [unitRows(z0), unitRows(z1)];
  const anchors = tf.concat([first, second], 1); // [C, 2B, D]
  const index = hardestCandidates(anchors, anchors, { hardest: options.hardest, excluded });
  const negatives = tf.mul<tf.Tensor4D>(tf.expandDims(anchors, 2), chosenRows(anchors, index));
  const { loss, statistics } = contrastiveTerm(tf.mul(first, second), negatives, options);
  const ofBothAnchors = (x: tf.Tensor) => withoutGradient(() => tf.concat([x, x], 1));
  return {
    loss,
    statistics: {
      ...statistics,
      positiveSimilarity: ofBothAnchors(statistics.positiveSimilarity),
      positiveTemperature: ofBothAnchors(statistics.positiveTemperature),
    },
  };
}
