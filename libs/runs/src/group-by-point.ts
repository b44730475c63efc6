import { canonicalJson } from '@amcl/artifacts';
import type { Run } from '@amcl/experiment';

/** The runs of each point of a sweep, in order; all together without a sweep. */
export function groupByPoint<R extends Pick<Run, 'point'>>(runs: readonly R[]): R[][] {
  const groups = new Map<string, R[]>();
  for (const run of runs) {
    const key = canonicalJson(run.point);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()];
}
