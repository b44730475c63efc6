import { evalTransform } from '@amcl/augmentation';
import { describe, expect, it } from 'vitest';
import { evalBatches } from './index';

const NORMALIZE = { mean: [0.5, 0.4, 0.3], std: [0.2, 0.3, 0.4] } as const;
const SPLIT = {
  images: Uint8Array.from({ length: 7 * 2 * 2 * 3 }, (_, index) => (index * 37) % 256),
  labels: Int32Array.of(3, 1, 4, 1, 5, 9, 2),
  count: 7,
  shape: [2, 2, 3] as const,
};

describe('evalBatches', () => {
  it.each([1, 3, 7, 100])('has every image once, in order and normalised, in batches of %s', (batchSize) => {
    const images: number[] = [];
    const labels: number[] = [];
    for (const batch of evalBatches(SPLIT, batchSize, NORMALIZE)) {
      expect(batch.start).toBe(labels.length);
      expect(batch.count).toBe(Math.min(batchSize, 7 - batch.start));
      images.push(...batch.images);
      labels.push(...batch.labels);
    }
    const expected = new Float32Array(SPLIT.images.length);
    evalTransform(NORMALIZE)(SPLIT.images, expected);
    expect(images).toEqual([...expected]);
    expect(labels).toEqual([...SPLIT.labels]);
  });

  it('rejects a batch of none', () => {
    expect(() => [...evalBatches(SPLIT, 0, NORMALIZE)]).toThrow(/at least 1 for batchSize but received 0/);
  });
});
