import { lstat, rm } from 'node:fs/promises';
import { acquireLock, explainWriteError, LockHeldError } from '@amcl/artifacts';
import { changedBefore, lastChange } from './find-garbage';
import type { Garbage } from './garbage';

/**
 * Removes a thing, unless it was changed since it was found, or a process has begun to work in it.
 * @returns whether it was removed
 * @throws UserError when the folder cannot be written
 */
export async function removeGarbage(garbage: Garbage, before: number): Promise<boolean> {
  const remove = async (): Promise<boolean> => {
    const { kind, path } = garbage;
    const stats = await lstat(path).catch(() => null);
    if (stats === null || (await lastChange({ path, stats })) >= changedBefore(kind, before)) return false;
    await rm(path, { recursive: true, force: true });
    return true;
  };
  try {
    return garbage.kind === 'unfinished' ? await underLock(`${garbage.path}.lock`, remove) : await remove();
  } catch (error) {
    throw explainWriteError(error, garbage.path);
  }
}

/** Under the lock of a work, which a dead process may have left; nothing is done where a living one has it. */
async function underLock(path: string, action: () => Promise<boolean>): Promise<boolean> {
  try {
    const lock = await acquireLock(path);
    return await action().finally(() => lock.release());
  } catch (error) {
    if (error instanceof LockHeldError) return false;
    throw error;
  }
}
