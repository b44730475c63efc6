import type { StepMetric } from '@amcl/results';
import { expect, it } from 'vitest';
import { epochLine } from './epoch-line';
import { epochMeans } from './epoch-means';

const step = (loss: number, more: Partial<StepMetric> = {}): StepMetric => ({
  ...{ step: 1, epoch: 3, loss, lr: 0.05, embeddingStd: loss / 10, positiveSimilarity: 0.5 },
  ...more,
});
const line = (steps: StepMetric[], knn: number | null): string =>
  epochLine({
    epoch: 3,
    epochs: 10,
    means: epochMeans(steps),
    lr: 0.05,
    knn,
    viewsPerSecond: 812.4,
    minutesLeft: 1.26,
  });

it('has the means of the steps, and no temperature without AMCL', () => {
  const steps = [step(4), step(5)];
  expect(line(steps, null)).toBe('epoch 3/10  loss 4.5000  lr 0.0500  812 views/s  1.3 min left');
  expect(epochMeans(steps)).toEqual({ loss: 4.5, embeddingStd: 0.45 });
});

it('has the mean temperatures of all heads with AMCL, and the kNN where it was measured', () => {
  const steps = [
    step(4, { positiveTemperatures: [0.5, 0.7], negativeTemperatures: [0.3, 0.5] }),
    step(4, { positiveTemperatures: [0.9, 0.7], negativeTemperatures: [0.5, 0.5] }),
  ];
  expect(line(steps, 41.234)).toBe(
    'epoch 3/10  loss 4.0000  lr 0.0500  kNN 41.23 %  temperature 0.700 (negatives 0.450)  812 views/s  1.3 min left',
  );
});

it('has the temperature of the positives alone where there are no negatives', () => {
  expect(line([step(-0.5, { positiveTemperatures: [0.6, 0.8] })], null)).toContain('  temperature 0.700  ');
});
