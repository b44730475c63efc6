import { describe, expect, it } from 'vitest';
import { adaptedSection, chosenPoint } from './adapted-section';
import type { ExperimentInput } from './experiment-schema';
import { resolveExperiment } from './resolve-experiment';

const sweepOf = (sweep: NonNullable<ExperimentInput['sweep']>) => resolveExperiment({ sweep }, 'test').sweep!;
const base = resolveExperiment({ pretrain: { epochs: 10 } }, 'test').pretrain;
const methods = [
  { name: 'simclr' as const },
  { name: 'simclr' as const, temperature: 0.2 },
  { name: 'moco' as const, queueSize: 1024 },
];
const tpe = sweepOf({
  method: 'tpe',
  parameters: {
    'pretrain.method': { values: methods },
    'pretrain.optimizer.lr': { distribution: 'uniform', min: 0, max: 1 },
  },
});
const stopBelow = [{ epoch: 1, top1: 30 }];

describe('adaptedSection', () => {
  it('sets what was chosen, and the bars', () => {
    const point = { 'pretrain.method': methods[2], 'pretrain.optimizer.lr': 0.3 };
    const section = adaptedSection(base, point, stopBelow, 'point-1');
    expect(section).toMatchObject({
      epochs: 10,
      method: { name: 'moco', queueSize: 1024 },
      optimizer: { lr: 0.3 },
      knn: { k: 200, stopBelow },
    });
  });

  it('says which settings cannot be together', () => {
    const point = { 'pretrain.microBatchSize': 100 };
    expect(() => adaptedSection(base, point, null, 'point-3')).toThrow(
      /^point-3 \(pretrain\.microBatchSize = 100\) has 1 problem:[^]*a divisor of 512/,
    );
  });
});

describe('chosenPoint', () => {
  it.each(methods)('finds again what was chosen, as it was declared: %j', (method) => {
    const point = { 'pretrain.method': method, 'pretrain.optimizer.lr': 0.123456789012345 };
    expect(chosenPoint(tpe, base, adaptedSection(base, point, stopBelow, ''))).toEqual(point);
  });

  it('is empty where the sweep only stops early, and null for settings of another experiment', () => {
    const grid = sweepOf({ parameters: { 'pretrain.optimizer.lr': { values: [0.06] } }, earlyStopping: {} });
    expect(chosenPoint(grid, base, adaptedSection(base, {}, stopBelow, ''))).toEqual({});
    expect(chosenPoint(grid, base, { ...base, batchSize: 256 })).toBeNull();
    expect(chosenPoint(tpe, base, { ...base, epochs: 11 })).toBeNull();
  });
});
