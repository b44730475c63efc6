import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '@amcl/engine';
import { tinyBatch, tinyMethod, tinyMoco, tinyOptions } from './testing/tiny-method';
import { trainStep } from './train-step';
import { TrainingState } from './training-state';

// auto: tensorflow where the machine has it.
describe.each(['cpu', 'wasm', 'auto'] as const)('a step on %s', (backend) => {
  beforeAll(() => openEngine({ backend }));
  const head = { hidden: 5, output: 6 };
  const lars = { ...tinyOptions(tinyMethod()).optimizer, name: 'lars' as const };

  it.each([
    ['MoCo with AMCL', tinyMoco(), {}],
    ['MoCo with AMCL in micro-batches', tinyMoco(1), { microBatchSize: 2, clipNorm: 1 }],
    [
      'SimSiam by LARS',
      tinyMethod({ method: { name: 'simsiam', projectionHead: head, predictionHead: { hidden: 4 } } }),
      { optimizer: lars },
    ],
    [
      'Barlow Twins with AMCL',
      tinyMethod({ method: { name: 'barlow-twins', projectionHead: head }, amcl: { heads: 2 } }),
      { clipNorm: 1 },
    ],
  ])('has finite metrics and keeps the number of tensors: %s', (_, of, changes) => {
    const state = TrainingState.initialize(of, 1);
    const { numTensors, numDataBuffers } = tf.memory();
    for (const step of [0, 1]) {
      const metrics = trainStep(of, state, tinyBatch(step), { ...tinyOptions(of), ...changes });
      expect(Object.values(metrics).flat().every(Number.isFinite), JSON.stringify(metrics)).toBe(true);
      expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
    }
    state.dispose();
  });
});
