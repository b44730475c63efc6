import { l2Normalize } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';

/** Rows [count, D], row-major, each divided by its length. The caller disposes it. */
export function unitRows(rows: Float32Array, count: number): tf.Tensor2D {
  return tf.tidy(() => l2Normalize(tf.tensor2d(rows, [count, rows.length / count])));
}
