import { waitForLock } from '@amcl/artifacts';

/** Does `work` while holding the lock file at `path`; while a living process has it, says so once and waits. */
export async function withLock<T>(path: string, say: (line: string) => void, work: () => Promise<T>): Promise<T> {
  const lock = await waitForLock(path, () => say('another process is at it: waiting for it'));
  try {
    return await work();
  } finally {
    await lock.release();
  }
}
