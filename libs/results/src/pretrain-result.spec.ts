import { describe, expect, it } from 'vitest';
import { metricSchema } from './pretrain-result';

describe('metricSchema', () => {
  it.each([
    { step: 1, epoch: 1, loss: 4.5, lr: 0.06 },
    { step: 0, epoch: 0, knn: 26.65 },
  ])('takes %j', (metric) => expect(metricSchema.parse(JSON.parse(JSON.stringify(metric)))).toEqual(metric));

  it.each([
    ['a loss that was not finite, which JSON writes as null', { step: 1, epoch: 1, loss: NaN, lr: 0.06 }],
    ['a loss without its learning rate', { step: 1, epoch: 1, loss: 4.5 }],
    ['a step and a measurement in one', { step: 1, epoch: 1, loss: 4.5, lr: 0.06, knn: 30 }],
  ])('refuses %s', (_title, metric) => {
    expect(metricSchema.safeParse(JSON.parse(JSON.stringify(metric))).success).toBe(false);
  });
});
