import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { openEngine } from '@amcl/engine';
import type { StepPosition } from '@amcl/methods';
import { trainingScope } from '@amcl/models';
import { NonFiniteLossError } from './non-finite-loss-error';
import { tinyBatch, tinyMethod, tinyMoco, tinyOptions } from './testing/tiny-method';
import { computeStep, trainStep } from './train-step';
import { TrainingState } from './training-state';

beforeAll(() => openEngine({ backend: 'cpu' }));

const method = tinyMethod();
const options = tinyOptions(method);

describe('trainStep', () => {
  it('lowers the loss by lr |gradient|^2, in the first order', () => {
    const state = TrainingState.initialize(method, 1);
    const plain = { ...options, lr: 3e-5, optimizer: { ...options.optimizer, momentum: 0, weightDecay: 0 } };
    const batch = tinyBatch(0, 8, 16);
    const before = trainStep(method, state, batch, plain).loss;
    // After one step the momentum is the gradient.
    const gradient = Object.values(state.toArrays().slots).flatMap((values) => [...values]);
    const after = trainStep(method, state, batch, plain).loss;
    const want = plain.lr * gradient.reduce((sum, value) => sum + value * value, 0);
    expect(Math.abs((before - after) / want - 1)).toBeLessThan(0.05);
    expect(state.step).toBe(2);
  });

  it('returns the loss before the step', () => {
    const state = TrainingState.initialize(method, 1);
    const batch = tinyBatch(0);
    const want = tf.tidy(() => {
      const views = batch.views.map((view) => tf.tensor(view, [...batch.shape]));
      const scope = trainingScope(state);
      const features = views.map((view) => method.encode(view, scope));
      return method.loss(features, scope, {}).loss.dataSync()[0];
    });
    expect(trainStep(method, state, batch, options).loss).toBe(want);
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
      const losses = [0, 1, 2].map((step) => trainStep(method, state, tinyBatch(step), options).loss);
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
    expect(trainStep(method, state, batch, options).loss).toBeNaN();
    expect(new NonFiniteLossError({ step: 7, loss: NaN, lr: 0.5, checkpoint: '/c' }).message).toMatch(
      /received NaN at step 7 with learning rate 0.5\. .* checkpoint: \/c\./,
    );
  });
});

describe('the options of a step', () => {
  const stepped = (changes: object, of = method) => {
    const state = TrainingState.initialize(of, 1);
    const before = state.toArrays();
    const metrics = trainStep(of, state, tinyBatch(0, 4), { ...tinyOptions(of), ...changes });
    const after = state.toArrays();
    const moves = Object.entries(after.parameters).map(([name, values]) => {
      const old = before.parameters[name]!;
      return [name, values.map((value, i) => value - old[i]!)] as const;
    });
    state.dispose();
    return { metrics, after, moves: Object.fromEntries(moves) };
  };
  const normOf = (values: readonly Float32Array[]) =>
    Math.sqrt(values.reduce((sum, array) => sum + array.reduce((all, value) => all + value * value, 0), 0));

  it('clip the gradient of all parameters together', () => {
    const { after } = stepped({ clipNorm: 0.01, optimizer: { ...options.optimizer, momentum: 0, weightDecay: 0 } });
    expect(normOf(Object.values(after.slots))).toBeCloseTo(0.01, 4);
  });

  it('choose LARS, whose step is a share of each parameter', () => {
    const optimizer = { ...options.optimizer, name: 'lars' as const, trustCoefficient: 0.02 };
    const { moves } = stepped({ lr: 1, optimizer });
    const name = 'encoder.layer1.0.conv1.weight';
    const weight = TrainingState.initialize(method, 1).toArrays().parameters[name]!;
    expect(normOf([moves[name]!]) / normOf([weight])).toBeCloseTo(0.02, 3);
  });

  it('pass the batch in parts, one part being the whole', () => {
    const [whole, one] = [stepped({}, tinyMoco()), stepped({ microBatchSize: 4 }, tinyMoco())];
    expect(one.metrics.loss).toBeCloseTo(whole.metrics.loss, 5);
    for (const kind of ['parameters', 'buffers'] as const)
      for (const [name, values] of Object.entries(whole.after[kind]))
        values.forEach((value, i) => expect(one.after[kind][name]?.[i], name).toBeCloseTo(value, 4));
    expect(() => stepped({ microBatchSize: 3 })).toThrow(/divisor of the batch size 4 for microBatchSize/);
  });

  it('tell positives, hardest negatives and temperatures of AMCL, within its limits', () => {
    const { metrics } = stepped({}, tinyMoco());
    const { positiveSimilarity, negativeSimilarity, positiveTemperatures, negativeTemperatures } = metrics;
    for (const value of [positiveSimilarity, negativeSimilarity]) expect(Math.abs(value ?? NaN)).toBeLessThanOrEqual(1);
    for (const temperatures of [positiveTemperatures, negativeTemperatures]) {
      expect(temperatures).toHaveLength(2);
      for (const value of temperatures ?? []) {
        expect(value).toBeGreaterThan(0.05);
        expect(value).toBeLessThan(2);
      }
    }
    expect('positiveTemperatures' in stepped({}).metrics).toBe(false);
  });
});

describe('what follows a step', () => {
  it('sees the new parameters: a momentum copy goes its share of the way to them', () => {
    const of = tinyMoco(); // of momentum 0.75
    const state = TrainingState.initialize(of, 1);
    const before = state.toArrays();
    trainStep(of, state, tinyBatch(0), { ...tinyOptions(of), lr: 1 });
    const after = state.toArrays();
    const name = 'encoder.layer1.0.conv1.weight';
    expect(after.parameters[name]).not.toEqual(before.parameters[name]);
    after.buffers[`momentum_${name}`]?.forEach((value, i) => {
      const [old, now] = [before.parameters[name]?.[i] ?? NaN, after.parameters[name]?.[i] ?? NaN];
      expect(value).toBeCloseTo(0.75 * old + 0.25 * now, 5);
    });
  });

  it('is given the inputs of its place in the training', () => {
    const seen: unknown[] = [];
    const of = { ...method, stepInputs: (at: StepPosition) => (seen.push(at), {}) };
    const state = TrainingState.initialize(of, 1);
    for (const step of [0, 1]) trainStep(of, state, tinyBatch(step), { ...options, steps: 10, seed: 7 });
    expect(seen).toEqual([0, 1].map((step) => ({ step, steps: 10, seed: 7 })));
  });
});

it('the loss is not finite where a temperature is not', () => {
  const of = tinyMoco();
  const first = TrainingState.initialize(of, 1).toArrays();
  const parameters = { ...first.parameters, 'temperature.2.bias': Float32Array.of(NaN) };
  const state = TrainingState.fromArrays(of, { ...first, parameters });
  expect(trainStep(of, state, tinyBatch(0), tinyOptions(of)).loss).toBeNaN();
});

describe('computeStep', () => {
  const lars = { ...options.optimizer, name: 'lars' as const };
  it.each([
    ['SimCLR', method, {}],
    [
      'MoCo with AMCL in micro-batches by LARS, clipped',
      tinyMoco(1),
      { microBatchSize: 2, clipNorm: 1, optimizer: lars },
    ],
  ])('reads no tensor back and changes none of the state: %s', (_, of, changes) => {
    const state = TrainingState.initialize(of, 1);
    const before = state.toArrays();
    const batch = tinyBatch(0);
    const views = batch.views.map((view) => tf.tensor(view, [...batch.shape]));
    const inputs = { lr: tf.scalar(options.lr), momentum: tf.scalar(0.9) };
    const reads = [vi.spyOn(tf.Tensor.prototype, 'dataSync'), vi.spyOn(tf.Tensor.prototype, 'data')];
    tf.dispose(Object.values(computeStep(of, state, views, inputs, { ...options, ...changes })));
    for (const read of reads) expect(read).not.toHaveBeenCalled();
    vi.restoreAllMocks();
    expect(state.toArrays()).toEqual(before);
  });
});
