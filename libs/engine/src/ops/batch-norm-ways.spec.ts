import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TensorflowBackend } from '../backends/tensorflow-backend';
import { capture } from '../graph/capture';
import { openEngine } from '../open-engine';
import { batchNormReference } from '../testing/batch-norm-reference';
import { expectClose, spreadValues, toTensor } from '../testing/check-op';
import { valueAndGradients, type TensorMap } from '../value-and-gradients';
import { batchNormTraining } from './batch-norm-training';
import { conv2d } from './conv2d';

const EPSILON = 1e-3;
const SHAPE = [6, 5, 4, 16];
const backend = () => tf.backend() as TensorflowBackend;
const spread = (shape: readonly number[], seed: number) => toTensor(spreadValues(shape, seed));

/** y and all gradients, with what can come with a batch norm. */
function everything(relu: boolean, splits: number): TensorMap {
  const inputs = { x: spread(SHAPE, 1), scale: spread([16], 2), offset: spread([16], 3), residual: spread(SHAPE, 4) };
  const { gradients, aux } = valueAndGradients(({ x, scale, offset, residual }) => {
    const options = { relu, splits, residual: residual! };
    const { y, mean, variance } = batchNormTraining(x!, scale!, offset!, EPSILON, options);
    return { loss: tf.sum<tf.Scalar>(tf.mul(y, spread(SHAPE, 5))), aux: { y, mean, variance } };
  }, inputs);
  return { ...aux, ...gradients };
}

beforeAll(() => openEngine({ backend: 'tensorflow' }));
afterEach(() => {
  vi.restoreAllMocks();
  backend().precision = 'float32';
});

describe('batch norm on tensorflow', () => {
  it.each([
    { relu: false, splits: 1 },
    { relu: true, splits: 1 },
    { relu: true, splits: 3 },
  ])("is with TensorFlow's own operations what it is with ours, %j", ({ relu, splits }) => {
    tf.tidy(() => {
      const ours = everything(relu, splits);
      vi.spyOn(backend().graphs, 'servesBatchNorm').mockReturnValue(false);
      const theirs = everything(relu, splits);
      for (const [name, value] of Object.entries(ours)) expectClose(value, theirs[name]!.dataSync(), 1e-4, name);
    });
  });

  it.each([false, true])('is the same within a graph, residual %s', (added) => {
    const x = { shape: SHAPE, data: Float32Array.from(spreadValues(SHAPE, 1).data) };
    const forward = (state: TensorMap) =>
      valueAndGradients(
        ({ x }) => {
          const residual = added ? tf.neg(x!) : null;
          const { y } = batchNormTraining(x!, null, null, EPSILON, { relu: true, residual });
          return { loss: tf.sum<tf.Scalar>(tf.square(y)), aux: { y } };
        },
        { x: state['x']! },
      );
    const step = capture(
      (state) => {
        const { gradients, aux } = forward(state);
        return { state: { x: gradients['x']! }, outputs: { y: aux.y } };
      },
      { x },
      {},
    );
    const { y } = step.run({});
    const { x: gradient } = step.read();
    step.dispose();
    tf.tidy(() => {
      const eager = forward({ x: tf.tensor(x.data, SHAPE) });
      expect(y).toEqual(eager.aux.y.dataSync());
      expect(gradient).toEqual(eager.gradients['x']!.dataSync());
    });
  });

  it('is in bfloat16 after a convolution in it, with statistics and gradients of scale and offset in float32', () => {
    tf.tidy(() => {
      const [x, scale, offset] = [spreadValues(SHAPE, 1), spreadValues([16], 2), spreadValues([16], 3)];
      backend().precision = 'bfloat16';
      const identity = tf.reshape(tf.eye(16), [1, 1, 16, 16]);
      const { gradients, aux } = valueAndGradients(
        ({ x, scale, offset }) => {
          const image = conv2d(x!, identity, { stride: 1, padding: 0 });
          const options = { relu: true, residual: image };
          const { y, mean } = batchNormTraining(image, scale!, offset!, EPSILON, options);
          return { loss: tf.sum<tf.Scalar>(y), aux: { y, mean } };
        },
        { x: toTensor(x), scale: toTensor(scale), offset: toTensor(offset) },
      );
      const types = [aux.y, aux.mean, gradients['scale']!, gradients['offset']!].map((t) => backend().typeOf(t));
      expect(types).toEqual([14, 1, 1, 1]);
      const { data } = batchNormReference(x, EPSILON, { scale, offset, residual: x }, { relu: true });
      expectClose(backend().castTo(aux.y, 1), data, 2 ** -6, 'y');
      expect(gradients['x']!.shape).toEqual(SHAPE);
    });
  });
});
