import { join, resolve } from 'node:path';
import { UserError } from '@amcl/artifacts';
import { Command, InvalidArgumentError } from 'commander';
import { EntryFolder } from './entry-folder';
import { parseSize } from './parse-size';
import { startServer } from './start-server';
import { Tokens } from './tokens';

interface Options {
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  readonly maxSize: number;
}

const LOOPBACK = /^(localhost|127\..*|::1)$/;

function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value < 65536) return value;
  throw new InvalidArgumentError('Expected a port, 0 (a free one) to 65535.');
}

function size(text: string): number {
  try {
    return parseSize(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? `${error.message}.` : String(error));
  }
}

const say = (line: string): void => console.log(`cache-server: ${line}`);

async function serve({ folder, host, port, maxSize }: Options): Promise<void> {
  const tokens = Tokens.fromEnvironment(process.env);
  const entries = await EntryFolder.open(resolve(folder), maxSize);
  try {
    const server = await startServer({ entries, tokens, host, port, log: console.error });
    const { entries: count, bytes } = entries.size;
    say(`${server.uri} keeps up to ${describe(maxSize)} in ${folder} (${count} entries, ${describe(bytes)})`);
    if (!LOOPBACK.test(host)) say('tokens and results travel unencrypted: let others in through a proxy with TLS only');
    await new Promise<void>((end) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end());
    });
    say('ending');
    await server.stop();
  } finally {
    await entries.close();
  }
}

function describe(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${Math.round(bytes / 1e8) / 10} GB`;
}

const program = new Command('amcl-cache-server')
  .description(
    "The team's cache, until Ctrl-C: Nx's remote cache, blobs and finished works. AMCL_CACHE_WRITE_TOKENS has the tokens of machines " +
      'that are trusted to write, AMCL_CACHE_READ_TOKENS those of all others (comma-separated; make one: openssl rand -hex 32).',
  )
  .option('--folder <path>', 'where the entries lie', join('.amcl', 'cache-server'))
  .option('--port <number>', '0 for a free one', port, 8123)
  .option('--host <name>', 'address to listen on', '127.0.0.1')
  .option('--max-size <size>', 'of all entries; the least recently used go first', size, parseSize('20GB'))
  .action(serve);

program.parseAsync().catch((error: unknown) => {
  process.exitCode = 1;
  console.error(error instanceof UserError ? `cache-server: ${error.message}` : error);
});
