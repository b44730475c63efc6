import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { READ_TOKEN, startCacheServer, WRITE_TOKEN, type RunningServer } from '@amcl/remote-store/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

/** The real program over real HTTP. Paths go out as they are written here, which `fetch` would tidy up. */
let folder: string;
let server: RunningServer;
const servers: RunningServer[] = [];

async function start(...options: string[]): Promise<RunningServer> {
  const started = await startCacheServer(folder, ...options);
  servers.push(started);
  return started;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cache-server-'));
  server = await start();
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

function ask(
  method: string,
  path: string,
  {
    body,
    token = WRITE_TOKEN,
    to = server,
  }: { body?: Uint8Array | string; token?: string | null; to?: RunningServer } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(to.uri);
  return new Promise((resolve, reject) => {
    const headers = token === null ? {} : { authorization: `Bearer ${token}` };
    const sent = request({ method, hostname, port, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');
const left = (): string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.tmp'));

describe("Nx's protocol", () => {
  it('keeps an archive once and gives it back', async () => {
    const archive = Buffer.from('an archive of Nx');
    expect((await ask('GET', '/v1/cache/123')).status).toBe(404);
    expect((await ask('PUT', '/v1/cache/123', { body: archive })).status).toBe(200);
    const { status, headers, body } = await ask('GET', '/v1/cache/123', { token: READ_TOKEN });
    expect([status, headers['content-type'], body]).toEqual([200, 'application/octet-stream', archive]);
    expect((await ask('PUT', '/v1/cache/123', { body: 'another' })).status).toBe(409);
    expect((await ask('GET', '/v1/cache/123')).body).toEqual(archive);
  });

  it.each([
    ['no token', null],
    ['another', 'x'.repeat(32)],
    ['the beginning of one', WRITE_TOKEN.slice(0, -1)],
  ])('refuses %s in plain text, whatever is asked', async (_title, token) => {
    for (const [method, path] of [
      ['GET', '/v1/cache/123'],
      ['PUT', '/v1/cache/124'],
      ['GET', '/elsewhere'],
    ] as const) {
      const { status, headers } = await ask(method, path, { token, body: method === 'PUT' ? 'x' : undefined });
      expect([status, headers['content-type']]).toEqual([401, 'text/plain']);
    }
  });

  it('lets a token that reads only read', async () => {
    for (const path of ['cache/200', `blobs/${sha256('b')}`, `works/${sha256('w')}`])
      expect((await ask('PUT', `/v1/${path}`, { token: READ_TOKEN, body: 'b' })).status).toBe(403);
    expect((await ask('GET', '/v1/cache/200')).status).toBe(404);
  });
});

describe('blobs and works', () => {
  it('keeps a blob of the right bytes, and says its size to HEAD', async () => {
    const blob = Buffer.alloc(300_000, 'blob');
    const path = `/v1/blobs/${sha256(blob)}`;
    expect((await ask('HEAD', path)).status).toBe(404);
    expect((await ask('PUT', path, { body: blob })).status).toBe(200);
    expect((await ask('PUT', path, { body: blob })).status).toBe(200);
    const { status, headers, body } = await ask('HEAD', path, { token: READ_TOKEN });
    expect([status, headers['content-length'], body.length]).toEqual([200, '300000', 0]);
    expect((await ask('GET', path)).body).toEqual(blob);
  });

  it('keeps nothing of a blob of other bytes', async () => {
    const path = `/v1/blobs/${sha256('right')}`;
    const { status, body } = await ask('PUT', path, { body: 'wrong' });
    expect(status).toBe(400);
    expect(body.toString()).toContain(`Expected bytes of sha256 ${sha256('right')}`);
    expect((await ask('GET', path)).status).toBe(404);
    expect(left()).toEqual([]);
  });

  it('replaces a work', async () => {
    const path = `/v1/works/${sha256('key')}`;
    expect((await ask('PUT', path, { body: '{"a":1}' })).status).toBe(200);
    expect((await ask('PUT', path, { body: '{"a":2}' })).status).toBe(200);
    const { headers, body } = await ask('GET', path);
    expect([headers['content-type'], body.toString()]).toEqual(['application/json', '{"a":2}']);
  });

  it.each([
    [400, 'PUT', '/v1/cache/..'],
    [400, 'PUT', '/v1/cache/../lock'],
    [400, 'PUT', '/v1/cache/..%2f..%2flock'],
    [400, 'GET', '/v1/cache/../../../../etc/passwd'],
    [400, 'PUT', '/v1/cache/a%00b'],
    [400, 'GET', '/v1/cache/'],
    [400, 'PUT', `/v1/cache/${'a'.repeat(129)}`],
    [400, 'PUT', '/v1/cache/.hidden'],
    [400, 'PUT', `/v1/blobs/${'A'.repeat(64)}`],
    [400, 'PUT', `/v1/blobs/${'a'.repeat(63)}`],
    [400, 'PUT', '/v1/works/../cache/x'],
    [404, 'GET', '/v1/../etc/passwd'],
    [404, 'GET', '/v1/lock/x'],
    [404, 'GET', '/'],
    [404, 'GET', 'http://elsewhere/v1/cache/123'],
    [405, 'DELETE', '/v1/cache/123'],
    [405, 'POST', '/v1/cache/123'],
  ])('answers %i to %s %s', async (status, method, path) => {
    const body = method === 'PUT' ? 'x' : undefined;
    expect((await ask(method, path, { body })).status).toBe(status);
    expect(readdirSync(folder).sort()).toEqual(['blobs', 'cache', 'lock', 'works']);
  });
});

/** Sends the head and a part of a body, and then nothing. */
function begin(path: string, part: Uint8Array, total: number, to = server) {
  const { hostname, port } = new URL(to.uri);
  const headers = { authorization: `Bearer ${WRITE_TOKEN}`, 'content-length': total };
  const sent = request({ method: 'PUT', hostname, port, path, headers });
  sent.on('error', () => undefined);
  sent.write(part);
  return sent;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

/** Until a server takes no connection. */
async function refused(to: RunningServer): Promise<void> {
  const answer = () => ask('GET', '/v1/cache/1', { to }).then(({ status }) => String(status), String);
  while (!(await answer()).includes('ECONNREFUSED')) await sleep(20);
}

describe('what breaks off', () => {
  it('leaves nothing of an upload that is torn, and takes it afterwards', async () => {
    const blob = Buffer.alloc(400_000, 'torn');
    for (const path of [`/v1/blobs/${sha256(blob)}`, '/v1/cache/900']) {
      const sent = begin(path, blob.subarray(0, 100_000), blob.length);
      await until(() => left().length === 1);
      if (path.includes('cache')) expect((await ask('PUT', path, { body: 'meanwhile' })).status).toBe(409);
      sent.destroy();
      await until(() => left().length === 0);
      expect((await ask('GET', path)).status).toBe(404);
      expect((await ask('PUT', path, { body: blob })).status).toBe(200);
    }
    expect(server.log.some((line) => line.includes('broken off PUT /v1/cache/900'))).toBe(true);
  });

  it('survives kill -9: what was there is there, and what was unfinished is gone', async () => {
    const other = mkdtempSync(join(tmpdir(), 'cache-server-'));
    const first = await startCacheServer(other);
    await ask('PUT', '/v1/cache/1', { body: 'whole', to: first });
    begin('/v1/cache/2', Buffer.alloc(100_000), 200_000, first);
    await until(() => readdirSync(join(other, 'cache')).length === 2);
    await first.stop('SIGKILL');
    expect(readdirSync(join(other, 'cache'))).toHaveLength(2);
    const second = await startCacheServer(other);
    servers.push(second);
    expect(readdirSync(join(other, 'cache'))).toEqual(['1']);
    expect((await ask('GET', '/v1/cache/1', { to: second })).body.toString()).toBe('whole');
    expect((await ask('PUT', '/v1/cache/2', { body: 'x', to: second })).status).toBe(200);
    await second.stop();
    rmSync(other, { recursive: true });
  });

  it('lets an upload end after SIGTERM, and exits 0', async () => {
    const other = mkdtempSync(join(tmpdir(), 'cache-server-'));
    const ending = await startCacheServer(other);
    const sent = begin('/v1/cache/1', Buffer.alloc(1000, 'a'), 2000, ending);
    await until(() => readdirSync(join(other, 'cache')).length === 1);
    const stopped = ending.stop('SIGTERM');
    await refused(ending);
    sent.end(Buffer.alloc(1000, 'b'));
    expect(await stopped).toBe(0);
    expect(readFileSync(join(other, 'cache', '1'), 'latin1')).toBe('a'.repeat(1000) + 'b'.repeat(1000));
    expect(existsSync(join(other, 'lock'))).toBe(false);
    rmSync(other, { recursive: true });
  });
});

describe('the limit', () => {
  const small = Buffer.alloc(8000, 'x'); // two blocks of 4096
  let limited: string;
  let to: RunningServer;
  const put = async (name: string) =>
    expect((await ask('PUT', `/v1/cache/${name}`, { body: small, to })).status).toBe(200);
  const names = () => readdirSync(join(limited, 'cache')).sort();
  beforeAll(() => void (limited = mkdtempSync(join(tmpdir(), 'cache-server-'))));
  afterEach(() => to.stop());
  afterAll(() => rmSync(limited, { recursive: true }));

  it('lets the least recently used go, where a read and a HEAD are uses', async () => {
    to = await startCacheServer(limited, '--max-size', '33kB');
    for (const name of ['1', '2', '3', '4']) await put(name);
    await ask('GET', '/v1/cache/1', { to });
    await ask('HEAD', '/v1/cache/2', { to });
    await put('5');
    expect(names()).toEqual(['1', '2', '4', '5']);
    await put('6');
    expect(names()).toEqual(['1', '2', '5', '6']);
  });

  it('knows after a restart what was used last, and keeps to a lower limit', async () => {
    for (const [index, name] of ['5', '1', '6', '2'].entries())
      utimesSync(join(limited, 'cache', name), 1000 + index, 1000 + index);
    to = await startCacheServer(limited, '--max-size', '17kB');
    expect(names()).toEqual(['2', '6']);
  });

  it('refuses what is larger than all of it, announced or not, and keeps the rest', async () => {
    to = await startCacheServer(limited, '--max-size', '17kB');
    expect((await ask('PUT', '/v1/cache/7', { body: Buffer.alloc(17_001), to })).status).toBe(413);
    const { hostname, port } = new URL(to.uri);
    const status = await new Promise((resolve) => {
      const headers = { authorization: `Bearer ${WRITE_TOKEN}`, 'transfer-encoding': 'chunked' };
      const sent = request({ method: 'PUT', hostname, port, path: '/v1/cache/7', headers }, (response) =>
        resolve(response.statusCode),
      );
      sent.on('error', resolve);
      sent.write(Buffer.alloc(17_001));
    });
    expect(status).toBe(413);
    expect(names()).toEqual(['2', '6']);
  });
});

it('takes and gives 200 MB without having them in memory', async () => {
  const rss = (): number =>
    Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))?.[1]) / 1000;
  const block = Buffer.alloc(2 ** 20, 'memory');
  const hash = createHash('sha256');
  for (let i = 0; i < 200; i++) hash.update(block);
  const path = `/v1/blobs/${hash.digest('hex')}`;
  await ask('PUT', '/v1/cache/warm', { body: block });
  const before = rss();
  const { hostname, port } = new URL(server.uri);
  const headers = { authorization: `Bearer ${WRITE_TOKEN}`, 'content-length': 200 * block.length };
  const status = await new Promise((resolve, reject) => {
    const sent = request({ method: 'PUT', hostname, port, path, headers }, (response) => resolve(response.statusCode));
    sent.on('error', reject);
    void (async () => {
      for (let i = 0; i < 200; i++) if (!sent.write(block)) await new Promise((drained) => sent.once('drain', drained));
      sent.end();
    })();
  });
  expect(status).toBe(200);
  let bytes = 0;
  const got = await fetch(server.uri + path, { headers: { authorization: `Bearer ${READ_TOKEN}` } });
  for await (const chunk of got.body as AsyncIterable<Uint8Array>) bytes += chunk.length;
  expect(bytes).toBe(200 * block.length);
  expect(rss() - before).toBeLessThan(80); // MB
});

afterAll(async () => {
  for (const one of servers) await one.stop();
});
