import { mkdir, readdir, readFile, readlink, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryName } from './atomic';
import { explainWriteError } from './system-error';

/** Others that put a folder of theirs there at the same moment; more than that is another trouble. */
const TRIES = 20;

/**
 * Puts the folder `from` in the place of `to`, where another may stand. One with the same content stays where it is: whoever reads it
 * meanwhile, or copies it, as Nx does for its cache, sees no gap. Where two processes put folders of theirs there, one of them stays, whole.
 * @throws UserError when the folder cannot be written
 */
export async function replaceFolder(from: string, to: string): Promise<void> {
  try {
    if (await areEqual(from, to)) return await rm(from, { recursive: true });
    await mkdir(dirname(to), { recursive: true });
    for (let tries = 1; !(await tryReplace(from, to)); tries++)
      if (tries === TRIES)
        throw new Error(`Expected to put a folder at ${to}, but others are put there again and again`);
  } catch (error) {
    throw explainWriteError(error, to);
  }
}

/** @returns false where another process put a folder there between the two renames */
async function tryReplace(from: string, to: string): Promise<boolean> {
  const old = temporaryName(from);
  try {
    await rename(to, old).catch(ignore('ENOENT'));
    return await rename(from, to).then(() => true, ignore('ENOTEMPTY', 'EEXIST'));
  } finally {
    await rm(old, { recursive: true, force: true });
  }
}

/** Whether two folders have the same files, links and folders. */
async function areEqual(one: string, other: string): Promise<boolean> {
  try {
    const entries = await readdir(one, { recursive: true, withFileTypes: true });
    if (entries.length !== (await readdir(other, { recursive: true })).length) return false;
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name);
      const counterpart = join(other, path.slice(one.length));
      if (entry.isSymbolicLink() && (await readlink(path)) !== (await readlink(counterpart))) return false;
      if (entry.isFile() && !(await readFile(path)).equals(await readFile(counterpart))) return false;
    }
    return true;
  } catch {
    return false; // nothing is there, or it is being replaced
  }
}

function ignore(...codes: readonly string[]): (error: NodeJS.ErrnoException) => false {
  return (error) => {
    if (!codes.includes(error.code ?? '')) throw error;
    return false;
  };
}
