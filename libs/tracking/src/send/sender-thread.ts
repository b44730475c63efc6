import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Rest } from './sender';

/** What the thread is given. */
export interface ThreadSetting {
  readonly workspace: string;
  /** Folder of the server's spools. */
  readonly spools: string;
  /** Of the server, without credentials: those are in the environment. */
  readonly uri: string;
  /** Seconds between two measurements of the machine; null for none. */
  readonly sampling: number | null;
}

/** What the thread is told. */
export type ThreadOrder =
  /** A work begins: measure the machine into its spool, from this step on. */
  | { readonly kind: 'begin'; readonly lines: string; readonly step: number }
  /** It is over. */
  | { readonly kind: 'end' }
  | { readonly kind: 'finish' };

/** Milliseconds after which a thread that does not finish is ended; it ends its own work sooner. */
const LIMIT = 15_000;

/**
 * The sender in a thread of its own: a training step blocks this one for seconds at a time, so here no timer would be kept and no
 * answer read.
 */
export class SenderThread {
  private readonly worker: Worker;
  private failed: string | null = null;

  constructor(setting: ThreadSetting) {
    this.worker = new Worker(require.resolve('./sender-worker.ts'), {
      execArgv: ['-r', require.resolve('@amcl/register')],
      workerData: setting,
    });
    this.worker.on('error', (error) => (this.failed = error.message));
    // A stage that is broken off by an error must not wait for this thread.
    this.worker.unref();
  }

  tell(order: ThreadOrder): void {
    this.worker.postMessage(order);
  }

  /** Sends what is left, for some seconds at most. @returns what is left then, or why the thread had failed */
  async finish(): Promise<Rest | string> {
    if (this.failed !== null) return this.failed;
    this.worker.ref();
    this.tell({ kind: 'finish' });
    const limit = setTimeout(() => void this.worker.terminate(), LIMIT);
    const [answer] = (await Promise.race([once(this.worker, 'message'), once(this.worker, 'exit')]).catch(
      (error: unknown) => [error],
    )) as [unknown];
    clearTimeout(limit);
    await this.worker.terminate();
    if (isRest(answer)) return answer;
    return answer instanceof Error ? answer.message : 'it did not finish in time';
  }
}

function isRest(answer: unknown): answer is Rest {
  return typeof answer === 'object' && answer !== null && 'points' in answer;
}
