import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '@amcl/engine';
import { trainingScope } from '@amcl/models';
import { metricsOf, readMetrics } from './step-metrics';
import { tinyBatch, tinyMethod, tinyOptions } from './testing/tiny-method';
import { trainStep } from './train-step';
import { TrainingState } from './training-state';

beforeAll(() => openEngine({ backend: 'cpu' }));

const projectionHead = { hidden: 5, output: 6 };
const METHODS = [
  { name: 'simclr', projectionHead },
  { name: 'moco', projectionHead, queueSize: 9, batchNormSplits: 1 },
  { name: 'simsiam', projectionHead, predictionHead: { hidden: 4 } },
  { name: 'barlow-twins', projectionHead },
] as const;
const HEADS = 3;

function step(method: (typeof METHODS)[number], amcl: NonNullable<Parameters<typeof tinyMethod>[0]>['amcl']) {
  const of = tinyMethod({ method, amcl });
  const state = TrainingState.initialize(of, 1);
  const metrics = trainStep(of, state, tinyBatch(0), tinyOptions(of));
  state.dispose();
  return metrics;
}

describe('the temperatures of a step', () => {
  it.each(METHODS)('are of each head, those of negatives where there are any: $name', (method) => {
    const adaptive = { kind: 'adaptive', hidden: 4, lower: 0.1, upper: 1.5 } as const;
    const { positiveTemperatures, negativeTemperatures } = step(method, { heads: HEADS, temperature: adaptive });
    const told = method.name === 'simsiam' ? [positiveTemperatures] : [positiveTemperatures, negativeTemperatures];
    for (const temperatures of told) expect(new Set(temperatures).size).toBe(HEADS);
    expect(negativeTemperatures === undefined).toBe(method.name === 'simsiam');
  });

  it.each(METHODS)('are the same in all heads where one is for all: $name', (method) => {
    for (const temperature of [{ kind: 'fixed', value: 0.5 }, { kind: 'global' }] as const) {
      const { positiveTemperatures = [], negativeTemperatures } = step(method, { heads: HEADS, temperature });
      const [first = NaN] = positiveTemperatures;
      expect(positiveTemperatures).toHaveLength(HEADS);
      for (const value of [...positiveTemperatures, ...(negativeTemperatures ?? [])])
        expect(value).toBeCloseTo(first, 5);
      if (temperature.kind === 'fixed') expect(first).toBe(0.5);
    }
  });

  it('are of the one head that is trained where it is as wide as several', () => {
    const { positiveTemperatures, negativeTemperatures } = step(METHODS[0], { heads: HEADS, wideHead: true });
    expect([positiveTemperatures, negativeTemperatures].map((heads) => heads?.length)).toEqual([1, 1]);
  });

  it.each(METHODS)("are the means of the loss's own, head by head: $name", (method) => {
    tf.tidy(() => {
      const of = tinyMethod({ method, amcl: { heads: HEADS } });
      const { views, shape } = tinyBatch(0);
      const scope = trainingScope(TrainingState.initialize(of, 1));
      const tensors = views.map((view) => tf.tensor(view, [...shape]));
      const targets = of.targets?.(tensors, scope, {}) ?? {};
      const value = of.loss(
        tensors.map((view) => of.encode(view, scope)),
        scope,
        targets,
      );
      const { positiveTemperatures } = readMetrics(metricsOf(value));
      const heads = tf.unstack(value.statistics.positiveTemperature as tf.Tensor);
      expect(heads).toHaveLength(HEADS);
      heads.forEach((head, c) => expect(positiveTemperatures?.[c]).toBeCloseTo(tf.mean(head).dataSync()[0] ?? NaN, 6));
    });
  });
});

it('metrics are read back at once, each under its own name', () => {
  const metrics = {
    loss: tf.scalar(1),
    positiveTemperatures: tf.tensor1d([2, 3]),
    embeddingStd: tf.scalar(4),
    negativeTemperatures: tf.tensor1d([5]),
  };
  const { numTensors } = tf.memory();
  expect(readMetrics(metrics)).toEqual({
    ...{ loss: 1, positiveTemperatures: [2, 3] },
    ...{ embeddingStd: 4, negativeTemperatures: [5] },
  });
  expect(tf.memory().numTensors).toBe(numTensors);
  tf.dispose(metrics);
});
