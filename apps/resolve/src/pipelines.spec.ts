import { join, resolve } from 'node:path';
import { growingSets, resolveExperiment, resolveRuns, type Experiment, type ExperimentInput } from '@amcl/experiment';
import { experimentFile, experimentNames } from '@amcl/experiment/load';
import { beforeAll, describe, expect, it } from 'vitest';

const workspace = resolve(__dirname, '../../..');
const names = experimentNames(workspace);
const inputs: Record<string, ExperimentInput> = {};
const experiments: Record<string, Experiment> = {};

beforeAll(async () => {
  for (const name of names) {
    const file = experimentFile(workspace, name);
    inputs[name] = ((await import(join(workspace, file))) as { default: ExperimentInput }).default;
    experiments[name] = resolveExperiment(inputs[name], file);
  }
});

const sizes = ['cifar10', 'cifar100', 'stl10', 'tiny-imagenet', 'small'];
const methods = [
  ['simclr', 'sgd', 0.06, 5e-4],
  ['moco', 'sgd', 0.08, 5e-4],
  ['simsiam', 'sgd', 0.05, 5e-4],
  ['barlow-twins', 'sgd', 0.11, 5e-4],
] as const;
const imagenet = [
  ['imagenet', 'simclr', 'lars', 1.2, 1e-6],
  ['imagenet', 'moco', 'sgd', 0.03, 1e-4],
] as const;

it.each([...sizes.flatMap((size) => methods.map((method) => [size, ...method] as const)), ...imagenet])(
  '%s-%s trains by %s at a rate of %f, and with AMCL a training of the same budget',
  (size, method, optimizer, lr, weightDecay) => {
    const { pretrain: alone, report, ...rest } = experiments[`${size}-${method}`]!;
    const { pretrain: together, report: reportTogether, ...restTogether } = experiments[`${size}-${method}-amcl`]!;
    expect(alone).toMatchObject({ method: { name: method }, optimizer: { name: optimizer, lr, weightDecay } });
    expect(alone.amcl).toBeNull();
    expect(together).toEqual({ ...alone, method: together.method, amcl: together.amcl });
    expect(together.method.name).toBe(method);
    expect(together.amcl).toMatchObject({ heads: 3, wideHead: false, temperature: { kind: 'adaptive' } });
    expect(restTogether).toEqual(rest);
    expect(reportTogether.title).not.toBe(report.title);
  },
);

it.each([
  ['cifar10', 32, 3, 'cifar', 800],
  ['cifar100', 32, 3, 'cifar', 800],
  ['stl10', 96, 9, 'imagenet', 400],
  ['tiny-imagenet', 64, 7, 'cifar', 400],
] as const)(
  'the full recipes of %s have views of %i pixels, and as many steps as those of CIFAR',
  (name, size, kernelSize, stem, epochs) => {
    for (const [method] of methods) {
      const { dataset, augmentation, pretrain } = experiments[`${name}-${method}`]!;
      expect(dataset).toMatchObject({ name, limit: null });
      expect(augmentation).toMatchObject({ randomResizedCrop: { size }, gaussianBlur: { kernelSize } });
      expect(pretrain).toMatchObject({ epochs, batchSize: 512, encoder: { name: 'resnet18', stem, width: 1 } });
    }
  },
);

it('those of ImageNet have 224 pixels and ResNet-50', () => {
  for (const method of ['simclr', 'moco']) {
    const { augmentation, pretrain } = experiments[`imagenet-${method}`]!;
    expect(augmentation).toMatchObject({ randomResizedCrop: { size: 224 }, gaussianBlur: { kernelSize: 23 } });
    expect(pretrain).toMatchObject({ epochs: 100, batchSize: 256, encoder: { name: 'resnet50', stem: 'imagenet' } });
  }
});

describe('an ablation', () => {
  const pretrainOf = (name: string) => resolveRuns(inputs[name], name).map(({ experiment }) => experiment.pretrain);

  it('varies what it is named after, on the whole of CIFAR-10', () => {
    expect(pretrainOf('ablation-heads').map(({ amcl }) => amcl?.heads)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(pretrainOf('ablation-temperature').map(({ amcl }) => amcl?.temperature.kind)).toEqual([
      'adaptive',
      'global',
      'fixed',
    ]);
    expect(pretrainOf('ablation-wide-head').map(({ amcl }) => [amcl?.heads, amcl?.wideHead])).toEqual([
      [3, false],
      [3, true],
    ]);
    expect(pretrainOf('ablation-limits')).toHaveLength(9);
    for (const name of ['ablation-kappa', 'ablation-beta']) expect(pretrainOf(name)).toHaveLength(5);
  });

  it('has the settings of the row of the table where it does not vary them', () => {
    for (const name of names.filter((name) => name.startsWith('ablation-'))) {
      const base = experiments[name === 'ablation-augmentations' ? 'cifar10-simclr' : 'cifar10-simclr-amcl']!;
      const others = resolveRuns(inputs[name], name).filter(({ experiment: { dataset, augmentation, pretrain } }) => {
        const amcl = pretrain.amcl === null ? null : base.pretrain.amcl;
        expect({ dataset, pretrain: { ...pretrain, amcl } }).toEqual({
          dataset: base.dataset,
          pretrain: base.pretrain,
        });
        const varied = JSON.stringify([augmentation.set, pretrain.amcl]);
        return varied === JSON.stringify([name.includes('augmentations') ? 'abcde' : 'default', base.pretrain.amcl]);
      });
      expect({ name, others: others.length }).toEqual({ name, others: 1 });
    }
  });

  it('of augmentations takes one to five of them, with AMCL as without', () => {
    for (const name of ['ablation-augmentations', 'ablation-augmentations-amcl'])
      expect(resolveRuns(inputs[name], name).map(({ experiment }) => experiment.augmentation.set)).toEqual(growingSets);
  });
});

it('every recipe leaves the choice of an augmentation set to who extends it', () => {
  for (const name of names) {
    const { augmentation: declared } = inputs[name]!;
    const { augmentation } = resolveExperiment({ ...inputs[name], augmentation: { ...declared, set: 'a' } }, name);
    const { randomHorizontalFlip, colorJitter, randomGrayscale, gaussianBlur } = augmentation;
    expect([randomHorizontalFlip.p, colorJitter.p, randomGrayscale.p, gaussianBlur.p]).toEqual([0, 0, 0, 0]);
  }
});
