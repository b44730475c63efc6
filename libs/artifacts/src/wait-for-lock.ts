import { setTimeout as sleep } from 'node:timers/promises';
import { acquireLock, isLocked, LockHeldError, type Lock, type LockNote } from './lock';

/** How often a waiting process looks again, in milliseconds. */
const PAUSE = 200;

/** The same, where the holder is soon done. */
const SHORT_PAUSE = 50;

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

/**
 * Waits until no living process has the lock file at `path`, which it has for seconds; takes nothing.
 * @param onWait told once, before the wait
 * @throws the signal's reason when it is aborted
 */
export async function waitWhileLocked(path: string, onWait: () => void, signal?: AbortSignal): Promise<void> {
  for (let waited = false; ; waited = true) {
    signal?.throwIfAborted();
    if (!(await isLocked(path))) return;
    if (!waited) onWait();
    await sleep(SHORT_PAUSE);
  }
}
