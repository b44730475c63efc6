import { setTimeout as sleep } from 'node:timers/promises';
import { MlflowError, type RequestOptions } from '../client';

const TRIES = 6;

/** How a thing is made that the server would make a second time if it were asked again. */
export interface Making<T> {
  /** Looks for it; null where it is not there. */
  readonly find: (options: RequestOptions) => Promise<T | null>;
  readonly make: () => Promise<T>;
  /** Whether nobody has tried to make it before, so that it need not be looked for. */
  readonly first: boolean;
  readonly options: RequestOptions;
}

/**
 * Makes a thing once, although an attempt may have had its effect and only its answer was lost: before each further one it is looked
 * for. Every second time twice, the second time without insisting: a slow server may have it a moment later, and one that fails at
 * every second request would else fail at every attempt.
 */
export async function makeOnce<T>({ find, make, first, options }: Making<T>): Promise<T> {
  for (let tried = 0; ; tried++) {
    const found = first && tried === 0 ? null : await find(options);
    if (found !== null) return found;
    const late = tried % 2 === 1 ? await find({ ...options, retries: 0 }).catch(() => null) : null;
    if (late !== null) return late;
    try {
      return await make();
    } catch (error) {
      if (!(error instanceof MlflowError) || error.failure === 'refused' || tried + 1 === TRIES) throw error;
      await sleep(Math.max(100 * (tried + 1), error.retryAfter), undefined, { signal: options.signal });
    }
  }
}
