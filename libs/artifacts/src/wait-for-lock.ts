import { setTimeout as sleep } from 'node:timers/promises';
import { acquireLock, LockHeldError, type Lock, type LockNote } from './lock';

/** How often a waiting process looks again, in milliseconds. */
const PAUSE = 200;

/**
 * Takes the lock file at `path`, after a living process that has it is done.
 * @param onWait told once, before the wait, who has it
 * @param note what the lock says of its holder
 * @throws the signal's reason when it is aborted
 */
export async function waitForLock(
  path: string,
  onWait: (holder: string) => void,
  signal?: AbortSignal,
  note?: LockNote,
): Promise<Lock> {
  for (let waited = false; ; waited = true) {
    signal?.throwIfAborted();
    try {
      return await acquireLock(path, note);
    } catch (error) {
      if (!(error instanceof LockHeldError)) throw error;
      if (!waited) onWait(error.message);
      await sleep(PAUSE);
    }
  }
}
