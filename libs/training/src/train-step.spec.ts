import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { openEngine } from '@amcl/engine';
import { trainingScope } from '@amcl/models';
import { NonFiniteLossError } from './non-finite-loss-error';
import { tinyBatch, tinyMethod, tinyOptions } from './testing/tiny-method';
import { computeStep, trainStep } from './train-step';
import { TrainingState } from './training-state';

beforeAll(() => openEngine({ backend: 'cpu' }));

const method = tinyMethod();
const options = tinyOptions(method);

describe('trainStep', () => {
  it('lowers the loss by lr |gradient|^2, in the first order', () => {
    const state = TrainingState.initialize(method, 1);
    const plain = { lr: 3e-5, momentum: 0, weightDecay: 0, exclude: options.exclude };
    const batch = tinyBatch(0, 8, 16);
    const before = trainStep(method, state, batch, plain);
    // After one step the momentum is the gradient.
    const gradient = Object.values(state.toArrays().slots).flatMap((values) => [...values]);
    const after = trainStep(method, state, batch, plain);
    const want = plain.lr * gradient.reduce((sum, value) => sum + value * value, 0);
    expect(Math.abs((before - after) / want - 1)).toBeLessThan(0.05);
    expect(state.step).toBe(2);
  });

  it('returns the loss before the step', () => {
    const state = TrainingState.initialize(method, 1);
    const batch = tinyBatch(0);
    const want = tf.tidy(() => {
      const views = batch.views.map((view) => tf.tensor(view, [...batch.shape]));
      return method.loss(views, trainingScope(state)).loss.dataSync()[0];
    });
    expect(trainStep(method, state, batch, options)).toBe(want);
  });

  it('moves every parameter, running statistic and slot', () => {
    const state = TrainingState.initialize(method, 1);
    const before = state.toArrays();
    trainStep(method, state, tinyBatch(0), options);
    trainStep(method, state, tinyBatch(1), options);
    const after = state.toArrays();
    for (const kind of ['parameters', 'buffers', 'slots'] as const) {
      expect(Object.keys(after[kind])).toEqual(Object.keys(before[kind]));
      for (const [name, values] of Object.entries(after[kind])) expect(values, name).not.toEqual(before[kind][name]);
    }
  });

  it('gives the same bits for the same seed and batches, others for another seed', () => {
    const run = (seed: number) => {
      const state = TrainingState.initialize(method, seed);
      const losses = [0, 1, 2].map((step) => trainStep(method, state, tinyBatch(step), options));
      return { losses, arrays: state.toArrays() };
    };
    const first = run(1);
    expect(run(1)).toEqual(first);
    expect(run(2).losses[0]).not.toBe(first.losses[0]);
  });

  it('keeps the number of tensors from step to step, and leaves none behind', () => {
    const start = tf.memory().numTensors;
    const state = TrainingState.initialize(method, 1);
    const held = tf.memory().numTensors;
    for (const step of [0, 1, 2]) {
      trainStep(method, state, tinyBatch(step), options);
      expect(tf.memory().numTensors).toBe(held);
    }
    state.dispose();
    expect(tf.memory().numTensors).toBe(start);
  });

  it('returns a loss that is not finite, for the caller to stop', () => {
    const state = TrainingState.initialize(method, 1);
    const batch = tinyBatch(0);
    batch.views[0]?.fill(NaN);
    expect(trainStep(method, state, batch, options)).toBeNaN();
    expect(new NonFiniteLossError({ step: 7, loss: NaN, lr: 0.5, checkpoint: '/c' }).message).toMatch(
      /received NaN at step 7 with learning rate 0.5\. .* checkpoint: \/c\./,
    );
  });
});

describe('computeStep', () => {
  it('reads no tensor back and changes none of the state', () => {
    const state = TrainingState.initialize(method, 1);
    const before = state.toArrays();
    const batch = tinyBatch(0);
    const views = batch.views.map((view) => tf.tensor(view, [...batch.shape]));
    const { lr, ...rest } = options;
    const rate = tf.scalar(lr);
    const reads = [vi.spyOn(tf.Tensor.prototype, 'dataSync'), vi.spyOn(tf.Tensor.prototype, 'data')];
    tf.dispose(Object.values(computeStep(method, state, views, rate, rest)));
    for (const read of reads) expect(read).not.toHaveBeenCalled();
    vi.restoreAllMocks();
    expect(state.toArrays()).toEqual(before);
  });
});
