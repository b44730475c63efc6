import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { openEngine } from './open-engine';
import { batchNormTraining } from './ops/batch-norm-training';
import { conv2d } from './ops/conv2d';
import { globalAveragePool } from './ops/global-average-pool';
import { l2Normalize } from './ops/l2-normalize';
import { maxPool2d } from './ops/max-pool2d';
import { relu } from './ops/relu';
import { spreadValues, toTensor } from './testing/check-op';
import { valueAndGradients, type TensorMap } from './value-and-gradients';

const SHAPES = {
  conv1: [3, 3, 3, 8],
  scale: [8],
  offset: [8],
  conv2: [3, 3, 8, 16],
  shortcut: [1, 1, 8, 16],
  linear: [16, 8],
};
const STEPS = 5;

/** A residual network in small, from images to unit rows. */
function network(x: tf.Tensor, parameters: TensorMap): tf.Tensor2D {
  const { conv1, scale, offset, conv2, shortcut, linear } = parameters as Record<keyof typeof SHAPES, tf.Tensor>;
  const stem = relu(batchNormTraining(conv2d(x, conv1, { stride: 1, padding: 1 }), scale, offset, 1e-5).y);
  const pooled = maxPool2d(stem, { size: 3, stride: 2, padding: 1 });
  const main = batchNormTraining(conv2d(pooled, conv2, { stride: 2, padding: 1 }), null, null, 1e-5).y;
  const block = relu(tf.add(main, conv2d(pooled, shortcut, { stride: 2, padding: 0 })));
  const projected = tf.matMul(globalAveragePool(block), linear);
  return l2Normalize(batchNormTraining(projected, null, null, 1e-5).y);
}

/** NT-Xent (Chen et al. 2020) of two views, by what tfjs offers everywhere. */
function contrastiveLoss(z0: tf.Tensor2D, z1: tf.Tensor2D): tf.Scalar {
  const z = tf.concat([z0, z1]);
  const [rows, half] = [z.shape[0], z0.shape[0]];
  const self = tf.mul(tf.eye(rows), -1e9);
  const logits = tf.add(tf.div(tf.matMul(z, z, false, true), 0.5), self);
  const partners = tf.concat([tf.range(half, rows), tf.range(0, half)]).toInt();
  const positives = tf.sum(tf.mul(logits, tf.oneHot(partners, rows)), 1);
  return tf.mean(tf.sub(tf.logSumExp(logits, 1), positives));
}

/** Losses of some steps of plain gradient descent, and the weights after the last. */
async function train(backend: 'tensorflow' | 'wasm' | 'cpu') {
  await openEngine({ backend });
  return tf.tidy(() => {
    const views = [1, 2].map((seed) => toTensor(spreadValues([8, 8, 8, 3], seed)));
    let weights: TensorMap = Object.fromEntries(
      Object.entries(SHAPES).map(([name, shape], seed) => [name, tf.mul(toTensor(spreadValues(shape, seed + 3)), 0.5)]),
    );
    const tensors: number[] = [];
    const losses: number[] = [];
    for (let step = 0; step < STEPS; step++) {
      const previous = weights;
      const loss = tf.tidy(() => {
        const run = valueAndGradients((parameters) => {
          const [z0, z1] = views.map((view) => network(view, parameters)) as [tf.Tensor2D, tf.Tensor2D];
          return { loss: contrastiveLoss(z0, z1) };
        }, previous);
        weights = Object.fromEntries(
          Object.entries(previous).map(([name, value]) => {
            const gradient = run.gradients[name] as tf.Tensor;
            return [name, tf.keep(tf.sub(value, tf.mul(gradient, 0.1)))];
          }),
        );
        return run.loss;
      });
      losses.push(loss.dataSync()[0] as number);
      tf.dispose([previous, loss]);
      tensors.push(tf.memory().numTensors);
    }
    const last = Object.fromEntries(Object.entries(weights).map(([name, value]) => [name, [...value.dataSync()]]));
    tf.dispose(weights);
    return { losses, last, tensors };
  });
}

it('trains alike on every backend, in constant memory', async () => {
  const tensorflow = await train('tensorflow');
  expect(new Set(tensorflow.tensors).size).toBe(1);
  expect(tensorflow.losses[STEPS - 1]).toBeLessThan(tensorflow.losses[0] as number);
  for (const backend of ['wasm', 'cpu'] as const) {
    const other = await train(backend);
    expect(new Set(other.tensors).size).toBe(1);
    expect(distance(other.losses, tensorflow.losses), `${backend} losses`).toBeLessThan(1e-3);
    for (const [name, values] of Object.entries(other.last))
      expect(distance(values, tensorflow.last[name] ?? []), `${backend} ${name}`).toBeLessThan(1e-3);
  }
});

function distance(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((value, index) => Math.abs(value - (b[index] as number))));
}
