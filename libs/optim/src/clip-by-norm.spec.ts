import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { openEngine } from '@amcl/engine';
import { clipByNorm } from './clip-by-norm';

beforeAll(() => openEngine({ backend: 'cpu' }));

const numbers = (x: tf.Tensor | undefined) => [...(x?.dataSync() ?? [])];
const gradients = () => ({ a: tf.tensor1d([3, 0]), b: tf.tensor2d([[0], [4]]) });

it('shortens all gradients together to the norm', () => {
  tf.tidy(() => {
    const { gradients: clipped, norm } = clipByNorm(gradients(), 1);
    expect(norm.dataSync()[0]).toBeCloseTo(5, 6);
    expect(clipped['a']?.dataSync()[0]).toBeCloseTo(0.6, 5);
    expect(clipped['b']?.dataSync()[1]).toBeCloseTo(0.8, 5);
  });
});

it('leaves shorter ones, and zeros, as they are', () => {
  tf.tidy(() => {
    expect(numbers(clipByNorm(gradients(), 6).gradients['a'])).toEqual([3, 0]);
    expect(numbers(clipByNorm({ a: tf.zeros([2]) }, 1).gradients['a'])).toEqual([0, 0]);
  });
});

it('makes one tensor a gradient, and the norm', () => {
  const given = gradients();
  const before = tf.memory().numTensors;
  clipByNorm(given, 1);
  expect(tf.memory().numTensors).toBe(before + 3);
});

it.each([0, -1, NaN])('refuses a norm of %f', (norm) => {
  expect(() => clipByNorm(gradients(), norm)).toThrow(/above 0 for maxNorm but received/);
});
