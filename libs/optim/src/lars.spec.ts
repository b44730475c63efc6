import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '@amcl/engine';
import { casesOf, mismatch } from '@amcl/parity';
import { larsStep } from './lars';
import { sgdStep } from './sgd';
import { runCase } from './testing/run-case';

const numbers = (x: tf.Tensor | undefined) => [...(x?.dataSync() ?? [])];

// auto: tensorflow where the machine has it.
describe.each(['cpu', 'wasm', 'auto'] as const)('larsStep on %s', (backend) => {
  beforeAll(() => openEngine({ backend }));

  it.each(casesOf('lars'))('is equal to lightly in $name', (parityCase) => {
    const { parameters, lrs } = runCase(parityCase, (step, { trustCoefficient = NaN, eps }) =>
      larsStep({ ...step, trustCoefficient, ...(eps === undefined ? {} : { epsilon: eps }) }),
    );
    expect(mismatch(parityCase, 'out', 'lrs', lrs)).toBeNull();
    for (const [name, values] of Object.entries(parameters))
      expect(mismatch(parityCase, 'out', name, values.dataSync())).toBeNull();
  });

  const step = (w: number[], gradient: number[], changes: object = {}) => ({
    parameters: { w: tf.tensor1d(w) },
    gradients: { w: tf.tensor1d(gradient) },
    slots: { w: tf.tensor1d([0, 0]) },
    ...{ lr: tf.scalar(1), momentum: 0.9, weightDecay: 0.5, exclude: new Set<string>(), trustCoefficient: 0.1 },
    ...changes,
  });

  it('scales gradient and decay by the share of the norms', () => {
    tf.tidy(() => {
      // |p| = 5, |g| = 10: (g + 0.5 p) 0.1 5 / (10 + 2.5)
      const { slots } = larsStep(step([3, 4], [6, 8]));
      expect(numbers(slots['w'])[0]).toBeCloseTo(7.5 * 0.04, 6);
      expect(numbers(slots['w'])[1]).toBeCloseTo(10 * 0.04, 6);
    });
  });

  it.each([
    ['a parameter of zeros', [0, 0], [6, 8], {}],
    ['a gradient of zeros', [3, 4], [0, 0], {}],
    ['no weight decay', [3, 4], [6, 8], { weightDecay: 0 }],
    ['an excluded name', [3, 4], [6, 8], { exclude: new Set(['w']) }],
  ])('takes the gradient as it is for %s', (_, w, gradient, changes) => {
    tf.tidy(() => {
      const given = step(w, gradient, changes);
      const want = sgdStep({ ...given, weightDecay: 0 });
      expect(numbers(larsStep({ ...given, epsilon: 0 }).parameters['w'])).toEqual(numbers(want.parameters['w']));
    });
  });

  it('shows a gradient that is not finite', () => {
    tf.tidy(() => {
      expect(numbers(larsStep(step([3, 4], [NaN, 8])).parameters['w'])[0]).toBeNaN();
    });
  });

  it('makes one parameter and one slot each, and nothing else', () => {
    const given = step([3, 4], [6, 8]);
    const before = tf.memory().numTensors;
    larsStep(given);
    expect(tf.memory().numTensors).toBe(before + 2);
  });
});
