import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '@amcl/engine';
import { casesOf, mismatch } from '@amcl/parity';
import { cosineWarmup } from './cosine-warmup';
import { momentumSlots } from './momentum-step';
import { sgdStep } from './sgd';
import { runCase } from './testing/run-case';

beforeAll(() => openEngine({ backend: 'cpu' }));

describe('sgdStep', () => {
  it.each(casesOf('sgd'))('is equal to PyTorch in $name', (parityCase) => {
    const { parameters, lrs } = runCase(parityCase, (step) => sgdStep(step));
    expect(mismatch(parityCase, 'out', 'lrs', lrs)).toBeNull();
    for (const [name, values] of Object.entries(parameters))
      expect(mismatch(parityCase, 'out', name, values.dataSync())).toBeNull();
  });

  const one = (momentum: number, weightDecay: number, exclude: string[] = []) => {
    const parameters = { w: tf.tensor1d([2, -4]) };
    const gradients = { w: tf.tensor1d([1, 1]) };
    const slots = { w: tf.tensor1d([10, 0]) };
    const step = { parameters, gradients, slots, lr: tf.scalar(0.5), momentum, weightDecay, exclude: new Set(exclude) };
    const next = sgdStep(step);
    return { slot: [...next.slots['w']!.dataSync()], parameter: [...next.parameters['w']!.dataSync()] };
  };

  it('forgets the slot without momentum', () => {
    expect(one(0, 0)).toEqual({ slot: [1, 1], parameter: [1.5, -4.5] });
  });

  it('adds momentum and decay, the decay not for excluded names', () => {
    expect(one(0.5, 0.25)).toEqual({ slot: [6.5, 0], parameter: [-1.25, -4] });
    expect(one(0.5, 0.25, ['w'])).toEqual({ slot: [6, 1], parameter: [-1, -4.5] });
  });

  it('makes one parameter and one slot each, and nothing else', () => {
    const parameters = { a: tf.ones([2]), b: tf.ones([3, 1]) };
    const gradients = { a: tf.ones([2]), b: tf.ones([3, 1]) };
    const slots = momentumSlots(parameters);
    const lr = tf.scalar(0.1);
    const before = tf.memory().numTensors;
    sgdStep({ parameters, gradients, slots, lr, momentum: 0.9, weightDecay: 0.1, exclude: new Set() });
    expect(tf.memory().numTensors).toBe(before + 4);
  });

  it('names a parameter without gradient or slot', () => {
    const w = tf.ones([1]);
    const options = { lr: tf.scalar(1), momentum: 0, weightDecay: 0, exclude: new Set<string>() };
    expect(() => sgdStep({ parameters: { w }, gradients: {}, slots: { w }, ...options })).toThrow(
      /gradient for parameter w/,
    );
    expect(() => sgdStep({ parameters: { w }, gradients: { w }, slots: {}, ...options })).toThrow(
      /slot for parameter w/,
    );
  });
});

describe('cosineWarmup', () => {
  const lr = cosineWarmup({ lr: 2, warmupSteps: 4, maxSteps: 13, endValue: 0 });

  it('rises to lr at the last step of the warm-up, falls by half a cosine, and stays at its end', () => {
    expect([0, 1, 3].map(lr)).toEqual([0.5, 1, 2]);
    expect(lr(4)).toBe(2);
    expect(lr(8)).toBeCloseTo(1, 12);
    expect([12, 13, 99].map(lr)).toEqual([0, 0, 0]);
  });

  it("ends at lightly's 0.001 unless told otherwise, also without a step between warm-up and end", () => {
    expect(cosineWarmup({ lr: 1, warmupSteps: 0, maxSteps: 1 })(0)).toBe(0.001);
    expect(cosineWarmup({ lr: 1, warmupSteps: 2, maxSteps: 2 })(1)).toBe(1);
  });

  it.each([
    [{ lr: 1, warmupSteps: 3, maxSteps: 2 }, /0 to 2 for warmupSteps but received 3/],
    [{ lr: 1, warmupSteps: -1, maxSteps: 2 }, /warmupSteps but received -1/],
    [{ lr: 1, warmupSteps: 0, maxSteps: 0 }, /1 or more for maxSteps but received 0/],
    [{ lr: 1, warmupSteps: 0, maxSteps: 1.5 }, /maxSteps but received 1.5/],
  ])('refuses %o', (options, message) => {
    expect(() => cosineWarmup(options)).toThrow(message);
  });
});
