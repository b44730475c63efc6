import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { batchNormReference, batchStatistics } from '../testing/batch-norm-reference';
import { checkOp, expectClose, spreadValues, toTensor } from '../testing/check-op';
import { eachBackend } from '../testing/each-backend';
import { valueAndGradients } from '../value-and-gradients';
import { batchNormTraining, type BatchNormTrainingOptions } from './batch-norm-training';

const EPSILON = 1e-3;

/** By every input; the residual is the last. */
function check(shape: readonly number[], options: Omit<BatchNormTrainingOptions, 'residual'>, added: boolean): void {
  const channels = shape.at(-1)!;
  checkOp({
    op: (x, scale, offset, residual) =>
      batchNormTraining(x, scale, offset, EPSILON, { ...options, residual: residual ?? null }).y,
    reference: (x, scale, offset, residual) => batchNormReference(x, EPSILON, { scale, offset, residual }, options),
    shapes: [shape, [channels], [channels], ...(added ? [shape] : [])],
    tolerance: 1e-3,
  });
}

eachBackend('batchNormTraining with options', () => {
  describe.each([
    { relu: false, added: false },
    { relu: true, added: false },
    { relu: false, added: true },
    { relu: true, added: true },
  ])('with ReLU $relu, residual $added', ({ relu, added }) => {
    // Channels that fill vectors of 8 and 16 numbers, with and without a rest; more rows than a block has.
    it.each([[[2, 3, 3, 8]], [[2, 2, 2, 19]], [[3, 2, 1, 16]], [[9, 5]], [[6, 8, 7, 1]]])(
      'value and gradients of %j',
      (shape) => {
        check(shape, { relu }, added);
      },
    );

    it.each(['interleaved', 'contiguous'] as const)('of 3 splits, %s', (grouping) => {
      check([6, 2, 3, 5], { relu, splits: 3, grouping }, added);
      check([9, 4], { relu, splits: 3, grouping }, added);
    });
  });

  it('returns the statistics of every split', () => {
    tf.tidy(() => {
      const x = spreadValues([6, 2, 2, 3], 1);
      const { mean, variance } = batchNormTraining(toTensor(x), null, null, EPSILON, { splits: 3 });
      expect(mean.shape).toEqual([3, 3]);
      expectClose(mean, batchStatistics(x, 3).mean, 1e-5, 'mean');
      expectClose(variance, batchStatistics(x, 3).variance, 1e-5, 'variance');
    });
  });

  it.each([false, true])('lets no gradient pass where y is 0, residual %s', (added) => {
    tf.tidy(() => {
      const { gradients, aux } = valueAndGradients(
        ({ x, offset }) => {
          const residual = added ? tf.zeros([4, 1]) : null;
          const { y } = batchNormTraining(x!, tf.tensor1d([0]), offset!, EPSILON, { relu: true, residual });
          return { loss: tf.sum(y), aux: { y } };
        },
        { x: tf.tensor2d([1, 2, 3, 4], [4, 1]), offset: tf.zeros([1]) },
      );
      expectClose(aux.y, [0, 0, 0, 0], 0, 'y');
      expectClose(gradients['offset']!, [0], 0, 'gradient of offset');
      expectClose(gradients['x']!, [0, 0, 0, 0], 0, 'gradient of x');
    });
  });

  it('keeps no tensor once gradients are there', () => {
    const [x, residual] = [tf.ones([4, 2, 2, 3]), tf.ones([4, 2, 2, 3])];
    const before = tf.memory().numTensors;
    const { loss, gradients } = valueAndGradients(
      (all) => ({
        loss: tf.tidy(() => {
          const options = { relu: true, splits: 2, residual: all['residual']! };
          return tf.sum<tf.Scalar>(batchNormTraining(all['x']!, null, null, EPSILON, options).y);
        }),
      }),
      { x, residual },
    );
    const made = tf.memory().numTensors - before;
    tf.dispose([loss, gradients, x, residual]);
    expect(made).toBe(3);
  });

  it.each([
    { options: { splits: 2 }, message: /batch size that is a multiple of 2 for batchNormTraining splits .* 3/ },
    { options: { splits: 0 }, message: /integer of at least 1 for batchNormTraining splits .* 0/ },
    { options: { residual: 'ones' }, message: /shape \[3, 2\].*batchNormTraining residual.*\[2, 3\]/ },
  ])('rejects $message', ({ options: { splits = 1, residual }, message }) => {
    tf.tidy(() => {
      const options = { splits, residual: residual ? tf.ones([2, 3]) : null };
      expect(() => batchNormTraining(tf.zeros([3, 2]), null, null, EPSILON, options)).toThrow(message);
    });
  });
});
