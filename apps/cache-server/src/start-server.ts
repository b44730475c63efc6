import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '@amcl/artifacts';
import type { EntryFolder } from './entry-folder';
import { handleRequest } from './handle-request';
import type { Tokens } from './tokens';

export interface ServerSetting {
  readonly entries: EntryFolder;
  readonly tokens: Tokens;
  readonly host: string;
  /** 0 for one that is free. */
  readonly port: number;
  /** Told a line of each request, and of what went wrong. */
  readonly log: (line: string) => void;
}

export interface CacheServer {
  /** For `NX_SELF_HOSTED_REMOTE_CACHE_SERVER`. */
  readonly uri: string;
  /** Ends it: what is under way has ten seconds. */
  stop(): Promise<void>;
}

/** Milliseconds for requests under way when the server ends. */
const GRACE = 10_000;

/** @throws UserError when the port is taken, or there is no such host */
export async function startServer({ entries, tokens, host, port, log }: ServerSetting): Promise<CacheServer> {
  const server = createServer(
    {
      // An upload may last: what is slow but moves is let be, and a connection on which nothing moves is cut.
      requestTimeout: 0,
      keepAliveTimeout: 65_000,
    },
    (request, response) => void answer(request, response),
  );
  server.timeout = 120_000;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    const what = `${request.method ?? ''} ${(request.url ?? '').slice(0, 200)}`;
    const note = (status: number | string, bytes: number): void =>
      log(`${new Date().toISOString()} ${status} ${what} ${bytes} B ${Math.round(performance.now() - started)} ms`);
    try {
      const { status, bytes } = await handleRequest(request, response, entries, tokens);
      note(status, bytes);
    } catch (error) {
      if (request.destroyed || response.destroyed) return note('broken off', 0);
      log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { 'content-type': 'text/plain' }).end('The server failed: see its log\n');
      note(500, 0);
    }
  }

  server.listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      `Cannot listen on ${host}:${port} (${error.code ?? error.message}). Name others: --host, --port`,
    );
  });
  const { port: taken } = server.address() as AddressInfo;
  return { uri: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`, stop: () => stop(server) };
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // A connection whose request ends now stays open for others.
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  const grace = setTimeout(() => server.closeAllConnections(), GRACE);
  await closed;
  clearInterval(idle);
  clearTimeout(grace);
}
