import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine, relu, type TensorMap } from '@amcl/engine';
import type { Method } from '@amcl/methods';
import { trainingScope, type ParameterSpec } from '@amcl/models';
import { batchGradients, type Gradients } from './batch-gradients';
import { microBatchGradients } from './micro-batch-gradients';
import { tinyBatch, tinyMethod, tinyMoco } from './testing/tiny-method';
import { TrainingState } from './training-state';

beforeAll(() => openEngine({ backend: 'cpu' }));

const viewsOf = (count: number) => tinyBatch(0, count).views.map((view) => tf.tensor(view, [count, 8, 8, 3]));
const numbers = (tensors: TensorMap) =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, [...tensor.dataSync()]]));
const worst = (got: Gradients, want: Gradients) => {
  const [a, b] = [numbers(got.gradients), numbers(want.gradients)];
  expect(Object.keys(a).sort()).toEqual(Object.keys(b).sort());
  return Math.max(
    ...Object.entries(b).map(([name, values]) => {
      const scale = Math.max(1e-3, ...values.map(Math.abs));
      return Math.max(...values.map((value, i) => Math.abs(value - (a[name]?.[i] ?? NaN)) / scale));
    }),
  );
};

/** A method whose encoder sees each image on its own: one linear layer in place of the ResNet, and no batch norm. */
function withoutBatchNorm(): Method {
  const method = tinyMethod({ batchSize: 8 });
  const weight: ParameterSpec = {
    name: 'encoder.weight',
    shape: [192, 16],
    layout: 'linear',
    initialize: (random) => Float32Array.from({ length: 192 * 16 }, () => random.normal()),
  };
  const isHead = ({ name }: { name: string }) => !name.startsWith('encoder.');
  const { parameters, buffers } = method.module;
  return {
    ...method,
    module: {
      ...method.module,
      parameters: [weight, ...parameters.filter(isHead)],
      buffers: buffers.filter(isHead),
    },
    encode: (x, scope) => relu(tf.matMul(tf.reshape(x, [-1, 192]), scope.parameter(weight.name))),
  };
}

describe('microBatchGradients', () => {
  it.each([1, 2, 4])(
    'are those of the whole batch where the encoder sees each image on its own, parts of %i',
    (size) => {
      tf.tidy(() => {
        const method = withoutBatchNorm();
        const state = TrainingState.initialize(method, 1);
        const inputs = { views: viewsOf(8), targets: {} };
        const want = batchGradients(method, state, inputs);
        const got = microBatchGradients(method, state, inputs, size);
        expect(worst(got, want)).toBeLessThan(1e-4);
        expect(numbers(got.metrics)['loss']?.[0]).toBeCloseTo(numbers(want.metrics)['loss']?.[0] ?? NaN, 5);
      });
    },
  );

  it.each([
    ['SimCLR', tinyMethod()],
    ['MoCo with AMCL', tinyMoco()],
  ])('are those of the whole batch, and so are the buffers, in one part: %s', (_, method) => {
    tf.tidy(() => {
      const state = TrainingState.initialize(method, 1);
      const keys = () => {
        const x = tf.randomNormal([2, 4, 6], 0, 1, 'float32', 3);
        return tf.div(x, tf.norm(x, 'euclidean', 2, true));
      };
      const inputs = { views: viewsOf(4), targets: { keys0: keys(), keys1: keys() } };
      const want = batchGradients(method, state, inputs);
      const got = microBatchGradients(method, state, inputs, 4);
      expect(worst(got, want)).toBeLessThan(1e-4);
      const [a, b] = [numbers(got.buffers), numbers(want.buffers)];
      for (const [name, values] of Object.entries(b))
        values.forEach((value, i) => expect(a[name]?.[i], name).toBeCloseTo(value, 5));
    });
  });

  it('move the running statistics once a part, views in order, as the parts of a plain forward pass do', () => {
    tf.tidy(() => {
      const method = tinyMethod({ batchSize: 8 });
      const state = TrainingState.initialize(method, 1);
      const views = viewsOf(8);
      const scope = trainingScope(state);
      for (const view of views) for (const x of tf.split(view, 2)) method.encode(x, scope);
      const want = numbers(scope.buffers());
      const got = numbers(microBatchGradients(method, state, { views, targets: {} }, 4).buffers);
      for (const name of Object.keys(want).filter((key) => key.startsWith('encoder.')))
        want[name]?.forEach((value, i) => expect(got[name]?.[i], name).toBeCloseTo(value, 5));
    });
  });

  it.each([3, 0, 1.5, 16])('refuse parts of %f of a batch of 8', (size) => {
    tf.tidy(() => {
      const method = withoutBatchNorm();
      const state = TrainingState.initialize(method, 1);
      const run = () => microBatchGradients(method, state, { views: viewsOf(8), targets: {} }, size);
      expect(run).toThrow(`Expected a divisor of the batch size 8 for microBatchSize but received ${size}`);
    });
  });

  it('hold fewer activations than the whole batch', () => {
    tf.tidy(() => {
      const method = tinyMethod({ batchSize: 32 });
      const state = TrainingState.initialize(method, 1);
      const inputs = { views: viewsOf(32), targets: {} };
      const peakOf = (run: (of: Method) => unknown) => {
        let peak = 0;
        const original = method.encode;
        const watched: Method = {
          ...method,
          encode: (x, scope) => {
            const y = original(x, scope);
            peak = Math.max(peak, tf.memory().numBytes);
            return y;
          },
        };
        const before = tf.memory().numBytes;
        tf.tidy(() => void run(watched));
        return peak - before;
      };
      const whole = peakOf((of) => batchGradients(of, state, inputs));
      const parts = peakOf((of) => microBatchGradients(of, state, inputs, 4));
      expect(parts).toBeLessThan(whole / 4);
    });
  });
});
