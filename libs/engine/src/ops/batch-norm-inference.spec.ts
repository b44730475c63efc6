import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { checkOp, type Doubles } from '../testing/check-op';
import { eachBackend } from '../testing/each-backend';
import { batchNormInference } from './batch-norm-inference';

const EPSILON = 1e-2;

/** The variance is the input's square, so that it is 0 or more. */
function reference(x: Doubles, mean: Doubles, root: Doubles, scale?: Doubles, offset?: Doubles): Doubles {
  const data = x.data.map((value, index) => {
    const channel = index % mean.data.length;
    const normalized = (value - mean.data[channel]!) / Math.sqrt(root.data[channel]! ** 2 + EPSILON);
    return normalized * (scale?.data[channel] ?? 1) + (offset?.data[channel] ?? 0);
  });
  return { shape: x.shape, data };
}

eachBackend('batchNormInference', () => {
  it.each([[[2, 3, 2, 3]], [[4, 3]]])('value and gradients of %j, all inputs', (shape) => {
    checkOp({
      op: (x, mean, root, scale, offset) => batchNormInference(x, scale, offset, mean, tf.square(root), EPSILON),
      reference: (x, mean, root, scale, offset) => reference(x, mean, root, scale, offset),
      shapes: [shape, [3], [3], [3], [3]],
      tolerance: 1e-3,
    });
  });

  it.each([[[2, 3, 2, 3]], [[4, 3]]])('value and gradients of %j without scale and offset', (shape) => {
    checkOp({
      op: (x, mean, root) => batchNormInference(x, null, null, mean, tf.square(root), EPSILON),
      reference: (x, mean, root) => reference(x, mean, root),
      shapes: [shape, [3], [3]],
      tolerance: 1e-3,
    });
  });

  it('rejects statistics of other channels', () => {
    tf.tidy(() => {
      expect(() => batchNormInference(tf.zeros([2, 3]), null, null, tf.zeros([3]), tf.zeros([4]), EPSILON)).toThrow(
        /shape \[3\].*batchNormInference variance.*\[4\]/,
      );
    });
  });
});
