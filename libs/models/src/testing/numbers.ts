import type * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { randomStream } from '@amcl/random';

/** Normal numbers, the same for the same shape and seed. */
export function normals(shape: readonly number[], seed: number): Float32Array {
  const random = randomStream(seed, 'models/test');
  return Float32Array.from({ length: shape.reduce((size, n) => size * n, 1) }, () => random.normal());
}

/** Asserts equal lengths, and all numbers within `tolerance` of the expected ones. */
export function expectNear(
  received: tf.Tensor | ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance = 1e-5,
): void {
  const numbers = 'dataSync' in received ? received.dataSync() : received;
  expect(numbers.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++)
    if (!(Math.abs(numbers[i]! - expected[i]!) <= tolerance))
      expect.fail(`expected ${expected[i]} at ${i} but received ${numbers[i]}`);
}
