import { withoutGradient } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';

/** Below every similarity by more than rounding: cosines lie within [-1, 1]. */
const BELOW_ALL = 4;

/** What is chosen from, and how many. */
export interface Choice {
  /** kappa, at most the candidates of an anchor that are not excluded. */
  readonly hardest: number;
  /** 1 where a candidate (column) is not one of an anchor (row), else 0: [A, N]. */
  readonly excluded?: tf.Tensor2D;
}

/**
 * For each anchor the candidates of its head of the highest cosine similarity (not similarity over temperature), highest
 * first; of a NaN among them nothing is known but that a candidate is chosen. A constant: one batched product of matrices, of
 * which nothing is left for a gradient. It holds two matrices [C, A, N] for a moment (25 MB for C = 3, A = N = 1024) and takes
 * 2 C A N D operations (0.8 GFLOP with D = 128).
 *
 * @param anchors unit rows, [C, A, D]
 * @param candidates unit rows, [C, N, D]
 * @returns positions among the N, int32, [C, A, hardest]
 */
export function hardestCandidates(
  anchors: tf.Tensor3D,
  candidates: tf.Tensor3D,
  { hardest, excluded }: Choice,
): tf.Tensor3D {
  return withoutGradient(() =>
    tf.tidy(() => {
      const similarities = tf.matMul(anchors, candidates, false, true); // [C, A, N]
      const allowed = excluded ? tf.sub(similarities, tf.mul(excluded, BELOW_ALL)) : similarities;
      return tf.topk(allowed as tf.Tensor3D, hardest).indices;
    }),
  );
}
