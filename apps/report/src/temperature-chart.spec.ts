import { resolveExperiment, type ExperimentInput } from '@amcl/experiment';
import type { StepMetric } from '@amcl/results';
import { describe, expect, it } from 'vitest';
import { temperatureChart } from './temperature-chart';

function chart(amcl: NonNullable<ExperimentInput['pretrain']>['amcl']) {
  const resolved = resolveExperiment({ pretrain: { amcl } }, 'tiny').pretrain.amcl;
  return temperatureChart(resolved!, { positives: 'near', negatives: 'far' });
}

const step = (temperatures: Partial<StepMetric>): StepMetric => ({
  ...{ step: 1, epoch: 1, loss: 1, lr: 1, embeddingStd: 1, positiveSimilarity: 1 },
  ...temperatures,
});
const curves = (amcl: Parameters<typeof chart>[0], temperatures: Partial<StepMetric>) =>
  chart(amcl).series.map(({ name, of }) => [name, of(step(temperatures))]);

describe('temperatureChart', () => {
  it('has a curve for each head, positives first', () => {
    const told = { positiveTemperatures: [1, 2, 3], negativeTemperatures: [4, 5, 6] };
    expect(curves({ heads: 3 }, told)).toEqual([
      ['near, head 1', 1],
      ['near, head 2', 2],
      ['near, head 3', 3],
      ['far, head 1', 4],
      ['far, head 2', 5],
      ['far, head 3', 6],
    ]);
    expect(chart({ heads: 3 }).caption).toBe('Of AMCL, adaptive, from 0.05 to 2, mean over a batch, by head.');
  });

  it.each([{ heads: 1 }, { heads: 3, wideHead: true }])('numbers no head where one is trained: %j', (amcl) => {
    expect(curves(amcl, { positiveTemperatures: [1], negativeTemperatures: [2] })).toEqual([
      ['near', 1],
      ['far', 2],
    ]);
  });

  it('sums up more heads than can be told apart', () => {
    const told = { positiveTemperatures: [5, 1, 2, 3, 9], negativeTemperatures: [1, 1, 1, 1, 6] };
    expect(curves({ heads: 5 }, told)).toEqual([
      ['near, mean', 4],
      ['near, lowest head', 1],
      ['near, highest head', 9],
      ['far, mean', 2],
      ['far, lowest head', 1],
      ['far, highest head', 6],
    ]);
    expect(chart({ heads: 5 }).caption).toMatch(/mean, lowest and highest of 5 heads\.$/);
  });

  it.each([1, 5])('has none of negatives where a step has none, of %i heads', (heads) => {
    const far = curves({ heads }, { positiveTemperatures: [1, 2, 3, 4, 5] }).filter(([name]) => /far/.test(`${name}`));
    expect(far.map(([, value]) => value)).toEqual(far.map(() => undefined));
  });

  it.each([
    [{ kind: 'global', lower: 0.1, upper: 1.5 }, 'Of AMCL, global, from 0.1 to 1.5: one for all pairs and heads.'],
    [{ kind: 'fixed', value: 0.5 }, 'Of AMCL, fixed: one for all pairs and heads.'],
  ] as const)('has one curve where one temperature is for all: %j', (temperature, caption) => {
    const told = { positiveTemperatures: [0.7, 0.7], negativeTemperatures: [0.7, 0.7] };
    expect(curves({ heads: 2, temperature }, told)).toEqual([['all pairs', 0.7]]);
    expect(chart({ heads: 2, temperature }).caption).toBe(caption);
  });
});
