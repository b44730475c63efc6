import { readLines } from '../spool/read-lines';
import type { ServerSpools } from '../spool/spool-folder';
import { pointsOf } from '../spool/spool-line';

/** What a server does not have yet. */
export interface Waiting {
  readonly points: number;
  readonly files: number;
  /** Parameters, tags, states and the like. */
  readonly others: number;
}

/** Counts what waits for a server. */
export function countWaiting(spools: ServerSpools): Waiting {
  let [points, files, others] = [0, 0, 0];
  for (const spool of spools.spools()) {
    if (!spool.exists) continue;
    const { done, offset } = spool.progress();
    if (done) continue;
    for (const { line } of readLines(spool.lines, offset)) {
      points += pointsOf(line);
      if (line.kind === 'artifact' || line.kind === 'model') files++;
      else if (line.kind !== 'metrics' && line.kind !== 'once') others++;
    }
  }
  return { points, files, others };
}

/** `312 points and 2 files`; empty where nothing waits. */
export function describeWaiting({ points, files, others }: Waiting): string {
  const counted = [
    [points, 'point'],
    [files, 'file'],
    [points + files === 0 ? others : 0, 'note'],
  ] as const;
  const parts = counted
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}${count === 1 ? '' : 's'}`);
  return parts.join(' and ');
}
