import type { Monitored } from './stop-bars';
import type { Outcome } from './tpe/tpe';

/**
 * What came of a point, from its runs with each seed: the mean of the last kNN. Where one was stopped early the point was given up then,
 * and the mean is of what each last had up to that epoch.
 * @param runs one or more
 */
export function outcomeOf(runs: readonly Monitored[]): Outcome {
  const stops = runs.flatMap(({ stopped }) => (stopped === null ? [] : [stopped.epoch]));
  const stoppedAfter = stops.length === 0 ? null : Math.min(...stops);
  const last = runs.map(({ knn }) => knn.findLast(({ epoch }) => epoch <= (stoppedAfter ?? Infinity))?.top1 ?? 0);
  return { top1: last.reduce((sum, top1) => sum + top1, 0) / runs.length, stoppedAfter };
}
