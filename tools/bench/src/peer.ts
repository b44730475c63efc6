import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A program that answers one JSON line to each request line (`peers/`). */
export interface Peer {
  /** What it said of itself when it started: versions, threads. */
  readonly hello: Readonly<Record<string, unknown>>;
  /** @param limit in seconds. @throws TimeLimitError when the answer takes longer: the program is killed then */
  ask(request: object, limit?: number): Promise<Measurement>;
  close(): Promise<void>;
}

/** Views processed and the seconds that they took. */
export interface Measurement {
  readonly views: number;
  readonly seconds: number;
  /** Largest resident size so far, MiB, where a program is asked that tells it. */
  readonly peakMiB?: number;
}

/** A contestant took longer than it may. */
export class TimeLimitError extends Error {
  constructor(readonly limit: number) {
    super(`more than ${limit} s without an answer`);
  }
}

/** The folder of the programs. */
export const PEERS = join(__dirname, '..', 'peers');

/**
 * Starts a program, such as `peers/<script>` under a Python interpreter.
 * @throws Error when it ends before it answers; its own message has gone to standard error
 */
export async function startPeer(command: string, args: readonly string[]): Promise<Peer> {
  const child = spawn(command, [...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const failed = once(child, 'error').then(([error]: unknown[]) => Promise.reject(error as Error));
  failed.catch(() => undefined);
  // What is written to a program that has ended is told by the answer that does not come.
  child.stdin.on('error', () => undefined);
  const exited = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const answer = async (): Promise<unknown> => {
    const line = await Promise.race([lines.next(), failed]);
    if (line.done === true)
      throw new Error(`${command} ${args[0] ?? ''} ended without an answer; its message is above`);
    return JSON.parse(line.value);
  };
  return {
    hello: (await answer()) as Record<string, unknown>,
    ask: async (request, limit = Infinity) => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return (await within(limit, answer(), () => child.kill('SIGKILL'))) as Measurement;
    },
    close: async () => {
      child.stdin.end();
      await exited;
    },
  };
}

async function within<T>(limit: number, answer: Promise<T>, giveUp: () => void): Promise<T> {
  if (limit === Infinity) return answer;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      giveUp();
      reject(new TimeLimitError(limit));
    }, 1000 * limit);
  });
  answer.catch(() => undefined);
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
