import * as tf from '@tensorflow/tfjs-core';
import { openEngine } from '@amcl/engine';
import { resolveExperiment } from '@amcl/experiment';
import { expect, it } from 'vitest';
import { BareStep } from './bare-step';

it('does the steps of an experiment on one batch, and frees what it took', async () => {
  const engine = await openEngine({ backend: 'cpu' });
  const before = tf.memory().numTensors;
  const experiment = resolveExperiment(
    {
      augmentation: { randomResizedCrop: { size: 8 } },
      pretrain: { batchSize: 4, encoder: { width: 1 / 64 }, autotune: false },
    },
    'test',
  );
  const step = await BareStep.open(engine, experiment);
  expect(step.batch.shape).toEqual([4, 8, 8, 3]);
  const [first, second] = [step.run().loss, step.run().loss];
  expect(second).not.toBe(first); // it learns
  step.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
