import { bucketMeans, type Curve, type Point } from '@amcl/reporting';
import type { RunData } from '@amcl/runs';
import { mean } from '@amcl/statistics';
import type { RowRuns } from './build-comparison';

/** More points than the chart has pixels are averaged. */
const MOST_POINTS = 300;

/** The loss of each row by epoch: mean over the seeds, and from the lowest to the highest of them. */
export function lossCurves(rows: readonly RowRuns[]): Curve[] {
  return rows.map(({ label, runs }) => curve(label, runs.map(losses)));
}

/** The kNN monitor of each row by epoch, in the same way; rows without one are left out. */
export function knnCurves(rows: readonly RowRuns[]): Curve[] {
  return rows.flatMap(({ label, runs }, colour) => {
    const all = runs.map(({ pretrain }): Point[] => pretrain.knn.map(({ epoch, top1 }) => [epoch, top1]));
    return all.some((points) => points.length === 0) ? [] : [{ ...curve(label, all), colour }];
  });
}

function losses({ metrics, pretrain }: RunData): Point[] {
  const stepsPerEpoch = pretrain.steps / pretrain.epochs;
  return metrics.flatMap((metric): Point[] => ('loss' in metric ? [[metric.step / stepsPerEpoch, metric.loss]] : []));
}

/** @param all points of each seed, at the same places */
function curve(name: string, all: readonly (readonly Point[])[]): Curve {
  const over = (value: (values: readonly number[]) => number): Point[] => {
    const points = (all[0] ?? []).map(([x], index): Point => [x, value(all.map((run) => run[index]?.[1] ?? NaN))]);
    return bucketMeans(points, MOST_POINTS);
  };
  const points = over(mean);
  if (all.length < 2) return { name, points };
  const [low, high] = [over((values) => Math.min(...values)), over((values) => Math.max(...values))];
  return { name, points, band: points.map(([x], index) => [x, low[index]?.[1] ?? NaN, high[index]?.[1] ?? NaN]) };
}
