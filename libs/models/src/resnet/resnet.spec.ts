import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '@amcl/engine';
import { evalScope, trainingScope } from '../scope';
import { expectNear, normals } from '../testing/numbers';
import { weightsOf } from '../testing/weights-of';
import { residualNetwork, resnet } from './resnet';

beforeAll(() => openEngine({ backend: 'cpu' }));

const TINY = { block: 'bottleneck', layers: [1, 1], stem: 'imagenet', base: 2 } as const;

describe('resnet', () => {
  // torchvision's counts without fc: of 50 25,557,032 - 2,049,000.
  it.each([
    ['resnet18', 1, 'cifar', 512, 11_168_832],
    ['resnet18', 0.25, 'cifar', 128, 700_176],
    ['resnet18', 1, 'imagenet', 512, 11_176_512],
    ['resnet34', 1, 'imagenet', 512, 21_284_672],
    ['resnet50', 1, 'imagenet', 2048, 23_508_032],
  ] as const)('%s of width %f with stem %s has %i features and %i parameters', (name, width, stem, features, count) => {
    const encoder = resnet({ name, stem, width });
    expect(encoder.features).toBe(features);
    const sizes = encoder.parameters.map(({ shape }) => shape.reduce((size, n) => size * n, 1));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(count);
  });

  it('refuses a width that gives no whole number of channels', () => {
    expect(() => resnet({ name: 'resnet18', stem: 'cifar', width: 0.01 })).toThrow(/base .* received 0.64/);
  });

  it('leaves no tensor but its features, in training and in eval mode', () => {
    const encoder = residualNetwork(TINY);
    const weights = weightsOf(encoder);
    const x = tf.ones([2, 16, 16, 3]);
    const before = tf.memory().numTensors;
    const train = tf.tidy(() => encoder.forward(x, trainingScope(weights)));
    const evaluated = tf.tidy(() => encoder.forward(x, evalScope(weights)));
    expect([train.shape, evaluated.shape]).toEqual([
      [2, 16],
      [2, 16],
    ]);
    expect(tf.memory().numTensors).toBe(before + 2);
  });
});

describe('batchNormSplits', () => {
  const whole = residualNetwork(TINY);

  it('makes each group pass as a batch of its own, in every batch norm', () => {
    tf.tidy(() => {
      const split = residualNetwork({ ...TINY, batchNormSplits: 2 });
      const weights = weightsOf(whole);
      const x = tf.tensor4d(normals([8, 12, 12, 3], 1), [8, 12, 12, 3]);
      const scope = trainingScope(weights);
      const features = split.forward(x, scope);
      const groups = [0, 1].map((group) => {
        const rows = [0, 2, 4, 6].map((row) => row + group);
        const own = trainingScope(weights);
        expectNear(tf.gather(features, rows), whole.forward(tf.gather(x, rows), own).dataSync());
        return own.buffers();
      });
      for (const { name } of whole.buffers) {
        const [first, second] = groups.map((buffers) => buffers[name]!) as [tf.Tensor, tf.Tensor];
        expectNear(scope.buffers()[name]!, tf.div(tf.add(first, second), 2).dataSync());
      }
    });
  });

  it('refuses a batch that they do not divide, naming both', () => {
    const split = residualNetwork({ ...TINY, batchNormSplits: 4 });
    const forward = () => tf.tidy(() => split.forward(tf.ones([6, 8, 8, 3]), trainingScope(weightsOf(whole))));
    expect(forward).toThrow(/multiple of 4 for batchNormTraining splits but received 6/);
    expect(() => resnet({ name: 'resnet18', stem: 'cifar', width: 1, batchNormSplits: 0 })).toThrow(
      /splits of batch norm but received 0/,
    );
  });
});
