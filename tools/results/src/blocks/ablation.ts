import { knn, overlap, pointsOf, probe, valuesOf } from '../figures';
import { differenceText, meanText, table } from '../markdown';
import type { Records } from '../records';

/**
 * A sweep of one setting, each point beside the method without AMCL.
 * @param titleOf a point's value in words
 */
export function ablationBlock(records: Records, experiment: string, titleOf: (value: unknown) => string): string {
  const base = records.experiment('reach-cifar10-simclr');
  const swept = records.experiment(experiment);
  const rows = pointsOf(swept).map((point) => [
    titleOf(Object.values(point)[0]),
    meanText(valuesOf(swept, probe, point)),
    differenceText(valuesOf(base, probe), valuesOf(swept, probe, point)),
    meanText(valuesOf(swept, knn, point)),
    meanText(valuesOf(swept, overlap, point), 3),
  ]);
  const without = [
    'without AMCL',
    meanText(valuesOf(base, probe)),
    '',
    meanText(valuesOf(base, knn)),
    meanText(valuesOf(base, overlap), 3),
  ];
  return table(['', 'linear, %', 'to SimCLR, 95 %', 'kNN, %', 'overlap'], [without, ...rows]);
}

/** `adaptive, 0.05 to 2`. */
export function temperatureTitle(value: unknown): string {
  const { kind, lower, upper, value: constant } = value as Record<string, unknown>;
  if (kind === 'fixed') return `fixed, ${String(constant)}`;
  return `${kind === 'global' ? 'one learnable' : 'adaptive'}, ${String(lower)} to ${String(upper)}`;
}
