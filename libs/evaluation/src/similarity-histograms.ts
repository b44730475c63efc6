import { l2Normalize } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';
import { checkViews } from './check-views';
import { eachPair } from './each-pair';

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
 * @throws if the lengths do not fit, or a number is NaN
 */
export function similarityHistograms(
  first: Float32Array,
  second: Float32Array,
  images: number,
  bins: number,
): SimilarityHistograms {
  const shape = checkViews(first, second, images);
  const positive = new Array<number>(bins).fill(0);
  const negative = new Array<number>(bins).fill(0);
  const views = tf.tidy(() => l2Normalize(tf.concat([tf.tensor2d(first, shape), tf.tensor2d(second, shape)])));
  try {
    eachPair(views, (row, other, similarity) => {
      const counts = other - row === images ? positive : negative;
      counts[binOf(similarity, bins)]! += 1;
    });
  } finally {
    views.dispose();
  }
  const shares = { positive: toShares(positive), negative: toShares(negative) };
  return {
    edges: Array.from({ length: bins + 1 }, (_, index) => (2 * index) / bins - 1),
    ...shares,
    overlap: shares.positive.reduce((sum, share, bin) => sum + Math.min(share, shares.negative[bin]!), 0),
  };
}

/** Rounding may put a similarity just beyond 1 or -1. */
function binOf(similarity: number, bins: number): number {
  return Math.min(bins - 1, Math.max(0, Math.floor(((similarity + 1) / 2) * bins)));
}

function toShares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
}
