import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lockHolder, temporaryName } from '@amcl/artifacts';

/**
 * Leaves nothing in the folder of a stage but the outputs of the runs that there are. While another process is at the same stage of the
 * same experiment, which may have other runs (its file was changed meanwhile), nothing is removed: the next run does.
 * @param locks folder of the works' locks
 * @param what what the locks' holders say that they are at
 */
export async function keepOnly(folder: string, names: readonly string[], locks: string, what: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const others = (await readdir(folder)).filter((name) => !names.includes(name));
  if (others.length === 0 || (await isAtWork(locks, what))) return;
  for (const name of others) {
    // Beside the folder, so that nobody reads a part of it.
    const gone = temporaryName(folder);
    await rename(join(folder, name), gone).catch(() => undefined); // another process did it
    await rm(gone, { recursive: true, force: true });
  }
}

async function isAtWork(locks: string, what: string): Promise<boolean> {
  const names = await readdir(locks).catch(() => []);
  const holders = names.filter((name) => name.endsWith('.lock')).map((name) => lockHolder(join(locks, name)));
  return (await Promise.all(holders)).some((holder) => holder?.what === what && holder.pid !== process.pid);
}
