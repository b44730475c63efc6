import type { EarlyStoppingSettings, PretrainSection, StopBelow } from '@amcl/experiment';
import type { PretrainResult } from '@amcl/results';

/** What the monitor said of a training. */
export type Monitored = Pick<PretrainResult, 'knn' | 'stopped'>;

/**
 * Below which kNN a run is stopped, by epoch: at each measurement after which it may be, the median of what the runs before it had then.
 * Only runs that came to their end count, as in Optuna's MedianPruner: else each run that is stopped would lower the bar of the next.
 *
 * @param earlier results of the runs before it, in any order
 * @param run its section, which says when it is measured
 * @returns null where there are no bars, as too few runs have ended
 */
export function stopBars(
  earlier: readonly Monitored[],
  { warmupEpochs, startupRuns }: EarlyStoppingSettings,
  { epochs, knn: { every } }: Pick<PretrainSection, 'epochs' | 'knn'>,
): StopBelow {
  const ended = earlier.filter(({ stopped }) => stopped === null);
  const bars: { epoch: number; top1: number }[] = [];
  // At the last epoch there is nothing left to stop.
  for (let epoch = every; every > 0 && epoch < epochs; epoch += every) {
    const measured = ended.flatMap(({ knn }) => knn.filter((one) => one.epoch === epoch).map(({ top1 }) => top1));
    if (epoch >= warmupEpochs && measured.length >= startupRuns) bars.push({ epoch, top1: median(measured) });
  }
  return bars.length === 0 ? null : bars;
}

/** @param values one or more */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
}
