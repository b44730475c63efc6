import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine, valueAndGradients, type Grouping, type TensorMap } from '@amcl/engine';
import { casesOf, mismatch } from '@amcl/parity';
import { prefixed } from '../module';
import { evalScope, trainingScope } from '../scope';
import { expectNear, normals } from '../testing/numbers';
import { parityTensor } from '../testing/parity-tensor';
import { weightsOf } from '../testing/weights-of';
import { batchNormLayer } from './batch-norm-layer';

describe('batchNormLayer', () => {
  beforeAll(() => openEngine({ backend: 'cpu' }));

  const layer = prefixed('bn.', batchNormLayer({ channels: 1, affine: true }));
  const running = (scope: ReturnType<typeof trainingScope>) =>
    ['bn.running_mean', 'bn.running_var'].map((name) => scope.buffers()[name]!.dataSync()[0]);

  it('keeps 0.1 of the mean and of the unbiased variance, pass after pass, and leaves the weights as they were', () => {
    const weights = weightsOf(layer);
    const scope = trainingScope(weights);
    layer.forward(tf.tensor2d([[1], [3]]), scope);
    const [mean, variance] = running(scope) as [number, number];
    expect(mean).toBeCloseTo(0.2, 6);
    expect(variance).toBeCloseTo(0.9 + 0.1 * 2, 6);
    layer.forward(tf.tensor2d([[1], [3]]), scope);
    expect(running(scope)[0]).toBeCloseTo(0.9 * 0.2 + 0.2, 6);
    expect(weights.buffers['bn.running_mean']?.dataSync()[0]).toBe(0);
  });

  it('refuses one value a channel in training, and takes it in eval mode', () => {
    const weights = weightsOf(layer);
    expect(() => layer.forward(tf.ones([1, 1]), trainingScope(weights))).toThrow(/at least 2 values .* shape \[1, 1\]/);
    expect(layer.forward(tf.ones([1, 1]), evalScope(weights)).shape).toEqual([1, 1]);
  });
});

describe.each(['interleaved', 'contiguous'] as const)('splits, %s', (grouping) => {
  beforeAll(() => openEngine({ backend: 'cpu' }));

  const [batch, channels, splits] = [12, 3, 4];
  const layer = batchNormLayer({ channels, affine: false, splits, grouping });
  const x = normals([batch, channels], 1);
  const groupOf = (n: number) => (grouping === 'interleaved' ? n % splits : Math.floor(n / (batch / splits)));

  it('normalise each group by its own mean and deviation; the running ones get the mean over groups, pass after pass', () => {
    tf.tidy(() => {
      const scope = trainingScope(weightsOf(layer));
      const y = layer.forward(tf.tensor2d(x, [batch, channels]), scope);
      layer.forward(tf.tensor2d(x, [batch, channels]), scope);
      const want = new Float64Array(x.length);
      const running = { mean: new Float64Array(channels), variance: new Float64Array(channels).fill(0.9 * 0.9) };
      for (let channel = 0; channel < channels; channel++)
        for (let group = 0; group < splits; group++) {
          const rows = Array.from({ length: batch }, (_, n) => n).filter((n) => groupOf(n) === group);
          const values = rows.map((n) => x[n * channels + channel]!);
          const mean = values.reduce((sum, value) => sum + value, 0) / rows.length;
          const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
          for (const n of rows)
            want[n * channels + channel] =
              (x[n * channels + channel]! - mean) / Math.sqrt(squares / rows.length + 1e-5);
          running.mean[channel]! += ((0.1 + 0.9 * 0.1) * mean) / splits;
          running.variance[channel]! += ((0.1 + 0.9 * 0.1) * squares) / (rows.length - 1) / splits;
        }
      expectNear(y, want);
      expectNear(scope.buffer('running_mean'), running.mean);
      expectNear(scope.buffer('running_var'), running.variance);
    });
  });

  it('are as many as there are, one by one: each sample a group of its pixels', () => {
    tf.tidy(() => {
      const each = batchNormLayer({ channels: 1, affine: false, splits: 2, grouping });
      const y = each.forward(tf.tensor4d([1, 3, 10, 30], [2, 1, 2, 1]), trainingScope(weightsOf(each)));
      expectNear(y, [-1, 1, -1, 1]);
    });
  });

  it('leave no tensor but the result and the new statistics', () => {
    const weights = weightsOf(layer);
    const input = tf.tensor2d(x, [batch, channels]);
    const before = tf.memory().numTensors;
    const result = tf.tidy(() => {
      const { loss, gradients } = valueAndGradients(
        ({ x }) => ({ loss: tf.sum<tf.Scalar>(tf.square(layer.forward(x!, trainingScope(weights)))) }),
        { x: input },
      );
      return { loss, ...gradients };
    });
    expect(tf.memory().numTensors).toBe(before + 2);
    tf.dispose(result);
  });

  it('refuse a batch that they do not divide, and groups of one value a channel', () => {
    const forward = (count: number) => () =>
      tf.tidy(() => layer.forward(tf.ones([count, channels]), trainingScope(weightsOf(layer))));
    expect(forward(10)).toThrow(/multiple of 4 for batchNormTraining splits but received 10/);
    expect(forward(4)).toThrow(/at least 2 values a channel in each of 4 splits .* shape \[4, 3\]/);
    expect(() => batchNormLayer({ channels, affine: false, splits: 1.5, grouping })).toThrow(/received 1.5/);
  });

  it('are not there in eval mode', () => {
    tf.tidy(() => {
      const weights = weightsOf(layer);
      const y = layer.forward(tf.ones([5, channels]), evalScope(weights));
      expectNear(y, new Float32Array(15).fill(1 / Math.sqrt(1 + 1e-5)));
    });
  });
});

describe.each(['cpu', 'wasm', 'auto'] as const)('splits on %s', (backend) => {
  beforeAll(() => openEngine({ backend }));
  const toNhwc = (x: tf.Tensor) => tf.transpose(x, [0, 2, 3, 1]);
  const toNchw = (x: tf.Tensor) => tf.transpose(x, [0, 3, 1, 2]);

  it.each(casesOf('split_batch_norm'))('are equal to lightly in $name', (parityCase) => {
    tf.tidy(() => {
      const { splits, grouping } = parityCase.params as unknown as { splits: number; grouping: Grouping };
      const [x, cotangent] = ['x', 'cotangent'].map((name) => parityTensor(parityCase, 'in', name)) as [
        tf.Tensor,
        tf.Tensor,
      ];
      const layer = batchNormLayer({ channels: x.shape[1] ?? 0, affine: true, splits, grouping });
      const { buffers } = weightsOf(layer);
      const [weight, bias] = ['weight', 'bias'].map((name) => parityTensor(parityCase, 'param', name)) as [
        tf.Tensor,
        tf.Tensor,
      ];
      const { gradients, aux } = valueAndGradients<TensorMap>(
        (all) => {
          const scope = trainingScope({ parameters: all, buffers });
          const y = toNchw(layer.forward(toNhwc(all['x']!), scope));
          return { loss: tf.sum<tf.Scalar>(tf.mul(y, cotangent)), aux: { y, ...scope.buffers() } };
        },
        { x, weight, bias },
      );
      const evaluated = toNchw(layer.forward(toNhwc(x), evalScope({ parameters: { weight, bias }, buffers: aux })));
      for (const [name, value] of Object.entries({ ...aux, eval: evaluated }))
        expect(mismatch(parityCase, 'out', name, value.dataSync())).toBeNull();
      for (const [name, value] of Object.entries(gradients))
        expect(mismatch(parityCase, 'grad', name, value.dataSync())).toBeNull();
    });
  });
});
