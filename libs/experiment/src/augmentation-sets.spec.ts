import { describe, expect, it } from 'vitest';
import { extend } from './extend';
import { resolveExperiment } from './resolve-experiment';
import { file } from './testing/error-of';

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
