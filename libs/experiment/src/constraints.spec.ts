import { describe, expect, it } from 'vitest';
import { resolveExperiment } from './resolve-experiment';
import { errorOf, file, issueOf } from './testing/error-of';

describe('an impossible value', () => {
  const limit = { train: 100, test: 50 };
  const small = {
    pretrain: { batchSize: 10, knn: { k: 10 } },
    linearProbe: { batchSize: 10, knn: { k: 10 }, similarity: { images: 10 }, map: { images: 50 } },
  };

  it('is a batch larger than the data set, in whole or limited', () => {
    expect(issueOf({ pretrain: { batchSize: 50_001 } }, 'pretrain.batchSize')).toEqual({
      path: 'pretrain.batchSize',
      expected:
        'at most 50000, the number of images that pre-train (dataset.limit, dataset.holdOut, dataset.unlabelled)',
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
      'linearProbe.map.images',
    ]);
  });

  it.each([
    [{ pretrain: { epochs: 5, schedule: { warmupEpochs: 6 } } }, 'pretrain.schedule.warmupEpochs'],
    [{ pretrain: { epochs: 5, knn: { every: 6 } } }, 'pretrain.knn.every'],
    [{ pretrain: { epochs: 5 }, augmentation: { materialize: 6 } }, 'augmentation.materialize'],
    [{ linearProbe: { fineTune: { batchSize: 50_001 } } }, 'linearProbe.fineTune.batchSize'],
    [{ linearProbe: { labels: 0.01, batchSize: 500, knn: { k: 501 } } }, 'linearProbe.knn.k'],
    [{ linearProbe: { labels: 0.01, fineTune: { batchSize: 501 } } }, 'linearProbe.fineTune.batchSize'],
    [{ linearProbe: { labels: 1e-6, batchSize: 11, knn: { k: 10 } } }, 'linearProbe.batchSize'],
    [{ linearProbe: { dataset: { name: 'stl10' }, knn: { k: 5_001 } } }, 'linearProbe.knn.k'],
    [
      { linearProbe: { dataset: { name: 'cifar10', holdOut: 49_000, limit: { train: 1_010, test: 1_000 } } } },
      'linearProbe.dataset.limit.train',
    ],
    [{ linearProbe: { map: { images: 10_001 } } }, 'linearProbe.map.images'],
    [{ linearProbe: { map: { images: 15 } } }, 'linearProbe.map.neighbors'],
    [{ linearProbe: { neighbours: { images: 10_001 } } }, 'linearProbe.neighbours.images'],
    [{ linearProbe: { neighbours: { k: 50_001 } } }, 'linearProbe.neighbours.k'],
    [{ augmentation: { colorJitter: { strength: 1, hue: 0.6 } } }, 'augmentation.colorJitter.hue'],
    [{ augmentation: { gaussianBlur: { kernelSize: 65 } } }, 'augmentation.gaussianBlur.kernelSize'],
  ])('%j', (input, path) => {
    expect(errorOf(input).issues.map((issue) => issue.path)).toEqual([path]);
  });

  it.each([
    [{ holdOut: 50_000 }, 'holdOut', 'at most 49990, so that an image of each class is left to train on'],
    [
      { holdOut: 10_000, limit: { train: 45_000, test: 1000 } },
      'limit.train',
      'at most 40000, what dataset.holdOut leaves of the training images',
    ],
    [
      { holdOut: 1000, limit: { train: 20_000, test: 1010 } },
      'limit.test',
      'at most 1000, the images that are held out (dataset.holdOut)',
    ],
    [
      { name: 'folder', source: 'file:images' },
      'holdOut',
      'a number of images, as dataset.test is null and there is nothing else to measure on',
    ],
    [
      { name: 'stl10', fold: 3, holdOut: 1000 },
      'holdOut',
      'at most 990, so that an image of each class is left to train on',
    ],
  ])('is a part of a data set that it cannot have: %j', (dataset, field, expected) => {
    expect(issueOf({ dataset }, `dataset.${field}`)).toMatchObject({ expected });
  });

  it('is a batch of more images than pre-train: held-out ones do not, unlabelled ones do', () => {
    const path = 'pretrain.batchSize';
    const issue = (dataset: object, batchSize: number) => issueOf({ dataset, pretrain: { batchSize } }, path);
    expect(issue({ holdOut: 10_000 }, 40_001)?.expected).toMatch(/^at most 40000, /);
    expect(issue({ name: 'stl10' }, 100_001)?.expected).toMatch(/^at most 100000, /);
    expect(issue({ name: 'stl10', unlabelled: 0 }, 5001)?.expected).toMatch(/^at most 5000, /);
    expect(issueOf({ dataset: { name: 'stl10' }, pretrain: { knn: { k: 5001 } } }, 'pretrain.knn.k')).toMatchObject({
      expected: 'at most 5000, the number of training images (dataset.limit, dataset.holdOut)',
    });
  });

  it('is not a map of more neighbours than images where there is no map', () => {
    const { map } = resolveExperiment({ linearProbe: { map: { images: 0, neighbors: 20_000 } } }, file).linearProbe;
    expect(map).toEqual({ images: 0, neighbors: 20_000, minDist: 0.1, epochs: 500 });
  });

  const pretrain = (method: object, changes: object) => ({ pretrain: { method, batchSize: 64, ...changes } });
  it.each([
    [
      pretrain({}, { amcl: { temperature: { lower: 2, upper: 2 } } }),
      'amcl.temperature.lower',
      'a number below 2 (pretrain.amcl.temperature.upper)',
    ],
    [
      pretrain({}, { amcl: { temperature: { kind: 'global', lower: 3 } } }),
      'amcl.temperature.lower',
      'a number below 2 (pretrain.amcl.temperature.upper)',
    ],
    [
      pretrain({}, { amcl: { hardest: 127 } }),
      'amcl.hardest',
      'at most 126, the negatives of an anchor (2 pretrain.batchSize - 2)',
    ],
    [
      pretrain({}, { amcl: { hardest: 128, positiveAmongCandidates: true } }),
      'amcl.hardest',
      'at most 127, the other views of a batch (2 pretrain.batchSize - 1)',
    ],
    [
      pretrain({ name: 'moco', queueSize: 9 }, { amcl: { hardest: 10 } }),
      'amcl.hardest',
      'at most 9, the keys in the queue (pretrain.method.queueSize)',
    ],
    [
      pretrain({ name: 'simsiam' }, { amcl: { hardest: 2 } }),
      'amcl.hardest',
      '1, since simsiam has no negatives to choose from',
    ],
    [
      pretrain({ name: 'moco' }, { amcl: { positiveAmongCandidates: true } }),
      'amcl.positiveAmongCandidates',
      'false, since moco does not choose among the views of a batch',
    ],
    [
      pretrain({ name: 'moco' }, { batchSize: 60 }),
      'batchSize',
      'a multiple of 8 of at least 16, as pretrain.method.batchNormSplits is 8',
    ],
    [
      pretrain({ name: 'moco' }, { batchSize: 8 }),
      'batchSize',
      'a multiple of 8 of at least 16, as pretrain.method.batchNormSplits is 8',
    ],
    [
      pretrain({ name: 'moco' }, { microBatchSize: 4 }),
      'microBatchSize',
      'a multiple of 8 of at least 16, as pretrain.method.batchNormSplits is 8',
    ],
    [pretrain({}, { microBatchSize: 24 }), 'microBatchSize', 'a divisor of 64 (pretrain.batchSize), or null'],
  ])('%j', (input, field, expected) => {
    expect(errorOf(input).issues).toEqual([expect.objectContaining({ path: `pretrain.${field}`, expected })]);
  });

  it.each([
    pretrain({}, { amcl: { hardest: 126, temperature: { lower: 1.99 } } }),
    pretrain({}, { amcl: { hardest: 127, positiveAmongCandidates: true } }),
    pretrain({ name: 'moco', batchNormSplits: 1 }, { batchSize: 7, amcl: {} }),
    pretrain({ name: 'moco' }, { microBatchSize: 16 }),
    pretrain({ name: 'barlow-twins' }, { amcl: { temperature: { kind: 'fixed', value: 0.5 } } }),
  ])('is not %j', (input) => {
    expect(resolveExperiment(input, file).pretrain.batchSize).toBeGreaterThan(6);
  });
});

describe('a value out of range', () => {
  it.each([
    [{ amcl: { heads: 0 } }, 'amcl.heads', 'a whole number from 1 to 64'],
    [{ amcl: { temperature: { lower: 0 } } }, 'amcl.temperature.lower', 'a number above 0'],
    [{ amcl: { temperature: { lower: -1 } } }, 'amcl.temperature.lower', 'a number above 0'],
    [{ amcl: { hardest: 0 } }, 'amcl.hardest', 'a whole number of at least 1'],
    [{ amcl: { beta: -0.1 } }, 'amcl.beta', 'a number of at least 0'],
    [{ amcl: { temperature: { kind: 'fixed' } } }, 'amcl.temperature.value', 'a number above 0'],
    [{ amcl: { temperature: { kind: 'x' } } }, 'amcl.temperature.kind', "one of 'adaptive', 'global', 'fixed'"],
    [{ method: { name: 'moco', momentum: 1 } }, 'method.momentum', 'a number of at least 0 and below 1'],
    [{ method: { name: 'moco', momentum: -0.1 } }, 'method.momentum', 'a number of at least 0 and below 1'],
    [{ method: { name: 'x' } }, 'method.name', "one of 'simclr', 'moco', 'simsiam', 'barlow-twins'"],
    [{ method: 3 }, 'method', "an object with name, one of 'simclr', 'moco', 'simsiam', 'barlow-twins'"],
    [{ init: { file: 'x', sha256: 'ab' } }, 'init.sha256', 'a sha256 of 64 hexadecimal digits, as sha256sum prints it'],
  ])('%j', (changes, field, expected) => {
    expect(issueOf({ pretrain: changes }, `pretrain.${field}`)).toMatchObject({ expected });
  });
});
