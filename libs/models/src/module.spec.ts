import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '@amcl/engine';
import { batchNormLayer } from './layers/batch-norm-layer';
import { initializeBuffers, initializeParameters, type Arrays } from './initialize';
import { prefixed, type Module } from './module';
import { projectionHead } from './heads/projection-head';
import { residualNetwork, resnet } from './resnet/resnet';
import { evalScope, trainingScope, type Weights } from './scope';

beforeAll(() => openEngine({ backend: 'cpu' }));

function weightsOf(module: Module): Weights {
  const tensors = (specs: Module['parameters'] | Module['buffers'], arrays: Arrays) =>
    Object.fromEntries(specs.map(({ name, shape }) => [name, tf.tensor(arrays[name]!, [...shape])]));
  return {
    parameters: tensors(module.parameters, initializeParameters(module, 1)),
    buffers: tensors(module.buffers, initializeBuffers(module, 1)),
  };
}

describe('resnet', () => {
  it.each([
    [1, 'cifar', 512, 11_168_832],
    [0.25, 'cifar', 128, 700_176],
    [1, 'imagenet', 512, 11_176_512],
  ] as const)('18 of width %f with stem %s has %i features and %i parameters', (width, stem, features, parameters) => {
    const encoder = resnet({ name: 'resnet18', stem, width });
    expect(encoder.features).toBe(features);
    const sizes = encoder.parameters.map(({ shape }) => shape.reduce((size, n) => size * n, 1));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(parameters);
  });

  it('refuses a width that gives no whole number of channels', () => {
    expect(() => resnet({ name: 'resnet18', stem: 'cifar', width: 0.01 })).toThrow(/base .* received 0.64/);
  });

  it('leaves no tensor but its features, in training and in eval mode', () => {
    const encoder = residualNetwork({ block: 'bottleneck', layers: [1, 1], stem: 'imagenet', base: 2 });
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

describe('projectionHead', () => {
  it('refuses a single size', () => {
    expect(() => projectionHead({ kind: 'simclr', dims: [3] })).toThrow(/at least 2 sizes .* received \[3\]/);
  });
});

describe('batchNormLayer', () => {
  const layer = prefixed('bn.', batchNormLayer({ channels: 1, affine: true }));
  const running = (scope: ReturnType<typeof trainingScope>) =>
    ['bn.running_mean', 'bn.running_var'].map((name) => scope.buffers()[name]!.dataSync()[0]);

  it('keeps 0.1 of the mean and of the unbiased variance, pass after pass, and leaves the weights as they were', () => {
    const weights = weightsOf(layer);
    const scope = trainingScope(weights);
    layer.forward(tf.tensor2d([[1], [3]]), scope);
    const [mean, variance] = running(scope) as [number, number];
    expect(mean).toBeCloseTo(0.2, 6);
    expect(variance).toBeCloseTo(0.9 + 0.1 * 2, 6);
    layer.forward(tf.tensor2d([[1], [3]]), scope);
    expect(running(scope)[0]).toBeCloseTo(0.9 * 0.2 + 0.2, 6);
    expect(weights.buffers['bn.running_mean']?.dataSync()[0]).toBe(0);
  });

  it('refuses one value a channel in training, and takes it in eval mode', () => {
    const weights = weightsOf(layer);
    expect(() => layer.forward(tf.ones([1, 1]), trainingScope(weights))).toThrow(/at least 2 values .* shape \[1, 1\]/);
    expect(layer.forward(tf.ones([1, 1]), evalScope(weights)).shape).toEqual([1, 1]);
  });
});

describe('scopes', () => {
  let weights: Weights;
  beforeAll(() => {
    weights = { parameters: { w: tf.scalar(1) }, buffers: { b: tf.scalar(2) } };
  });

  it('name a tensor that they do not have', () => {
    expect(() => evalScope(weights).parameter('v')).toThrow(/parameter v but the scope has w/);
    expect(() => trainingScope(weights).buffer('v')).toThrow(/buffer v but the scope has b/);
    expect(() => trainingScope(weights).update('v', tf.scalar(0))).toThrow(/buffer v/);
  });

  it('take no new values in eval mode', () => {
    expect(() => evalScope(weights).update('b', tf.scalar(0))).toThrow(/no new value for buffer b in eval mode/);
  });
});
