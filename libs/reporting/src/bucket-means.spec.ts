import { describe, expect, it } from 'vitest';
import { bucketMeans, type Point } from './bucket-means';

const line = (count: number): Point[] => Array.from({ length: count }, (_, x) => [x, 2 * x]);

describe('bucketMeans', () => {
  it('leaves a short curve as it is', () => {
    expect(bucketMeans(line(4), 4)).toEqual(line(4));
    expect(bucketMeans([], 4)).toEqual([]);
  });

  it('takes means of neighbours, fewer in the last bucket', () => {
    expect(bucketMeans(line(5), 3)).toEqual([
      [0.5, 1],
      [2.5, 5],
      [4, 8],
    ]);
  });

  it.each([5, 99, 100, 101, 12_345])('has at most 100 points of %i', (count) => {
    expect(bucketMeans(line(count), 100).length).toBeLessThanOrEqual(100);
  });
});
