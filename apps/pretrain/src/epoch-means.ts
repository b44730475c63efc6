import type { StepMetric } from '@amcl/results';

/** Means over the steps of an epoch. */
export type EpochMeans = Pick<StepMetric, 'loss' | 'embeddingStd' | 'positiveTemperature' | 'negativeTemperature'>;

/**
 * @param steps of one epoch, one or more
 * @returns without the temperatures where the steps have none
 */
export function epochMeans(steps: readonly StepMetric[]): EpochMeans {
  const mean = (of: (step: StepMetric) => number): number =>
    steps.reduce((sum, step) => sum + of(step), 0) / steps.length;
  const optional = (name: 'positiveTemperature' | 'negativeTemperature') =>
    steps[0]?.[name] === undefined ? {} : { [name]: mean((step) => step[name] ?? NaN) };
  return {
    loss: mean(({ loss }) => loss),
    embeddingStd: mean(({ embeddingStd }) => embeddingStd),
    ...optional('positiveTemperature'),
    ...optional('negativeTemperature'),
  };
}
