import { setTimeout as sleep } from 'node:timers/promises';
import { MlflowError, type Transport } from '../client';
import type { ServerSpools } from '../spool/spool-folder';
import { sendAll } from './send-all';
import { countWaiting, type Waiting } from './waiting';

/** What is left when the sender ends. */
export interface Rest extends Waiting {
  /** Why, where the server is away or refuses; else null. */
  readonly problem: string | null;
}

/** Milliseconds between two looks at the spools. */
const INTERVAL = 3000;
/** Milliseconds between two tries of a server that is away, at most. */
const LONGEST = 60_000;
/** Milliseconds that the end may take: with a server that answers, and with one that did not last time. */
const END = { there: 10_000, away: 1000 };

/**
 * Sends a server's spools as long as a stage runs, and what is left when it ends, for a bounded time. It looks at the disk
 * alone, so whoever writes the spools waits for nothing.
 */
export class Sender {
  private readonly stop = new AbortController();
  private readonly wake = new AbortController();
  private readonly refused = new Map<string, string>();
  /** Why the last pass did not come to its end. */
  private away: string | null = null;
  private finishing = false;
  private readonly loop: Promise<void>;

  constructor(
    private readonly transport: Transport,
    private readonly spools: ServerSpools,
  ) {
    this.loop = this.run();
  }

  /** Sends what is left and ends. */
  async finish(): Promise<Rest> {
    this.finishing = true;
    this.transport.retries = 1;
    const limit = setTimeout(() => this.stop.abort(), this.transport.unanswered ? END.away : END.there);
    this.wake.abort();
    await this.loop;
    for (let ended = false; !ended && !this.stop.signal.aborted;) ended = await this.lastPass();
    clearTimeout(limit);
    const problem = this.away ?? [...this.refused.values()][0] ?? null;
    return { ...countWaiting(this.spools), problem };
  }

  private async run(): Promise<void> {
    for (let pause = INTERVAL; !this.finishing;) {
      await this.pass();
      pause = this.away === null ? INTERVAL : Math.min(pause * 2, LONGEST);
      await sleep(pause, undefined, { signal: this.wake.signal }).catch(() => undefined);
    }
  }

  /** @returns whether there is nothing more to do */
  private async lastPass(): Promise<boolean> {
    const busy = await this.pass();
    if (busy === 0) return true;
    // A server that cannot be reached will not be there in a moment; one that answers badly may do better.
    if (busy === null && this.unreachable) return true;
    await sleep(200);
    return false;
  }

  private unreachable = false;

  /** @returns how many spools another process was sending; null where the server failed */
  private async pass(): Promise<number | null> {
    try {
      const sending = { transport: this.transport, spools: this.spools, signal: this.stop.signal };
      const { busy, refused } = await sendAll(sending, this.refused);
      for (const [path, message] of refused) this.refused.set(path, message);
      this.away = null;
      return busy;
    } catch (error) {
      if (!this.stop.signal.aborted || this.away === null)
        this.away = error instanceof Error && error.name !== 'AbortError' ? error.message : 'the time was up';
      this.unreachable = error instanceof MlflowError && error.failure === 'unreachable';
      if (error instanceof MlflowError || this.stop.signal.aborted) return null;
      throw error;
    }
  }
}
