import { openEngine } from '@amcl/engine';
import { randomStream } from '@amcl/random';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { nearestNeighbours } from './nearest-neighbours';

beforeAll(() => openEngine({ backend: 'cpu' }));

describe('nearestNeighbours', () => {
  it('orders by the angle, not by the length', () => {
    const bank = Float32Array.of(9, 9, 0.1, 0, -4, 0, 0, 2);
    const { rows, similarities } = nearestNeighbours(Float32Array.of(1, 0, 0, -3), bank, 2, 3);
    expect([...rows]).toEqual([1, 0, 3, 1, 2, 0]);
    expect(similarities[0]).toBeCloseTo(1, 6);
    expect(similarities[1]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(similarities[5]).toBeCloseTo(-Math.SQRT1_2, 6);
  });

  it('is that of a sort of all pairs', () => {
    const [queries, bank, dimension, k] = [6, 50, 4, 7];
    const random = randomStream(1, 'test');
    const draw = (count: number) => Float32Array.from({ length: count * dimension }, () => random.normal());
    const [some, all] = [draw(queries), draw(bank)];
    const row = (of: Float32Array, at: number) => [...of.subarray(at * dimension, (at + 1) * dimension)];
    const cosine = (a: number[], b: number[]) =>
      a.reduce((sum, value, i) => sum + value * b[i]!, 0) / Math.hypot(...a) / Math.hypot(...b);
    const { rows, similarities } = nearestNeighbours(some, all, dimension, k);
    for (let query = 0; query < queries; query++) {
      const want = Array.from({ length: bank }, (_, at) => ({ at, similarity: cosine(row(some, query), row(all, at)) }))
        .sort((a, b) => b.similarity - a.similarity)
        .slice(0, k);
      expect([...rows.subarray(query * k, (query + 1) * k)]).toEqual(want.map(({ at }) => at));
      want.forEach(({ similarity }, i) => expect(similarities[query * k + i]).toBeCloseTo(similarity, 5));
    }
  });

  it('leaves no tensor, and rejects a k beyond the bank and rows of another length', () => {
    const before = tf.memory().numTensors;
    const [queries, bank] = [new Float32Array(4).fill(1), new Float32Array(6).fill(1)];
    nearestNeighbours(queries, bank, 2, 3);
    expect(() => nearestNeighbours(queries, bank, 2, 4)).toThrow(/whole number of 1 to 3.* but received 4/);
    expect(tf.memory().numTensors).toBe(before);
    expect(() => nearestNeighbours(queries, bank, 4, 1)).toThrow(/rows of 4 numbers .* 4 and 6 numbers/);
  });
});
