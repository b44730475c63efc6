import { isLocked } from '@amcl/artifacts';
import { entriesOf } from './walk';

/** The works that living processes are at. */
export interface RunningWorks {
  readonly keys: readonly string[];
  /** When the oldest of them began, in milliseconds since 1970; `Infinity` where there is none. */
  readonly since: number;
}

const LOCK = '.lock';

/** @param folder of all works, with their locks */
export async function findRunningWorks(folder: string): Promise<RunningWorks> {
  const keys: string[] = [];
  let since = Infinity;
  for (const { path, name, stats } of await entriesOf(folder)) {
    if (!name.endsWith(LOCK) || !(await isLocked(path))) continue;
    keys.push(name.slice(0, -LOCK.length));
    since = Math.min(since, stats.mtimeMs);
  }
  return { keys, since };
}
