import { join } from 'node:path';
import * as engine from '@amcl/engine';
import { openEngine } from '@amcl/engine';
import { casesOf } from '@amcl/parity';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CaseResult } from './check-case';
import { bfloat16LimitsOf, runCases, type LimitsOfCases } from './run-cases';

const CASES = join(__dirname, '..', '..', 'parity', 'cases');
const isEncoder = ({ op }: CaseResult) => op.startsWith('resnet');
const failures = (results: CaseResult[]) => results.filter(({ passed }) => !passed);
const run = (limits?: LimitsOfCases) => runCases(CASES, () => undefined, limits);

let limits: LimitsOfCases;
beforeAll(async () => {
  await openEngine({ backend: 'tensorflow' });
  limits = bfloat16LimitsOf(CASES);
  await openEngine({ backend: 'tensorflow', precision: 'bfloat16' });
});
afterEach(() => void vi.restoreAllMocks());

describe('the cases in bfloat16', () => {
  it('pass: those of encoders by derived tolerances, all others by those of float32', () => {
    const results = run(limits);
    expect(failures(results)).toEqual([]);
    expect(results.filter(isEncoder).map(({ name }) => name)).toEqual([...limits.keys()]);
    expect(limits.size).toBe(4);
    // The derivation is of the size of what there is: no tolerance hides more than it must.
    for (const { value, gradient } of results.filter(isEncoder)) {
      expect(value).toBeGreaterThan(0.1);
      expect(gradient).toBeGreaterThan(0.1);
    }
  });

  it('are in bfloat16 as far as there are encoders: by the tolerances of float32 these fail, and no other', () => {
    const results = run();
    expect(failures(results)).toEqual(results.filter(isEncoder));
  });

  it('have tolerances of a few percent of the values, and of less than most gradients but for those of ResNet-50', () => {
    for (const parityCase of [...casesOf('resnet_cifar'), ...casesOf('resnet_imagenet')]) {
      const { name } = parityCase;
      const deep = name === 'resnet_imagenet_50';
      const relative = (group: 'out' | 'grad', tensor: string) =>
        limits.get(name)![`${group}.${tensor}`]! / Math.hypot(...parityCase[group][tensor]!.data);
      expect(relative('out', 'train'), name).toBeGreaterThan(0.01);
      expect(relative('out', 'train'), name).toBeLessThan(deep ? 0.2 : 0.05);
      expect(relative('out', 'eval'), name).toBeLessThan(0.03);
      const gradients = Object.keys(parityCase.grad).map((tensor) => relative('grad', tensor));
      const telling = gradients.filter((limit) => limit < 1).length / gradients.length;
      expect(telling, name).toBeGreaterThan(deep ? 0 : 0.7);
    }
  });
});

describe('the encoders fail in bfloat16', () => {
  const real = { ...engine };

  /** @param fault what the models get in place of an operation of the engine */
  const withFault = (fault: Partial<Pick<typeof engine, 'batchNormTraining' | 'conv2d'>>): CaseResult[] => {
    const { batchNormTraining, conv2d } = { ...real, ...fault };
    vi.spyOn(engine, 'batchNormTraining').mockImplementation(batchNormTraining);
    vi.spyOn(engine, 'conv2d').mockImplementation(conv2d);
    return failures(run(limits)).filter(isEncoder);
  };
  const all = () => [...limits.keys()].map((name) => expect.objectContaining({ name, reason: ofTolerance }) as unknown);
  const ofTolerance = expect.stringMatching(/of the tolerance/) as unknown;

  it('with another epsilon of batch norm', () => {
    const fault = withFault({
      batchNormTraining: (x, scale, offset, _, options) => real.batchNormTraining(x, scale, offset, 0.1, options),
    });
    expect(fault).toEqual(all());
  });

  /** Batch norm with another function in place of its ReLU. */
  const withActivation = (activation: (x: tf.Tensor) => tf.Tensor): CaseResult[] =>
    withFault({
      batchNormTraining: (x, scale, offset, epsilon, options) => {
        const result = real.batchNormTraining(x, scale, offset, epsilon, { ...options, relu: false });
        return options?.relu ? { ...result, y: activation(result.y) as typeof x } : result;
      },
    });

  it('with a ReLU that lets a tenth of the negative numbers pass', () => {
    expect(withActivation((x) => tf.leakyRelu(x, 0.1))).toEqual(all());
  });

  it('with filters of four bits', () => {
    const rounded = (filter: tf.Tensor) => {
      const large = tf.mul(filter, 2 ** 20 + 1);
      return tf.sub(large, tf.sub(large, filter)); // Veltkamp 1968: of 24 bits but 4
    };
    const fault = withFault({ conv2d: (x, filter, window) => real.conv2d(x, rounded(filter), window) });
    expect(fault).toEqual(all());
  });

  it('with a gradient that passes by the ReLUs', () => {
    const passing = tf.customGrad((x) => ({ value: real.relu<tf.Tensor>(x as tf.Tensor), gradFunc: (dy) => [dy] }));
    expect(withActivation(passing)).toEqual(all());
  });
});
