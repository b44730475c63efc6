import { isDeepStrictEqual } from 'node:util';
import type { SeededValue } from '@amcl/statistics';
import type { ExperimentRecord, RunRecord } from './experiment-record';

/** A figure of a run. */
export type Figure = (run: RunRecord) => number;

export const knn: Figure = ({ trained }) => trained.knnTop1;
export const probe: Figure = ({ trained }) => trained.probeTop1;
export const overlap: Figure = (run) => run.overlap;

/** A figure of every run of an experiment, or of a point of its sweep; none where it has not been run. */
export function valuesOf(record: ExperimentRecord | null, figure: Figure, point?: RunRecord['point']): SeededValue[] {
  const runs = (record?.runs ?? []).filter((run) => point === undefined || isDeepStrictEqual(run.point, point));
  return runs.map((run) => ({ seed: run.seed, value: figure(run) }));
}

/** The points of a sweep, in order. */
export function pointsOf(record: ExperimentRecord | null): RunRecord['point'][] {
  const points: RunRecord['point'][] = [];
  for (const { point } of record?.runs ?? [])
    if (!points.some((known) => isDeepStrictEqual(known, point))) points.push(point);
  return points;
}
