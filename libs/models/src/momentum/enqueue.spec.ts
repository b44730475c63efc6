import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '@amcl/engine';
import { initializeBuffers } from '../initialize';
import { enqueue } from './enqueue';
import { queueBuffer } from './queue-buffer';

const [C, D] = [2, 3];
/** Rows that tell head and age. */
const rows = (count: number, first: number): number[][][] =>
  Array.from({ length: C }, (_, head) =>
    Array.from({ length: count }, (_, row) => [head, first + row, -(first + row)]),
  );

describe.each(['cpu', 'wasm', 'auto'] as const)('enqueue on %s', (backend) => {
  beforeAll(() => openEngine({ backend }));

  it.each([
    [15, 4],
    [16, 4],
    [17, 4],
    [16, 16],
    [3, 4],
    [1, 1],
    [5, 12],
  ])('of a queue of %i holds the newest keys, oldest first, after any number of batches of %i', (K, N) => {
    let expected = rows(K, -K);
    let queue = tf.tensor3d(expected);
    for (let step = 0; step < 9; step++) {
      const keys = rows(N, step * N);
      expected = expected.map((old, head) => [...old, ...keys[head]!].slice(-K));
      const before = tf.memory().numTensors;
      const batch = tf.tensor3d(keys);
      const next = enqueue(queue, batch);
      tf.dispose([queue, batch]);
      expect(tf.memory().numTensors).toBe(before);
      queue = next;
      expect(queue.shape).toEqual([C, K, D]);
      expect(queue.arraySync()).toEqual(expected);
    }
    queue.dispose();
  });

  it('refuses keys of other heads or another size', () => {
    const queue = tf.zeros<tf.Rank.R3>([C, 4, D]);
    expect(() => enqueue(queue, tf.zeros([1, 2, D]))).toThrow(
      /\[2, N, 3\] for the keys of a queue of shape \[2, 4, 3\] but received \[1, 2, 3\]/,
    );
    expect(() => enqueue(queue, tf.zeros([C, 2, 5]))).toThrow(/received \[2, 2, 5\]/);
  });
});

describe('queueBuffer', () => {
  const spec = queueBuffer({ name: 'queue', heads: 2, size: 200, dim: 8 });
  const draw = (seed: number) => initializeBuffers({ buffers: [spec] }, seed)['queue']!;

  it('starts with rows of length 1 in all directions, by the seed', () => {
    const values = draw(1);
    expect(spec.shape).toEqual([2, 200, 8]);
    const mean = new Float64Array(8);
    for (let row = 0; row < 400; row++) {
      const vector = values.subarray(row * 8, row * 8 + 8);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
      vector.forEach((value, i) => (mean[i]! += value / 400));
    }
    // Each mean has deviation 1 / sqrt(8 * 400) = 0.018.
    expect(Math.max(...mean.map(Math.abs))).toBeLessThan(0.08);
    expect(draw(1)).toEqual(values);
    expect(draw(2)).not.toEqual(values);
  });
});
