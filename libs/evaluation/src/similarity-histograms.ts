import { l2Normalize } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';

/** Of the matrix of similarities that is in memory at once: 16 MiB. */
const ELEMENTS_AT_ONCE = 2 ** 22;

/** Histograms of the cosine similarity of pairs of views (AMCL, arXiv 2310.05615, figure 1). */
export interface SimilarityHistograms {
  /** Borders of the bins, -1 .. 1: one more than bins. */
  readonly edges: number[];
  /** Share of the positive pairs, two views of an image, in each bin; sums to 1. */
  readonly positive: number[];
  /** Share of the negative pairs, views of two images, in each bin; sums to 1. */
  readonly negative: number[];
  /** Sum over the bins of the smaller share: 0 apart, 1 alike. */
  readonly overlap: number;
}

/**
 * Similarities of all pairs of 2n views of n images: n positive pairs, 2n(n - 1) negative ones.
 * @param first embeddings of the first views [n, D], row-major, need not be normalised
 * @param second those of the second views, the same images in the same order
 * @param images n, 2 or more
 * @param bins of equal width on [-1, 1]; a bin has its lower border, the last one has both
 */
export function similarityHistograms(
  first: Float32Array,
  second: Float32Array,
  images: number,
  bins: number,
): SimilarityHistograms {
  const dimension = first.length / images;
  if (images < 2 || !Number.isInteger(dimension) || second.length !== first.length)
    throw new Error(
      `Expected two embeddings [n, D] of n >= 2 images but received ${first.length} and ${second.length} numbers for ${images} images`,
    );
  const positive = new Array<number>(bins).fill(0);
  const negative = new Array<number>(bins).fill(0);
  const views = tf.tidy(() =>
    l2Normalize(tf.concat([tf.tensor2d(first, [images, dimension]), tf.tensor2d(second, [images, dimension])])),
  );
  const count = 2 * images;
  const chunk = Math.max(1, Math.floor(ELEMENTS_AT_ONCE / count));
  for (let start = 0; start < count; start += chunk) {
    const similarities = rowsOfSimilarities(views, start, Math.min(chunk, count - start));
    for (let i = 0; i < similarities.length; i++) {
      const [row, column] = [start + Math.floor(i / count), i % count];
      // Each pair once; the view itself is no pair.
      if (column <= row) continue;
      const counts = column - row === images ? positive : negative;
      counts[binOf(similarities[i]!, bins)]! += 1;
    }
  }
  views.dispose();
  const shares = { positive: toShares(positive), negative: toShares(negative) };
  return {
    edges: Array.from({ length: bins + 1 }, (_, index) => (2 * index) / bins - 1),
    ...shares,
    overlap: shares.positive.reduce((sum, share, bin) => sum + Math.min(share, shares.negative[bin]!), 0),
  };
}

/** Rows `start` .. `start + count - 1` of the matrix of cosine similarities. */
function rowsOfSimilarities(views: tf.Tensor2D, start: number, count: number): Float32Array {
  const matrix = tf.tidy(() => tf.matMul(tf.slice(views, [start, 0], [count, -1]), views, false, true));
  const similarities = matrix.dataSync<'float32'>();
  matrix.dispose();
  return similarities;
}

/** Rounding may put a similarity just beyond 1 or -1. */
function binOf(similarity: number, bins: number): number {
  if (Number.isNaN(similarity)) throw new Error('Expected embeddings of numbers but received NaN');
  return Math.min(bins - 1, Math.max(0, Math.floor(((similarity + 1) / 2) * bins)));
}

function toShares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
}
