import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

export const READ_TOKEN = 'a token that reads'.replaceAll(' ', '-');
export const WRITE_TOKEN = 'a token that writes'.replaceAll(' ', '-');

const PROGRAM = resolve(__dirname, '../../../../apps/cache-server/bin/amcl-cache-server.js');

/** `amcl-cache-server` as its own process. */
export interface RunningServer {
  readonly uri: string;
  readonly process: ChildProcess;
  /** What it has said on standard error: a line of each request. */
  readonly log: readonly string[];
  /** Ends it. @returns its exit code; null where the signal ended it */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the real server on a free port with {@link READ_TOKEN} and {@link WRITE_TOKEN}. @param options further ones of its command line */
export async function startCacheServer(folder: string, ...options: string[]): Promise<RunningServer> {
  const child = spawn(process.execPath, [PROGRAM, '--folder', folder, '--port', '0', ...options], {
    env: { ...process.env, AMCL_CACHE_READ_TOKENS: READ_TOKEN, AMCL_CACHE_WRITE_TOKENS: WRITE_TOKEN },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  createInterface(child.stderr).on('line', (line) => log.push(line));
  const lines = createInterface(child.stdout);
  const [line] = (await Promise.race([once(lines, 'line'), once(child, 'exit')])) as [unknown];
  const uri = /http:\/\/\S+/.exec(String(line))?.[0];
  if (uri === undefined) throw new Error(`The server did not start: ${log.join('\n')}`);
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, 'exit');
    }
    return child.exitCode;
  };
  return { uri, process: child, log, stop };
}
