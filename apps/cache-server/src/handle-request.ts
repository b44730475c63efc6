import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { BlobMismatchError, UserError } from '@amcl/artifacts';
import { ExistsError, TooLargeError, type EntryFolder } from './entry-folder';
import { parseRoute, type Route } from './route';
import type { Tokens } from './tokens';

/** What a request came to. */
export interface Outcome {
  readonly status: number;
  /** Of the entry that was read or written. */
  readonly bytes: number;
}

/** An answer of a line. 401 must be `text/plain`, or Nx takes the server for misconfigured. */
interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const STORED: Answer = { status: 200, text: 'kept' };

/** Answers one request. @throws what the connection or the disk throws after an answer has begun */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  entries: EntryFolder,
  tokens: Tokens,
): Promise<Outcome> {
  const access = tokens.accessOf(request.headers.authorization);
  const route = parseRoute(request.url ?? '');
  const method = request.method ?? '';
  const say = (answer: Answer): Outcome => send(response, answer);
  if (access === 'none')
    return say({
      status: 401,
      text: 'Expected a token of this server: NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN',
      headers: { 'www-authenticate': 'Bearer' },
    });
  if (route === 'unknown route') return say({ status: 404, text: 'Expected /v1/cache, /v1/blobs or /v1/works' });
  if (route === 'bad name') return say({ status: 400, text: 'Expected the name of an entry' });
  if (method === 'GET' || method === 'HEAD') return give(route, method, response, entries);
  if (method !== 'PUT')
    return say({ status: 405, text: 'Expected GET, HEAD or PUT', headers: { allow: 'GET, HEAD, PUT' } });
  if (access === 'read') return say({ status: 403, text: 'This token only reads' });
  return take(route, request, response, entries);
}

async function give(route: Route, method: string, response: ServerResponse, entries: EntryFolder): Promise<Outcome> {
  const entry = await entries.read(route);
  if (entry === null) return send(response, { status: 404, text: 'There is none' });
  const { file, bytes } = entry;
  response.writeHead(200, {
    'content-type': route.kind === 'works' ? 'application/json' : 'application/octet-stream',
    'content-length': bytes,
  });
  if (method === 'HEAD') {
    await file.close();
    response.end();
    return { status: 200, bytes: 0 };
  }
  // The stream closes the file.
  await pipeline(file.createReadStream(), response);
  return { status: 200, bytes };
}

async function take(
  route: Route,
  request: IncomingMessage,
  response: ServerResponse,
  entries: EntryFolder,
): Promise<Outcome> {
  const tooLarge: Answer = { status: 413, text: `Expected at most ${entries.limit} bytes` };
  if (Number(request.headers['content-length'] ?? 0) > entries.limit) return send(response, tooLarge);
  if (route.kind === 'blobs' && entries.has(route)) return send(response, STORED);
  try {
    // Not destroyed where the entry is refused midway: it is answered then.
    const bytes = await entries.write(route, request.iterator({ destroyOnReturn: false }));
    return { ...send(response, STORED), bytes };
  } catch (error) {
    if (error instanceof ExistsError) return send(response, { status: 409, text: 'It is there already' });
    if (error instanceof TooLargeError) return send(response, { ...tooLarge, headers: { connection: 'close' } });
    if (error instanceof BlobMismatchError) return send(response, { status: 400, text: error.message });
    if (error instanceof UserError) return send(response, { status: 507, text: 'The server cannot write' });
    throw error;
  }
}

function send(response: ServerResponse, { status, text, headers }: Answer): Outcome {
  response.writeHead(status, { 'content-type': 'text/plain', ...headers });
  response.end(`${text}\n`);
  return { status, bytes: 0 };
}
