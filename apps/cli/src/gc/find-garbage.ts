import { basename, join } from 'node:path';
import { ownerOf, stagesFolder } from '@amcl/artifacts';
import { runPaths } from '@amcl/stage';
import type { Garbage, Kind } from './garbage';
import { bytesOf, entriesOf, walk, type Entry } from './walk';

const BLOB = /^[0-9a-f]{64}$/;
const WEEK = 7 * 24 * 3600 * 1000;

/** What lies in the store: its works by key, its blobs by digest. */
export interface StoreContent {
  readonly works: readonly Entry[];
  readonly files: readonly Entry[];
}

export async function readStore(store: string): Promise<StoreContent> {
  const files = (await entriesOf(store)).filter(({ name }) => BLOB.test(name));
  const works = (await entriesOf(stagesFolder(store))).filter(({ name }) => BLOB.test(keyOf(name)));
  return { works, files };
}

/** The key of a work, from the name of its file. */
export function keyOf(name: string): string {
  return basename(name, '.json');
}

/** When a thing must have been changed last to be removed, in milliseconds since 1970. */
export function changedBefore(kind: Kind, before: number): number {
  return kind === 'unfinished' ? Math.min(before, Date.now() - WEEK) : before;
}

/**
 * What is not needed, and was not changed since `before`, in milliseconds since 1970; in the order in which it is to be removed.
 * @param needed every sha256 that is
 */
export async function findGarbage(
  workspace: string,
  { works, files }: StoreContent,
  needed: ReadonlySet<string>,
  before: number,
): Promise<Garbage[]> {
  const paths = runPaths(workspace);
  const chosen = async (kind: Kind, entries: readonly Entry[]): Promise<Garbage[]> => {
    const garbage: Garbage[] = [];
    for (const entry of entries)
      if ((await lastChange(entry)) < changedBefore(kind, before))
        garbage.push({ kind, path: entry.path, bytes: await bytesOf(entry) });
    return garbage;
  };
  const folders = (await entriesOf(paths.works)).filter(({ name, stats }) => BLOB.test(name) && stats.isDirectory());
  const unfinished = await chosen('unfinished', folders);
  const whole = new Set(unfinished.map(({ path }) => path));
  const leftovers: Entry[] = [];
  const enters = ({ path, name }: Entry): boolean => ownerOf(name) !== 'dead' && !whole.has(path);
  for (const folder of [paths.store, paths.works, paths.outputs, join(workspace, '.amcl', 'tracking')])
    for await (const entry of walk(folder, enters)) if (ownerOf(entry.name) === 'dead') leftovers.push(entry);
  return [
    // Before its files, so that an end in between leaves no work without them.
    ...(await chosen(
      'works',
      works.filter(({ name }) => !needed.has(keyOf(name))),
    )),
    ...(await chosen(
      'files',
      files.filter(({ name }) => !needed.has(name)),
    )),
    // Before the leftovers, whose removal changes the folders that they lie in.
    ...unfinished,
    ...(await chosen('leftovers', leftovers)),
  ];
}

/** When a file, or something below a folder or the folder itself, was last changed, in milliseconds since 1970. */
export async function lastChange({ path, stats }: Pick<Entry, 'path' | 'stats'>): Promise<number> {
  let last = stats.mtimeMs;
  if (stats.isDirectory()) for await (const inner of walk(path)) last = Math.max(last, inner.stats.mtimeMs);
  return last;
}
