import { describe, expect, it } from 'vitest';
import { batchNormAndBiasNames } from './batch-norm-and-bias-names';
import { denseHead } from './heads/dense-head';
import { initializeBuffers, initializeParameters } from './initialize';
import { prefixed } from './module';
import { projectionHead } from './heads/projection-head';
import { resnet } from './resnet/resnet';

const encoder = resnet({ name: 'resnet18', stem: 'cifar', width: 0.5 });

function moments(values: Float32Array): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
}

describe('initializeParameters', () => {
  it("draws convolutions as torchvision's ResNets: normal of variance 2 / fan out", () => {
    const weights = initializeParameters(encoder, 1);
    for (const [name, fanOut] of [
      ['layer1.0.conv1.weight', 32 * 9],
      ['layer4.0.conv1.weight', 256 * 9],
      ['layer4.0.downsample.0.weight', 256],
    ] as const) {
      const { mean, deviation } = moments(weights[name]!);
      const want = Math.sqrt(2 / fanOut);
      expect(Math.abs(mean)).toBeLessThan((5 * want) / Math.sqrt(weights[name]!.length));
      expect(Math.abs(deviation / want - 1)).toBeLessThan(0.04);
    }
  });

  it("draws linear layers as PyTorch's default: uniform within 1 / sqrt(input), bias too", () => {
    const head = denseHead([{ input: 100, output: 400, bias: true, batchNorm: 'none', relu: false }]);
    const weights = initializeParameters(head, 1);
    for (const name of ['layers.0.weight', 'layers.0.bias']) {
      const values = weights[name]!;
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(Math.fround(0.1));
      expect(Math.abs(moments(values).deviation / (0.1 / Math.sqrt(3)) - 1)).toBeLessThan(0.1);
    }
  });

  it('starts batch norm at 1 and 0, its running statistics at 0 and 1', () => {
    const weights = initializeParameters(encoder, 1);
    expect(weights['layer2.1.bn2.weight']).toEqual(new Float32Array(64).fill(1));
    expect(weights['layer2.1.bn2.bias']).toEqual(new Float32Array(64));
    const buffers = initializeBuffers(encoder, 1);
    expect(buffers['bn1.running_mean']).toEqual(new Float32Array(32));
    expect(buffers['bn1.running_var']).toEqual(new Float32Array(32).fill(1));
  });

  it('depends on the seed and on the whole name, not on the other parameters', () => {
    const name = 'layers.0.weight';
    const head = (output: number) => projectionHead({ kind: 'simclr', dims: [8, 8, output] });
    const first = initializeParameters(head(4), 1)[name];
    expect(initializeParameters(head(5), 1)[name]).toEqual(first);
    expect(initializeParameters(head(4), 2)[name]).not.toEqual(first);
    expect(initializeParameters(prefixed('b.', head(4)), 1)[`b.${name}`]).not.toEqual(first);
  });
});

describe('batchNormAndBiasNames', () => {
  it('are the vectors', () => {
    const head = denseHead([{ input: 2, output: 2, bias: true, batchNorm: 'affine', relu: true }]);
    expect([...batchNormAndBiasNames(head)]).toEqual(['layers.0.bias', 'layers.1.weight', 'layers.1.bias']);
    expect(batchNormAndBiasNames(encoder).size).toBe(40);
  });
});
