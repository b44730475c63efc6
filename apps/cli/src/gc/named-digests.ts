import { readFile, readlink } from 'node:fs/promises';
import { ownerOf } from '@amcl/artifacts';
import { walk, type Entry } from './walk';

const DIGEST = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g;

/** The files of outputs and unfinished works that name others. */
const TELLING = ['manifest.json', 'run.json', 'inputs.json'];

/**
 * Every sha256 in a file, whatever it is of; none where there is no file. Most are not of blobs, and a few blobs may be kept for no need; but
 * none is missed, in a file of another version or a damaged one either.
 */
export async function digestsIn(path: string): Promise<string[]> {
  return (await readFile(path, 'utf8').catch(() => '')).match(DIGEST) ?? [];
}

/** Every sha256 that outputs or works below a folder name: by a link, or in a manifest, a `run.json` or an `inputs.json`. */
export async function digestsBelow(folder: string): Promise<Set<string>> {
  const found = new Set<string>();
  const isNeeded = ({ name }: Entry): boolean => ownerOf(name) !== 'dead';
  for await (const { path, name, stats } of walk(folder, isNeeded)) {
    const named = stats.isSymbolicLink() ? ((await readlink(path).catch(() => '')).match(DIGEST) ?? []) : [];
    for (const digest of TELLING.includes(name) ? await digestsIn(path) : named) found.add(digest);
  }
  return found;
}
