import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A rival in Python that answers one JSON line to each request line (`peers/`). */
export interface Peer {
  /** What it said of itself when it started: versions, threads. */
  readonly hello: Readonly<Record<string, unknown>>;
  ask(request: object): Promise<Measurement>;
  close(): Promise<void>;
}

/** Views processed and the seconds that they took. */
export interface Measurement {
  readonly views: number;
  readonly seconds: number;
}

/**
 * Starts `peers/<script>` under a Python interpreter.
 * @throws Error with Python's own message when the script ends before it answers
 */
export async function startPeer(python: string, script: string, args: readonly string[]): Promise<Peer> {
  const child = spawn(python, [join(__dirname, '..', 'peers', script), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const failed = once(child, 'error').then(([error]: unknown[]) => Promise.reject(error as Error));
  failed.catch(() => undefined);
  const answer = async (): Promise<unknown> => {
    const line = await Promise.race([lines.next(), failed]);
    if (line.done === true) throw new Error(`${python} ${script} ended without an answer; its message is above`);
    return JSON.parse(line.value);
  };
  return {
    hello: (await answer()) as Record<string, unknown>,
    ask: async (request) => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return (await answer()) as Measurement;
    },
    close: async () => {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}
