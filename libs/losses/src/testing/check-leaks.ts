import { valueAndGradients, type TensorMap } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import type { CheckedLoss } from './checked-loss';

/**
 * Asserts that `loss` leaves its scalar and statistics, and a differentiation of it only those and the gradients. Disposes
 * `values`.
 */
export function checkLeaks(values: TensorMap, loss: (values: TensorMap) => CheckedLoss): void {
  const before = tf.memory().numTensors;
  const { loss: scalar, statistics } = loss(values);
  const left = 1 + Object.keys(statistics).length;
  expect(tf.memory().numTensors).toBe(before + left);
  tf.dispose([scalar, { ...statistics }]);
  expect(tf.memory().numTensors).toBe(before);
  const result = valueAndGradients((moving) => {
    const value = loss(moving);
    const aux: TensorMap = { ...value.statistics };
    return { loss: value.loss, aux };
  }, values);
  expect(tf.memory().numTensors).toBe(before + left + Object.keys(values).length);
  tf.dispose([result.loss, result.gradients, result.aux, values]);
}
