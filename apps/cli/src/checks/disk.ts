import { statfs } from 'node:fs/promises';
import type { Check } from '../check';

/** Library, data set and the outputs of a few experiments. */
const NEEDED = 5e9;

/** Free disk where the runs lie. */
export async function checkDisk(folder: string): Promise<Check> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const check = { name: 'Free disk', found: `${(free / 1e9).toFixed(1)} GB at ${folder}` };
  return free >= NEEDED
    ? { ...check, state: 'ok' }
    : { ...check, state: 'warning', fix: `Free some space: ${NEEDED / 1e9} GB are needed.` };
}
