import type * as tf from '@tensorflow/tfjs-core';
import { nearestRows } from './nearest-rows';

/** What the vote of the nearest neighbours is made of. */
export interface KnnOptions {
  readonly classes: number;
  /** Neighbours that vote, 1 .. N. */
  readonly k: number;
  /** Above 0. A neighbour of similarity s has exp(s / temperature) votes. */
  readonly temperature: number;
}

/**
 * Votes of the k most similar rows of the bank for each class, as lightly's `knn_predict` (Wu et al., arXiv 1805.01978, section 3.4).
 * The votes of a row are divided by those of its nearest neighbour, so that no temperature overflows; their order is kept.
 *
 * @param features [B, F], unit rows, used as they are
 * @param bank [N, F], unit rows
 * @param labels [N], 0 .. classes - 1
 * @returns [B, classes], row-major, each 0 or more
 * @throws RangeError if k or the temperature is out of its range
 */
export function knnScores(
  features: tf.Tensor2D,
  bank: tf.Tensor2D,
  labels: Int32Array,
  options: KnnOptions,
): Float64Array {
  const { classes, k, temperature } = options;
  if (!(temperature > 0)) throw new RangeError(`Expected a number above 0 for temperature but received ${temperature}`);
  const scores = new Float64Array(features.shape[0] * classes);
  for (const { start, similarities, rows } of nearestRows(features, bank, k)) {
    for (let i = 0; i < similarities.length; i++) {
      const row = Math.floor(i / k);
      const vote = Math.exp((similarities[i]! - similarities[row * k]!) / temperature);
      scores[(start + row) * classes + labels[rows[i]!]!]! += vote;
    }
  }
  return scores;
}
