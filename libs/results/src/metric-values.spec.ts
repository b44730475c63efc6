import { expect, it } from 'vitest';
import { metricValues } from './metric-values';

it('names the figures of a step and of the monitor', () => {
  const step = { step: 4, epoch: 1, loss: 5, lr: 0.1, embeddingStd: 0.9, positiveSimilarity: 0.5 };
  expect(metricValues(step)).toEqual({
    'train/loss': 5,
    'train/lr': 0.1,
    'train/embedding_std': 0.9,
    'train/positive_similarity': 0.5,
  });
  expect(metricValues({ step: 4, epoch: 1, knn: 31.5 })).toEqual({ 'knn/top1': 31.5 });
});
