import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine, valueAndGradients, type TensorMap } from '@amcl/engine';
import { batchNormAndBiasNames } from '../batch-norm-and-bias-names';
import { evalScope } from '../scope';
import { expectNear } from '../testing/numbers';
import { weightsOf } from '../testing/weights-of';
import { fixedTemperature } from './fixed-temperature';
import { globalTemperature } from './global-temperature';

const LIMITS = { lower: 0.05, upper: 2 };
const [products, other] = [
  [3, 5],
  [4, 5],
].map((shape) => () => tf.ones<tf.Rank.R2>(shape as [number, number])) as [() => tf.Tensor2D, () => tf.Tensor2D];

describe.each(['cpu', 'wasm', 'auto'] as const)('one temperature for all on %s', (backend) => {
  beforeAll(() => openEngine({ backend }));

  it('is learnt by globalTemperature, from the middle of the limits', () => {
    tf.tidy(() => {
      const module = globalTemperature(LIMITS);
      const { gradients, aux } = valueAndGradients<TensorMap>((all) => {
        const scope = evalScope({ parameters: all, buffers: {} });
        const pairs = module.ofPairs(products(), scope);
        const grid = module.ofGrid(products(), other(), scope);
        return { loss: tf.add<tf.Scalar>(tf.sum(pairs), tf.mul(tf.sum(grid), 2)), aux: { pairs, grid } };
      }, weightsOf(module).parameters);
      expect([aux['pairs']!.shape, aux['grid']!.shape]).toEqual([[3], [3, 4]]);
      expectNear(aux['pairs']!, new Float32Array(3).fill(1.025));
      expectNear(aux['grid']!, new Float32Array(12).fill(1.025));
      // The sigmoid's slope is 1/4 at 0; 3 pairs, and 12 of weight 2.
      expectNear(gradients['logit']!, [(27 * 1.95) / 4]);
    });
  });

  it('is given by fixedTemperature', () => {
    tf.tidy(() => {
      const module = fixedTemperature(0.3);
      const scope = evalScope({ parameters: {}, buffers: {} });
      expectNear(module.ofPairs(products(), scope), new Float32Array(3).fill(0.3));
      const grid = module.ofGrid(products(), other(), scope);
      expect(grid.shape).toEqual([3, 4]);
      expectNear(grid, new Float32Array(12).fill(0.3));
      expect(module.parameters).toEqual([]);
    });
  });

  it('leaves no tensor but the temperatures', () => {
    const module = globalTemperature(LIMITS);
    const scope = evalScope(weightsOf(module));
    const [a, b] = [products(), other()];
    const before = tf.memory().numTensors;
    const made = [module, fixedTemperature(1)].flatMap((one) => [one.ofPairs(a, scope), one.ofGrid(a, b, scope)]);
    expect(tf.memory().numTensors).toBe(before + 4);
    tf.dispose(made);
  });
});

describe('one temperature for all', () => {
  it('is spared from weight decay with the biases', () => {
    expect([...batchNormAndBiasNames(globalTemperature(LIMITS))]).toEqual(['logit']);
  });

  it('is refused unless above 0 and its limits in order', () => {
    expect(() => fixedTemperature(0)).toThrow(/above 0 for the temperature but received 0/);
    expect(() => fixedTemperature(NaN)).toThrow(/received NaN/);
    expect(() => globalTemperature({ lower: -1, upper: 1 })).toThrow(/above 0 for lower but received -1/);
    expect(() => globalTemperature({ lower: 1, upper: 1 })).toThrow(/above lower, 1, for upper but received 1/);
  });
});
