import { describe, expect, it } from 'vitest';
import { resolveExperiment } from './resolve-experiment';
import { errorOf, file, issueOf } from './testing/error-of';

describe('an impossible value', () => {
  const limit = { train: 100, test: 50 };
  const small = {
    pretrain: { batchSize: 10, knn: { k: 10 } },
    linearProbe: { batchSize: 10, knn: { k: 10 }, similarity: { images: 10 } },
  };

  it('is a batch larger than the data set, in whole or limited', () => {
    expect(issueOf({ pretrain: { batchSize: 50_001 } }, 'pretrain.batchSize')).toEqual({
      path: 'pretrain.batchSize',
      expected: 'at most 50000, the number of training images (dataset.limit)',
      received: '50001 of type number',
      suggestion: null,
    });
    expect(resolveExperiment({ ...small, dataset: { limit } }, file).pretrain.batchSize).toBe(10);
    const error = errorOf({ ...small, dataset: { limit }, pretrain: { ...small.pretrain, batchSize: 101 } });
    expect(error.issues.map(({ path }) => path)).toEqual(['pretrain.batchSize']);
  });

  it('is every default that a very small subset cannot serve', () => {
    expect(errorOf({ dataset: { limit } }).issues.map(({ path }) => path)).toEqual([
      'pretrain.batchSize',
      'pretrain.knn.k',
      'linearProbe.batchSize',
      'linearProbe.knn.k',
      'linearProbe.similarity.images',
    ]);
  });

  it.each([
    [{ pretrain: { epochs: 5, schedule: { warmupEpochs: 6 } } }, 'pretrain.schedule.warmupEpochs'],
    [{ pretrain: { epochs: 5, knn: { every: 6 } } }, 'pretrain.knn.every'],
    [{ pretrain: { epochs: 5 }, augmentation: { materialize: 6 } }, 'augmentation.materialize'],
    [{ augmentation: { colorJitter: { strength: 1, hue: 0.6 } } }, 'augmentation.colorJitter.hue'],
    [{ augmentation: { gaussianBlur: { kernelSize: 65 } } }, 'augmentation.gaussianBlur.kernelSize'],
  ])('%j', (input, path) => {
    expect(errorOf(input).issues.map((issue) => issue.path)).toEqual([path]);
  });
});
