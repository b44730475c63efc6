import { evalTransform, normalize } from '@amcl/augmentation';
import { resolveExperiment } from '@amcl/experiment';
import { describe, expect, it } from 'vitest';
import { evalBatches } from './index';

const { augmentation } = resolveExperiment({}, 'experiment.ts');
const RECIPE = {
  ...augmentation,
  randomResizedCrop: { ...augmentation.randomResizedCrop, size: 2 },
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

  // torchvision 0.29: resize(center_crop(image, [4, 4]), [2, 2], antialias=True) of levels 0 to 255
  it('resizes the centre of images that are not as large as the views', async () => {
    const split = { ...SPLIT, images: Uint8Array.from({ length: 4 * 7 * 3 }, (_, index) => (index * 37) % 256) };
    const resized = [
      [161.42857, 88.71429, 89.14286, 116.42857, 153.42857, 80.71429],
      [175.57143, 102.85715, 103.28571, 130.57144, 167.57143, 94.85715],
    ].flat();
    const expected = new Float32Array(resized.length);
    normalize(
      Float64Array.from(resized, (level) => level / 255),
      RECIPE.normalize,
      expected,
      0,
    );
    const { value } = await evalBatches({
      split: { ...split, count: 1, shape: [4, 7, 3] },
      recipe: RECIPE,
      batchSize: 1,
    }).next();
    expect(value!.images).toHaveLength(expected.length);
    expected.forEach((number, place) => {
      expect(value!.images[place]).toBeCloseTo(number, 5);
    });
  });

  it('rejects a batch of none', async () => {
    const batches = evalBatches({ split: SPLIT, recipe: RECIPE, batchSize: 0 });
    await expect(batches.next()).rejects.toThrow(/at least 1 for batchSize but received 0/);
  });
});
