import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../open-engine';
import { batchNormTraining } from '../ops/batch-norm-training';
import { conv2d } from '../ops/conv2d';
import { spreadValues, toTensor } from '../testing/check-op';
import { valueAndGradients, type TensorMap } from '../value-and-gradients';
import { capture } from './capture';

beforeAll(() => openEngine({ backend: 'tensorflow' }));

const X = [4, 6, 5, 16];
const FILTER = [3, 3, 16, 16];
const WINDOW = { stride: 1, padding: 1 };

const numbers = (shape: number[], seed: number) => ({ shape, data: Float32Array.from(spreadValues(shape, seed).data) });

/** The gradients of the filters of convolution, batch norm (and an addition) and convolution. */
function gradients(filters: TensorMap, options: { relu: boolean; splits?: number }, added: boolean): TensorMap {
  const x = toTensor(spreadValues(X, 1));
  const [scale, offset] = [toTensor(spreadValues([16], 2)), toTensor(spreadValues([16], 3))];
  const { gradients: found } = valueAndGradients(({ first, second }) => {
    const inside = conv2d(x, first!, WINDOW);
    const { y } = batchNormTraining(inside, scale, offset, 1e-5, added ? { ...options, residual: x } : options);
    return { loss: tf.sum<tf.Scalar>(tf.square(conv2d(y, second!, WINDOW))) };
  }, filters);
  return found;
}

describe('the output of a batch norm', () => {
  it.each([
    { options: { relu: true }, added: false, again: 1 },
    { options: { relu: false }, added: false, again: 1 },
    { options: { relu: true, splits: 2 }, added: false, again: 1 },
    // Its residual would have to be kept for that.
    { options: { relu: true }, added: true, again: 0 },
  ])(
    'is computed again for the gradient of a filter, to the bit: $options, residual $added',
    ({ options, added, again }) => {
      const filters = { first: numbers(FILTER, 4), second: numbers(FILTER, 5) };
      const captured = capture((state) => ({ state, outputs: gradients(state, options, added) }), filters, {});
      const operations = captured.profile({}).map(({ op }) => op);
      expect(operations.filter((op) => op === 'AmclBatchNormAgain')).toHaveLength(again);
      const found = captured.run({});
      captured.dispose();
      tf.tidy(() => {
        const tensors = { first: toTensor(spreadValues(FILTER, 4)), second: toTensor(spreadValues(FILTER, 5)) };
        // Eagerly nothing is computed again.
        const expected = gradients(tensors, options, added);
        for (const name of ['first', 'second']) expect(found[name]).toEqual(expected[name]?.dataSync());
      });
    },
  );
});
