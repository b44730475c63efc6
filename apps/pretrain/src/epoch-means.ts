import type { StepMetric } from '@amcl/results';

/** Means over the steps of an epoch; of temperatures over all heads, too. */
export interface EpochMeans extends Pick<StepMetric, 'loss' | 'embeddingStd'> {
  readonly positiveTemperature?: number;
  readonly negativeTemperature?: number;
}

/**
 * @param steps of one epoch, one or more
 * @returns without the temperatures where the steps have none
 */
export function epochMeans(steps: readonly StepMetric[]): EpochMeans {
  const positives = steps.flatMap(({ positiveTemperatures }) => positiveTemperatures ?? []);
  const negatives = steps.flatMap(({ negativeTemperatures }) => negativeTemperatures ?? []);
  return {
    loss: mean(steps.map(({ loss }) => loss)),
    embeddingStd: mean(steps.map(({ embeddingStd }) => embeddingStd)),
    ...(positives.length > 0 && { positiveTemperature: mean(positives) }),
    ...(negatives.length > 0 && { negativeTemperature: mean(negatives) }),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
