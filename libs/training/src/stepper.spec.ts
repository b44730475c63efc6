import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '@amcl/engine';
import { classifier, type Method } from '@amcl/methods';
import { resnet } from '@amcl/models';
import { flatten } from './flat-state';
import type { StepMetrics } from './step-metrics';
import { Stepper } from './stepper';
import { tinyBatch, tinyMethod, tinyOptions } from './testing/tiny-method';
import { TrainingState, type StateArrays } from './training-state';

beforeAll(() => openEngine({ backend: 'tensorflow' }));

const head = { hidden: 5, output: 6 };
const amcl = { heads: 2 };
const simsiam = { name: 'simsiam', projectionHead: head, predictionHead: { hidden: 4 } } as const;
const barlowTwins = { name: 'barlow-twins', projectionHead: head } as const;
const fixed = { kind: 'fixed', value: 0.5 } as const;
const lars = { ...tinyOptions(tinyMethod()).optimizer, name: 'lars' as const };

/** With enough images and little enough a step that rounding stays rounding: batch norm over few images blows it up. */
const BATCH = 16;
const LR = 0.002;

function tiny(changes: Parameters<typeof tinyMethod>[0] = {}): Method {
  return tinyMethod({ batchSize: BATCH, ...changes });
}

function tinyMoco(changes: Parameters<typeof tinyMethod>[0] = {}): Method {
  return tiny({
    method: { name: 'moco', queueSize: 37, momentum: 0.75, batchNormSplits: 2, projectionHead: head },
    ...changes,
  });
}

/** Steps of a stepper, and the state after them. */
function train(method: Method, changes: object, from?: StateArrays, steps = [0, 1, 2]) {
  const state = from ? TrainingState.fromArrays(method, from) : TrainingState.initialize(method, 1);
  const stepper = new Stepper(method, state, { ...tinyOptions(method), capture: true, ...changes });
  const metrics = steps.map((step) => stepper.step(tinyBatch(step, BATCH), LR));
  stepper.dispose();
  const arrays = state.toArrays();
  state.dispose();
  return { metrics, arrays };
}

/** What a step tells, and of how many heads; null where it is of all. */
const shapesOf = (metrics: StepMetrics) =>
  Object.entries(metrics).map(([name, value]) => [name, Array.isArray(value) ? value.length : null]);

const numbersOf = (metrics: StepMetrics) => Object.values<number | readonly number[]>({ ...metrics }).flat();

/** Largest difference of two states, over the largest number of each tensor. */
function difference(one: StateArrays, other: StateArrays): number {
  const others = flatten<Float32Array>(other);
  const differences = Object.entries(flatten<Float32Array>(one)).map(([name, values]) => {
    const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-3);
    return Math.max(...values.map((value, index) => Math.abs(value - (others[name]?.[index] ?? NaN)))) / scale;
  });
  return Math.max(...differences);
}

describe('a captured step', () => {
  it.each([
    ['SimCLR', tiny(), {}],
    ['SimCLR with AMCL and clipping', tiny({ amcl }), { clipNorm: 1 }],
    ['MoCo', tinyMoco(), {}],
    ['MoCo with AMCL', tinyMoco({ amcl }), {}],
    ['SimSiam by LARS', tiny({ method: simsiam }), { optimizer: lars }],
    ['SimSiam with AMCL', tiny({ method: simsiam, amcl }), {}],
    ['Barlow Twins', tiny({ method: barlowTwins }), {}],
    ['Barlow Twins with AMCL', tiny({ method: barlowTwins, amcl }), {}],
    ['SimCLR with one wide head', tiny({ amcl: { ...amcl, wideHead: true } }), {}],
    ['MoCo with a global temperature', tinyMoco({ amcl: { ...amcl, temperature: { kind: 'global' } } }), {}],
    ['SimSiam with a fixed temperature', tiny({ method: simsiam, amcl: { ...amcl, temperature: fixed } }), {}],
  ])('equals an eager one within rounding: %s', (_, method, changes) => {
    const { numTensors, numDataBuffers } = tf.memory();
    const captured = train(method, changes);
    const eager = train(method, { ...changes, capture: false });
    captured.metrics.forEach((metrics, step) => {
      const wanted = eager.metrics[step] as StepMetrics;
      expect(shapesOf(metrics)).toEqual(shapesOf(wanted));
      const numbers = numbersOf(wanted);
      numbersOf(metrics).forEach((value, at) => expect(value, `step ${step}`).toBeCloseTo(numbers[at] ?? NaN, 3));
    });
    expect(difference(eager.arrays, captured.arrays)).toBeLessThan(5e-3);
    expect(captured.arrays.step).toBe(3);
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });

  it('goes on to the bit from numbers that were read, by a capture of its own', () => {
    const whole = train(tinyMoco(), {});
    const half = train(tinyMoco(), {}, undefined, [0]);
    const rest = train(tinyMoco(), {}, half.arrays, [1, 2]);
    expect(rest.metrics).toEqual(whole.metrics.slice(1));
    expect(rest.arrays).toEqual(whole.arrays);
  });

  it('does the same step where it is profiled, and names the layers of its operations', () => {
    const whole = train(tiny(), {}, undefined, [0]);
    const method = tiny();
    const state = TrainingState.initialize(method, 1);
    const stepper = new Stepper(method, state, { ...tinyOptions(method), capture: true });
    const names = stepper.profile(tinyBatch(0, BATCH), LR).map(({ name }) => name);
    stepper.dispose();
    expect(state.toArrays()).toEqual(whole.arrays);
    expect(names.filter((name) => name.startsWith('layer4.1.conv2/')).length).toBeGreaterThan(3);
    state.dispose();
    const eager = new Stepper(method, TrainingState.initialize(method, 1), { ...tinyOptions(method), capture: false });
    expect(() => eager.profile(tinyBatch(0, BATCH), LR)).toThrow(/capture/);
  });

  it("encodes MoCo's keys within: a forward pass of each view by the encoder and by its momentum copy", () => {
    const method = tinyMoco({ method: { name: 'moco', queueSize: 37, batchNormSplits: 1, projectionHead: head } });
    const state = TrainingState.initialize(method, 1);
    const stepper = new Stepper(method, state, { ...tinyOptions(method), capture: true });
    const names = stepper.profile(tinyBatch(0, BATCH), LR).map(({ name }) => name);
    stepper.dispose();
    state.dispose();
    expect(names.filter((name) => /^layer4\.1\.conv2\/(Amcl)?Conv2D_\d+$/.test(name))).toHaveLength(2 * 2);
  });

  it('captures anew for another shape, and lends its state meanwhile', () => {
    const method = tiny();
    const state = TrainingState.initialize(method, 1);
    const before = state.parameters['encoder.conv1.weight']?.dataSync();
    const stepper = new Stepper(method, state, { ...tinyOptions(method), capture: true });
    stepper.step(tinyBatch(0, BATCH), LR);
    const after = state.parameters['encoder.conv1.weight']?.dataSync();
    expect(after).not.toEqual(before);
    const { parameters, buffers } = state.weightArrays('encoder.');
    expect(parameters['conv1.weight']).toEqual(after);
    expect([parameters, buffers].map((arrays) => Object.keys(arrays))).toEqual(
      [method.encoder.parameters, method.encoder.buffers].map((specs) => specs.map(({ name }) => name)),
    );
    const { loss } = stepper.step(tinyBatch(1, 6), LR);
    expect(loss).toBeGreaterThan(0);
    expect(state.step).toBe(2);
    stepper.dispose();
    state.dispose();
  });
});

describe('a step of a classifier', () => {
  const task = classifier({
    encoder: resnet({ name: 'resnet18', stem: 'cifar', width: 1 / 32 }),
    classes: 3,
    labelsOf: (step) => Int32Array.from({ length: BATCH }, (_, image) => (image * 7 + step) % 3),
  });

  function fineTune(capture: boolean, from?: StateArrays, steps = [0, 1, 2]) {
    const state = from ? TrainingState.fromArrays(task, from) : TrainingState.initialize(task, 1);
    const options = { lr: LR, seed: 1, steps: 3, clipNorm: null, microBatchSize: null, capture };
    const stepper = new Stepper(task, state, { ...options, optimizer: tinyOptions(tiny()).optimizer });
    const losses = steps.map((step) => {
      const { views, shape } = tinyBatch(step, BATCH);
      return stepper.step({ views: views.slice(0, 1), shape }, LR).loss;
    });
    stepper.dispose();
    const arrays = state.toArrays();
    state.dispose();
    return { losses, arrays };
  }

  it('begins with the loss of knowing nothing, and is the same captured and eager', () => {
    const { numTensors } = tf.memory();
    const [captured, eager] = [fineTune(true), fineTune(false)];
    expect(captured.losses[0]).toBeCloseTo(Math.log(3), 5);
    captured.losses.forEach((loss, step) => expect(loss).toBeCloseTo(eager.losses[step] ?? NaN, 4));
    expect(difference(eager.arrays, captured.arrays)).toBeLessThan(5e-3);
    expect(captured.arrays.parameters['fc.weight']?.some((weight) => weight !== 0)).toBe(true);
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it('goes on to the bit, with the labels of its steps', () => {
    const whole = fineTune(true);
    const rest = fineTune(true, fineTune(true, undefined, [0]).arrays, [1, 2]);
    expect(rest.losses).toEqual(whole.losses.slice(1));
    expect(rest.arrays).toEqual(whole.arrays);
  });
});
