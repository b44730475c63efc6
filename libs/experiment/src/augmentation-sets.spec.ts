import { describe, expect, it } from 'vitest';
import { growingSets } from './augmentation-sets';
import { extend } from './extend';
import { resolveExperiment } from './resolve-experiment';
import { file } from './testing/error-of';
import { withAugmentationSet } from './with-augmentation-set';

const augmentationOf = (augmentation: object) => resolveExperiment({ augmentation }, file).augmentation;

describe('augmentation.set', () => {
  it.each([
    ['default', { randomHorizontalFlip: 0.5, colorJitter: 0.8, randomGrayscale: 0.2, gaussianBlur: 0.5 }],
    ['color', { randomHorizontalFlip: 0, colorJitter: 0.8, randomGrayscale: 0.2, gaussianBlur: 0 }],
    ['a', { randomHorizontalFlip: 0, colorJitter: 0, randomGrayscale: 0, gaussianBlur: 0 }],
    ['ab', { randomHorizontalFlip: 0, colorJitter: 0, randomGrayscale: 0, gaussianBlur: 0.5 }],
    ['abc', { randomHorizontalFlip: 0, colorJitter: 0, randomGrayscale: 0.2, gaussianBlur: 0.5 }],
    ['abcd', { randomHorizontalFlip: 0, colorJitter: 0.8, randomGrayscale: 0.2, gaussianBlur: 0.5 }],
    ['abcde', { randomHorizontalFlip: 0.5, colorJitter: 0.8, randomGrayscale: 0.2, gaussianBlur: 0.5 }],
  ])('%s has these operations, and the crop', (set, probabilities) => {
    const section = augmentationOf({ set });
    for (const [operation, p] of Object.entries(probabilities)) expect(section).toMatchObject({ [operation]: { p } });
    expect(section.randomResizedCrop.scale).toEqual([0.08, 1]);
    expect(augmentationOf(section)).toEqual(section);
  });

  it('gives way to a probability that is named, also one of a base that is extended', () => {
    expect(augmentationOf({ set: 'a', gaussianBlur: { p: 0.1 } }).gaussianBlur.p).toBe(0.1);
    const extended = extend({ augmentation: { colorJitter: { strength: 1 } } }, { augmentation: { set: 'abcd' } });
    expect(resolveExperiment(extended, file).augmentation).toMatchObject({
      colorJitter: { p: 0.8, strength: 1 },
      randomHorizontalFlip: { p: 0 },
    });
  });
});

describe('withAugmentationSet', () => {
  const recipe = augmentationOf({
    randomResizedCrop: { size: 24, scale: [0.2, 1] },
    randomHorizontalFlip: { p: 0 },
    colorJitter: { p: 0.3, strength: 1 },
    gaussianBlur: { p: 0.1, kernelSize: 5 },
  });

  it('keeps the probability of what the recipe has, takes the usual one of what it lacks, and leaves the rest out', () => {
    expect(withAugmentationSet(recipe, 'abcde')).toEqual({ ...recipe, randomHorizontalFlip: { p: 0.5 } });
    expect(withAugmentationSet(recipe, 'abc')).toEqual({
      ...recipe,
      randomHorizontalFlip: { p: 0 },
      colorJitter: { ...recipe.colorJitter, p: 0 },
    });
  });

  it('has with the growing sets the crop and one operation more each time', () => {
    const operations = growingSets.map((set) => {
      const { randomHorizontalFlip, colorJitter, randomGrayscale, gaussianBlur } = withAugmentationSet(recipe, set);
      return [gaussianBlur, randomGrayscale, colorJitter, randomHorizontalFlip].map(({ p }) => p);
    });
    expect(operations).toEqual([
      [0, 0, 0, 0],
      [0.1, 0, 0, 0],
      [0.1, 0.2, 0, 0],
      [0.1, 0.2, 0.3, 0],
      [0.1, 0.2, 0.3, 0.5],
    ]);
  });
});
