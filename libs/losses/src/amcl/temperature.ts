import type * as tf from '@tensorflow/tfjs-core';

/** Temperatures of pairs, from the elementwise products of their L2-normalised embeddings: [N, D] -> [N], each above 0. */
export type PairTemperature = (products: tf.Tensor2D) => tf.Tensor1D;

/** Temperatures of all pairs of rows: unit rows a [N, B] and b [M, B] -> [N, M], each above 0; that of (i, j) from a_i * b_j. */
export type GridTemperature = (a: tf.Tensor2D, b: tf.Tensor2D) => tf.Tensor2D;
