import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from './user-error';

/** For how long a reading is tried again, and how often, in milliseconds. Links and small files are copied in less. */
const PATIENCE = 2000;
const PAUSE = 50;

/**
 * What `read` gives, tried again for a moment where the user's files are not as expected: another Nx may be bringing them back from its
 * cache, which it does by removing a folder and copying it.
 * @throws what `read` throws, after that moment, or at once where it is no `UserError`
 */
export async function readPatiently<T>(read: () => Promise<T>): Promise<T> {
  for (const end = performance.now() + PATIENCE; ; await sleep(PAUSE)) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof UserError) || performance.now() > end) throw error;
    }
  }
}
