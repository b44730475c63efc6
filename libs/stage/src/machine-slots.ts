import { readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  acquireLock,
  lockHolder,
  userCache,
  UserError,
  waitForLock,
  type Lock,
  type LockHolder,
} from '@amcl/artifacts';
import { memoryRoom } from './memory';
import { trainingLimit } from './training-limit';

/** How often a waiting work looks again, in milliseconds. */
const PAUSE = 1000;

/** A work that wants to compute with the engine. */
export interface SlotRequest {
  /** `quickstart:pretrain`. */
  readonly what: string;
  /** Memory that it will take, in bytes. */
  readonly bytes: number;
  readonly signal: AbortSignal;
  tell(this: void, level: 'info' | 'warning', text: string): void;
}

/** Why a work may not begin yet. */
interface Obstacle {
  readonly kind: 'slots' | 'memory';
  readonly text: string;
}

/**
 * Waits until a work may compute with the engine: `AMCL_TRAININGS` of them at once on this machine, whatever their checkouts, and as
 * many as its memory has room for. A slot is a lock file in the user cache, taken over from a dead process. Says once why it waits. A work
 * that is alone begins in any case.
 *
 * No wait is for a circle. A process has one work lock at most and then one slot: who waits for a work lock has no slot, and who has a
 * slot waits for no lock of ours. So whoever is waited for either computes or waits for one that does. `admission.lock` is held only
 * while the slots are looked at, so that of two works that come at once the second sees the first.
 * @throws UserError where `AMCL_TRAININGS` is no number of works; the signal's reason when it is aborted
 */
export async function takeSlot(request: SlotRequest): Promise<Lock> {
  const limit = trainingLimit(process.env);
  const { signal, tell } = request;
  const folder = join(userCache(), 'machine', hostname());
  let told: Obstacle['kind'] | null = null;
  for (;;) {
    const tried = await tryTake(folder, limit, request);
    if (!('kind' in tried)) return tried;
    if (tried.kind !== told) tell('info', tried.text);
    told = tried.kind;
    await sleep(PAUSE, undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
  }
}

async function tryTake(folder: string, limit: number, request: SlotRequest): Promise<Lock | Obstacle> {
  const { what, bytes, signal, tell } = request;
  try {
    const admission = await waitForLock(join(folder, 'admission.lock'), () => undefined, signal);
    try {
      const held = await readSlots(folder);
      const obstacle = findObstacle([...held.values()], limit, request);
      if (obstacle !== null) return obstacle;
      let slot = 0;
      while (held.has(slot)) slot++;
      return await acquireLock(join(folder, `slot-${slot}.lock`), { what, bytes });
    } finally {
      await admission.release();
    }
  } catch (error) {
    if (!(error instanceof UserError) || signal.aborted) throw error;
    tell('warning', `${error.message} ${what} does not look for other trainings of this machine.`);
    return { release: () => Promise.resolve() };
  }
}

/** The slots that living processes hold, by their numbers. */
async function readSlots(folder: string): Promise<Map<number, LockHolder>> {
  const held = new Map<number, LockHolder>();
  for (const name of await readdir(folder)) {
    const number = /^slot-(\d+)\.lock$/.exec(name)?.[1];
    const holder = number === undefined ? null : await lockHolder(join(folder, name));
    if (holder !== null) held.set(Number(number), holder);
  }
  return held;
}

function findObstacle(held: readonly LockHolder[], limit: number, { what, bytes, tell }: SlotRequest): Obstacle | null {
  const others = held.map(describe).join(', ');
  if (held.length >= limit)
    return {
      kind: 'slots',
      text: `${what} waits for ${others} on this machine. More at once: AMCL_TRAININGS=${held.length + 1}`,
    };
  const room = memoryRoom(held);
  if (room >= bytes) return null;
  const short = `${what} may take ${gigabytes(bytes)} of memory, and ${gigabytes(room)} are free`;
  if (held.length > 0) return { kind: 'memory', text: `${short}: it waits for ${others}.` };
  tell('warning', `${short}. It begins, as no other training holds memory here.`);
  return null;
}

function describe({ what = 'a training', pid, since = '' }: LockHolder): string {
  return `${what} (process ${pid}, since ${since.slice(0, 16).replace('T', ' ')} UTC)`;
}

function gigabytes(bytes: number): string {
  return `${(Math.max(0, bytes) / 1e9).toFixed(1)} GB`;
}
