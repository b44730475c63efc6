import { openEngine, valueAndGradients } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { omega } from './omega';
import { omegaOracle } from '../testing/oracle';

beforeAll(() => openEngine({ backend: 'cpu' }));

describe('omega', () => {
  const taus = [0.01, 0.05, 0.3, 1, 2, 40];

  it.each([1, 2, 128, 512])('and its gradient are those of (d / 2) ln tau + 1 / tau for d = %i', (dim) => {
    tf.tidy(() => {
      const { gradients, aux } = valueAndGradients(
        ({ tau }) => {
          const value = omega(tau as tf.Tensor, dim);
          return { loss: tf.sum<tf.Scalar>(value), aux: { value } };
        },
        { tau: tf.tensor2d(taus, [2, 3]) },
      );
      expect(aux.value.shape).toEqual([2, 3]);
      const [value, gradient] = [aux.value.dataSync(), gradients['tau']?.dataSync() ?? []];
      taus.forEach((tau, i) => {
        const [want, slope] = [omegaOracle(tau, dim), dim / 2 / tau - 1 / tau ** 2];
        expect(Math.abs((value[i] ?? NaN) - want)).toBeLessThan(1e-5 * Math.max(1, Math.abs(want)));
        expect(Math.abs((gradient[i] ?? NaN) - slope)).toBeLessThan(1e-5 * Math.max(1, Math.abs(slope)));
      });
    });
  });

  it('is 1 at a temperature of 1, and lowest at 2 / d', () => {
    tf.tidy(() => {
      const [at1, below, lowest, above] = omega(tf.tensor1d([1, 0.24, 0.25, 0.26]), 8).dataSync();
      expect(at1).toBe(1);
      expect(lowest).toBeLessThan(Math.min(below ?? NaN, above ?? NaN));
    });
  });

  it('leaves its value and nothing else', () => {
    const tau = tf.ones([3]);
    const before = tf.memory().numTensors;
    const value = omega(tau, 4);
    expect(tf.memory().numTensors).toBe(before + 1);
    tf.dispose([value, tau]);
  });
});
