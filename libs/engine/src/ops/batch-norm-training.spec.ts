import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { batchNormReference, batchStatistics } from '../testing/batch-norm-reference';
import { checkOp, expectClose, spreadValues, toTensor } from '../testing/check-op';
import { eachBackend } from '../testing/each-backend';
import { valueAndGradients } from '../value-and-gradients';
import { batchNormTraining } from './batch-norm-training';

const EPSILON = 1e-3;

eachBackend('batchNormTraining', () => {
  const shapes = [
    [3, 4, 5, 2],
    [1, 2, 2, 3],
    [6, 4],
    [2, 1],
  ];

  it.each(shapes)('value and gradients, scale and offset, %i %i ...', (...shape) => {
    const sizes = shape.filter((length) => length !== undefined);
    checkOp({
      op: (x, scale, offset) => batchNormTraining(x, scale, offset, EPSILON).y,
      reference: (x, scale, offset) => batchNormReference(x, EPSILON, { scale, offset }),
      shapes: [sizes, [sizes.at(-1)!], [sizes.at(-1)!]],
      tolerance: 1e-3,
    });
  });

  it('value and gradient without scale and offset', () => {
    checkOp({
      op: (x) => batchNormTraining(x, null, null, EPSILON).y,
      reference: (x) => batchNormReference(x, EPSILON),
      shapes: [[3, 4, 5, 2]],
      tolerance: 1e-3,
    });
  });

  it.each([[[3, 4, 5, 2]], [[5, 3]], [[1, 3]]])('returns mean and biased variance of %j', (shape) => {
    tf.tidy(() => {
      const x = spreadValues(shape, 1);
      const { mean, variance } = batchNormTraining(toTensor(x), null, null, EPSILON);
      expect([mean.shape, variance.shape]).toEqual([
        [1, shape.at(-1)],
        [1, shape.at(-1)],
      ]);
      expectClose(mean, batchStatistics(x).mean, 1e-5, 'mean');
      expectClose(variance, batchStatistics(x).variance, 1e-5, 'variance');
    });
  });

  it('normalises over many rows whose mean is far from 0', () => {
    tf.tidy(() => {
      const { shape, data } = spreadValues([8, 20, 20, 3], 1);
      const far = { shape, data: data.map((value, index) => Math.fround(value + 500 * (index % 3))) };
      const { y, variance } = batchNormTraining(toTensor(far), null, null, EPSILON);
      expectClose(variance, batchStatistics(far).variance, 1e-4, 'variance');
      expectClose(y, batchNormReference(far, EPSILON).data, 3e-4, 'y');
    });
  });

  it('gives no gradient through mean and variance', () => {
    tf.tidy(() => {
      const gradient = (withStatistics: boolean) =>
        valueAndGradients(
          ({ x }) => {
            const { y, mean, variance } = batchNormTraining(x!, null, null, EPSILON);
            const loss = tf.sum<tf.Scalar>(tf.mul(y, toTensor(spreadValues([4, 3], 5))));
            const statistics = tf.sum<tf.Scalar>(tf.add(mean, variance));
            return { loss: withStatistics ? tf.add<tf.Scalar>(loss, statistics) : loss };
          },
          { x: toTensor(spreadValues([4, 3], 2)) },
        ).gradients['x']!;
      expectClose(gradient(true), gradient(false).dataSync(), 1e-6, 'gradient');
    });
  });

  it('maps a constant channel to the offset, with a gradient of zero', () => {
    tf.tidy(() => {
      const { gradients, aux } = valueAndGradients(
        ({ x }) => {
          const { y } = batchNormTraining(x!, null, tf.tensor1d([0.5]), EPSILON);
          return { loss: tf.sum(tf.mul(y, y)), aux: { y } };
        },
        { x: tf.fill([2, 2, 2, 1], 7) },
      );
      expectClose(aux.y, new Array<number>(8).fill(0.5), 1e-5, 'y');
      expectClose(gradients['x']!, new Array<number>(8).fill(0), 1e-4, 'gradient');
    });
  });

  it('keeps a NaN within its channel', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([NaN, 1, 2, 3, 4, 5], [3, 2]);
      const { y } = batchNormTraining(x, null, null, EPSILON);
      expect([...y.dataSync()].map(Number.isNaN)).toEqual([true, false, true, false, true, false]);
    });
  });

  it('leaves no tensor but its three results when called outside a tidy', () => {
    const x = tf.ones([2, 3]);
    const before = tf.memory().numTensors;
    const results = batchNormTraining(x, null, null, EPSILON);
    const made = tf.memory().numTensors - before;
    tf.dispose([x, results.y, results.mean, results.variance]);
    expect(made).toBe(3);
  });

  it.each([
    { shape: [2, 3, 4], scale: 4, epsilon: 1, message: /rank 2 or 4 for batchNormTraining x.*\[2, 3, 4\]/ },
    { shape: [2, 3], scale: 2, epsilon: 1, message: /shape \[3\].*batchNormTraining scale.*\[2\]/ },
    { shape: [2, 3], scale: 3, epsilon: 0, message: /above 0 for batchNormTraining epsilon.*0/ },
  ])('rejects $message', ({ shape, scale, epsilon, message }) => {
    tf.tidy(() => {
      expect(() => batchNormTraining(tf.zeros(shape), tf.ones([scale]), null, epsilon)).toThrow(message);
    });
  });
});
