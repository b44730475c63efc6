import { expect, it } from 'vitest';
import { resolveExperiment } from '@amcl/experiment';
import { stepOptions } from './step-options';
import { tinyMethod } from './testing/tiny-method';

const { module } = tinyMethod();
const optionsOf = (optimizer: object) => {
  const { pretrain } = resolveExperiment({ pretrain: { optimizer, batchSize: 8, microBatchSize: 4 } }, 'tiny');
  return stepOptions(pretrain, { module });
};

it("are the section's, and every parameter decays unless it asks otherwise", () => {
  expect(optionsOf({ name: 'lars', momentum: 0.8, weightDecay: 0.1, trustCoefficient: 0.02, clipNorm: 2 })).toEqual({
    optimizer: { name: 'lars', momentum: 0.8, weightDecay: 0.1, exclude: new Set(), trustCoefficient: 0.02 },
    clipNorm: 2,
    microBatchSize: 4,
  });
});

it('leave batch norm and biases out of the decay where it does ask, all vectors and nothing else', () => {
  const { exclude } = optionsOf({ excludeBatchNormAndBias: true }).optimizer;
  const vectors = module.parameters.filter(({ shape }) => shape.length === 1).map(({ name }) => name);
  expect(exclude).toEqual(new Set(vectors));
  expect(exclude.has('encoder.bn1.weight')).toBe(true);
});
