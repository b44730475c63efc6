import { statSync } from 'node:fs';
import { MlflowError } from '../client';
import type { SpoolFolder } from '../spool/spool-folder';
import { isWaiting, sendSpool, type Sending } from './send-spool';

/** What hindered the sending of some spools, while others went on. */
export interface SendOutcome {
  /** Spools that another process is sending. */
  readonly busy: number;
  /** What the server refused, by the spool's path. */
  readonly refused: ReadonlyMap<string, string>;
}

/**
 * Sends every spool of a server that waits, the latest first.
 * @param skip paths of spools to leave out
 * @throws MlflowError where the server is away, so that the rest had no chance either; the signal's reason
 */
export async function sendAll(sending: Sending, skip: ReadonlyMap<string, string> = new Map()): Promise<SendOutcome> {
  const refused = new Map<string, string>();
  let busy = 0;
  const waiting = sending.spools.spools().filter((spool) => !skip.has(spool.path) && isWaiting(spool));
  for (const spool of waiting.sort((one, other) => changed(other) - changed(one))) {
    try {
      if (!(await sendSpool(spool, sending))) busy++;
    } catch (error) {
      if (!(error instanceof MlflowError && error.failure === 'refused')) throw error;
      refused.set(spool.path, error.message);
    }
  }
  return { busy, refused };
}

/** When a spool last got a line. */
function changed(spool: SpoolFolder): number {
  return statSync(spool.lines, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
