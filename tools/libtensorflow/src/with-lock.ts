import { setTimeout as sleep } from 'node:timers/promises';
import { acquireLock, UserError, type Lock } from '@amcl/artifacts';

/** How often a waiting process looks again, in milliseconds. */
const PATIENCE = 200;

/** Does `work` while holding the lock file at `path`; while a living process has it, says so once and waits. */
export async function withLock<T>(path: string, say: (line: string) => void, work: () => Promise<T>): Promise<T> {
  const lock = await waitForLock(path, say);
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

async function waitForLock(path: string, say: (line: string) => void): Promise<Lock> {
  for (let waited = false; ; waited = true) {
    try {
      return await acquireLock(path);
    } catch (error) {
      // An error of the disk has a cause; that of a lock which is held has none.
      if (!(error instanceof UserError) || error.cause !== undefined) throw error;
      if (!waited) say('another process is at it: waiting for it');
      await sleep(PATIENCE);
    }
  }
}
