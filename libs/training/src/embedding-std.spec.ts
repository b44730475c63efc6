import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { openEngine } from '@amcl/engine';
import { embeddingStd } from './embedding-std';

beforeAll(() => openEngine({ backend: 'cpu' }));

const valueOf = (embedding: tf.Tensor) => tf.tidy(() => embeddingStd(embedding).dataSync()[0]);

it('is about 1 for directions drawn uniformly, whatever their lengths', () => {
  expect(valueOf(tf.randomNormal([500, 32], 0, 1, 'float32', 1))).toBeCloseTo(1, 1);
  expect(valueOf(tf.mul(tf.randomNormal([500, 32], 0, 1, 'float32', 1), 100))).toBeCloseTo(1, 1);
});

it('is 0 where all embeddings are the same', () => {
  expect(valueOf(tf.ones([8, 4]))).toBeCloseTo(0, 5);
});

it('is the mean over heads: one of two collapsed', () => {
  const heads = tf.stack([tf.randomNormal([500, 32], 0, 1, 'float32', 1), tf.ones([500, 32])]);
  expect(valueOf(heads)).toBeCloseTo(0.5, 1);
});

it('is the deviation of each column, in numbers', () => {
  // Unit rows (1, 0) and (0, 1): each column has deviation 1/2.
  const rows = tf.tensor2d([
    [3, 0],
    [0, 5],
  ]);
  expect(valueOf(rows)).toBeCloseTo(0.5 * Math.SQRT2, 5);
});
