import { resolveExperiment, type ExperimentInput } from '@amcl/experiment';
import type { StepMetric } from '@amcl/results';
import { describe, expect, it } from 'vitest';
import type { StepChart } from './step-chart';
import { stepCharts } from './step-charts';
import { plausibleRun } from '@amcl/runs/testing';

function chartsOf(settings: ExperimentInput['pretrain'], embeddingStd = 0.8): Map<string, StepChart> {
  const { method, amcl, encoder, init, batchSize } = resolveExperiment({ pretrain: settings }, 'tiny').pretrain;
  const network = { method, amcl, encoder, init, batchSize };
  const charts = stepCharts({ ...plausibleRun().pretrain, network, embeddingStd: { last: embeddingStd } });
  return new Map(charts.map((chart) => [chart.title, chart]));
}

describe('stepCharts', () => {
  it.each([
    [{ method: { name: 'simclr' } }, 'NT-Xent loss', 'mean cosine similarity', 'hardest negatives'],
    [{ method: { name: 'moco' } }, 'NT-Xent loss with a queue', 'mean cosine similarity', 'hardest negatives'],
    [{ method: { name: 'simsiam' } }, 'negative cosine similarity', 'mean cosine similarity', 'hardest negatives'],
    [{ method: { name: 'barlow-twins' } }, 'Barlow Twins loss', 'mean correlation', 'largest beside it'],
    [{ method: { name: 'barlow-twins' }, amcl: {} }, 'AMCL loss', 'mean correlation', 'whole matrix'],
  ] as const)('names what %j compares', (settings, loss, similarity, negatives) => {
    const charts = chartsOf(settings);
    expect(charts.get('Loss')).toMatchObject({ y: loss, caption: expect.stringContaining(loss) as string });
    expect(charts.get('Similarity in training')?.y).toBe(similarity);
    expect(charts.get('Similarity in training')?.series[1]?.name).toBe(negatives);
  });

  it('takes each series from its own figure of a step', () => {
    const step: StepMetric = {
      ...{ step: 1, epoch: 1, loss: 1, lr: 2, embeddingStd: 3, positiveSimilarity: 4, negativeSimilarity: 5 },
      ...{ positiveTemperatures: [6, 7], negativeTemperatures: [8, 9] },
    };
    const found = [...chartsOf({ amcl: { heads: 2 } }).values()].flatMap(({ series }) =>
      series.map(({ of }) => of(step)),
    );
    expect(found).toEqual([1, 4, 5, 6, 7, 8, 9, 3, 2]);
  });

  it('has no temperatures without AMCL', () => {
    expect([...chartsOf({ amcl: null }).keys()]).not.toContain('Temperature');
    expect([...chartsOf({ amcl: {} }).keys()]).toContain('Temperature');
  });

  it('says of a collapse that it is one', () => {
    const caption = (std: number) => chartsOf({}, std).get('Collapse monitor')?.caption;
    expect(caption(0.97)).toMatch(/0\.97 in the last epoch\.$/);
    expect(caption(0.04)).toMatch(/0\.04 in the last epoch: the embeddings have collapsed\.$/);
  });
});
