import * as tf from '@tensorflow/tfjs-core';

/** Of the matrix of similarities that is in memory at once: 64 MiB. */
const ELEMENTS_AT_ONCE = 2 ** 24;

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
  const [rows, bankRows] = [features.shape[0], bank.shape[0]];
  const { classes, k, temperature } = options;
  if (!Number.isInteger(k) || k < 1 || k > bankRows)
    throw new RangeError(`Expected a whole number of 1 to ${bankRows}, the rows of the bank, for k but received ${k}`);
  if (!(temperature > 0)) throw new RangeError(`Expected a number above 0 for temperature but received ${temperature}`);
  const scores = new Float64Array(rows * classes);
  const chunk = Math.max(1, Math.floor(ELEMENTS_AT_ONCE / bankRows));
  for (let start = 0; start < rows; start += chunk) {
    const { similarities, neighbours } = nearest(features, bank, start, Math.min(chunk, rows - start), k);
    for (let i = 0; i < similarities.length; i++) {
      const row = Math.floor(i / k);
      const vote = Math.exp((similarities[i]! - similarities[row * k]!) / temperature);
      scores[(start + row) * classes + labels[neighbours[i]!]!]! += vote;
    }
  }
  return scores;
}

/** The k nearest rows of the bank for `count` rows of the features from `start`, each [count, k], nearest first. */
function nearest(features: tf.Tensor2D, bank: tf.Tensor2D, start: number, count: number, k: number) {
  const { values, indices } = tf.tidy(() => {
    const rows = tf.slice(features, [start, 0], [count, -1]);
    return tf.topk(tf.matMul(rows, bank, false, true), k);
  });
  const found = { similarities: values.dataSync(), neighbours: indices.dataSync() };
  tf.dispose([values, indices]);
  return found;
}
