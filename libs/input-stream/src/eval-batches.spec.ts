import { evalTransform } from '@amcl/augmentation';
import { resolveExperiment } from '@amcl/experiment';
import { describe, expect, it } from 'vitest';
import { evalBatches } from './index';

const { augmentation } = resolveExperiment({}, 'experiment.ts');
const RECIPE = {
  ...augmentation,
  normalize: { mean: [0.5, 0.4, 0.3] as const, std: [0.2, 0.3, 0.4] as const },
};
const SPLIT = {
  kind: 'pixels',
  images: Uint8Array.from({ length: 7 * 2 * 2 * 3 }, (_, index) => (index * 37) % 256),
  labels: Int32Array.of(3, 1, 4, 1, 5, 9, 2),
  count: 7,
  shape: [2, 2, 3],
} as const;

describe('evalBatches of pixels', () => {
  it.each([1, 3, 7, 100])('has every image once, in order and normalised, in batches of %s', async (batchSize) => {
    const images: number[] = [];
    const labels: number[] = [];
    for await (const batch of evalBatches({ split: SPLIT, recipe: RECIPE, batchSize })) {
      expect(batch.start).toBe(labels.length);
      expect(batch.count).toBe(Math.min(batchSize, 7 - batch.start));
      images.push(...batch.images);
      labels.push(...batch.labels);
    }
    const expected = new Float32Array(SPLIT.images.length);
    evalTransform(RECIPE.normalize)(SPLIT.images, expected);
    expect(images).toEqual([...expected]);
    expect(labels).toEqual([...SPLIT.labels]);
  });

  it('rejects a batch of none', async () => {
    const batches = evalBatches({ split: SPLIT, recipe: RECIPE, batchSize: 0 });
    await expect(batches.next()).rejects.toThrow(/at least 1 for batchSize but received 0/);
  });
});
