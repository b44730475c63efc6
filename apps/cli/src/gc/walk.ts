import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A file, link or folder below another. */
export interface Entry {
  readonly path: string;
  readonly name: string;
  readonly stats: Stats;
}

/** The entries of a folder; those that vanish meanwhile are left out, and a folder that is not there has none. */
export async function entriesOf(folder: string): Promise<Entry[]> {
  const names = await readdir(folder).catch(() => []);
  const entries = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const stats = await lstat(path).catch(() => null);
      return stats === null ? [] : [{ path, name, stats }];
    }),
  );
  return entries.flat();
}

/**
 * All entries below a folder, each before those in it.
 * @param enters whether to look into a folder
 */
export async function* walk(folder: string, enters: (entry: Entry) => boolean = () => true): AsyncGenerator<Entry> {
  for (const entry of await entriesOf(folder)) {
    yield entry;
    if (entry.stats.isDirectory() && enters(entry)) yield* walk(entry.path, enters);
  }
}

/** What the removal of an entry gives back: nothing for a file that has another name, as those that the tracking's spool has linked. */
export async function bytesOf({ path, stats }: Entry): Promise<number> {
  if (!stats.isDirectory()) return stats.nlink > 1 ? 0 : stats.size;
  let sum = 0;
  for await (const { stats: inner } of walk(path)) if (!inner.isDirectory() && inner.nlink === 1) sum += inner.size;
  return sum;
}
