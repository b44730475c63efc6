import type { PretrainSection } from '@amcl/experiment';
import type { PretrainResult } from '@amcl/results';

export type EarlyStop = NonNullable<PretrainResult['stopped']>;

/**
 * Whether a training is to be ended after its last measurement, by `pretrain.knn.stopBelow`.
 * @param knn the monitor's results so far, in order
 * @returns null where it goes on
 */
export function earlyStop(
  knn: PretrainResult['knn'],
  stopBelow: PretrainSection['knn']['stopBelow'],
): EarlyStop | null {
  const epoch = knn.at(-1)?.epoch;
  const bar = stopBelow?.find((one) => one.epoch === epoch);
  if (bar === undefined) return null;
  // Without what the untrained encoder has, which is no merit of the training.
  const best = Math.max(...knn.flatMap((one) => (one.epoch > 0 ? [one.top1] : [])));
  return best < bar.top1 ? { epoch: bar.epoch, best, below: bar.top1 } : null;
}

/** `stopped early after epoch 2: kNN 12.00 % at best, below 30.50 % (pretrain.knn.stopBelow)`. */
export function describeStop({ epoch, best, below }: EarlyStop): string {
  return `stopped early after epoch ${epoch}: kNN ${best.toFixed(2)} % at best, below ${below.toFixed(2)} % (pretrain.knn.stopBelow)`;
}
