import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobStore, StageStore, WorkExchange, type BlobReference } from '@amcl/artifacts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HttpRemoteStore } from './http-remote-store';
import { remoteStoreFromEnvironment } from './remote-store-from-environment';
import { READ_TOKEN, startCacheServer, WRITE_TOKEN, type RunningServer } from './testing';

const KEY = 'a'.repeat(64);
let folder: string;
let lines: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'remote-'));
  lines = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const say = (line: string) => void lines.push(line);
const client = (uri: string, token = WRITE_TOKEN, signal?: AbortSignal, patience?: number) =>
  new HttpRemoteStore({ uri, token, say, signal, patience });

/** A blob of a file in the folder. */
function blobOf(content: string): { blob: BlobReference; path: string } {
  const path = join(folder, 'blob');
  writeFileSync(path, content);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { blob: { sha256, bytes: Buffer.byteLength(content) }, path };
}

describe('with the real server', () => {
  let server: RunningServer;
  let cache: string;
  beforeAll(async () => {
    cache = mkdtempSync(join(tmpdir(), 'cache-'));
    server = await startCacheServer(cache);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(cache, { recursive: true });
  });

  it('sends a blob once and brings it, read-only', async () => {
    const { blob, path } = blobOf('x'.repeat(1_000_000));
    const counted: number[] = [];
    expect(await client(`${server.uri}/`).sendBlob(blob, path, (bytes) => counted.push(bytes))).toBe(true);
    expect(counted.reduce((sum, bytes) => sum + bytes)).toBe(1_000_000);
    expect(await client(server.uri).sendBlob(blob, path, () => expect.fail('sent twice'))).toBe(true);
    const target = join(folder, 'made', 'blob');
    expect(await client(server.uri, READ_TOKEN).fetchBlob(blob, target)).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('x'.repeat(1_000_000));
    expect(statSync(target).mode & 0o777).toBe(0o444);
    expect(lines).toEqual([]);
  });

  it('brings nothing of what is not there, without a word', async () => {
    const { blob } = blobOf('never sent');
    expect(await client(server.uri).fetchBlob(blob, join(folder, 'none'))).toBe(false);
    expect(await client(server.uri).fetchWork(KEY)).toBeNull();
    expect(existsSync(join(folder, 'none'))).toBe(false);
    expect(lines).toEqual([]);
  });

  it('sends and brings a work', async () => {
    expect(await client(server.uri).sendWork(KEY, '{"é":1}')).toBe(true);
    expect(await client(server.uri, READ_TOKEN).fetchWork(KEY)).toBe('{"é":1}');
  });

  it('reads on with a token that only reads, after one line', async () => {
    const { blob, path } = blobOf('y'.repeat(3_000_000));
    const remote = client(server.uri, READ_TOKEN);
    expect(await remote.sendBlob(blob, path)).toBe(false);
    expect(await remote.sendWork(KEY, '{}')).toBe(false);
    expect(await remote.fetchWork(KEY)).toBe('{"é":1}');
    expect(lines).toEqual([`the cache at ${server.uri}: its token only reads; results stay on this machine`]);
  });

  it('names the variable where the token is none of the server', async () => {
    const remote = client(server.uri, 'another-token-of-someone');
    expect(await remote.fetchWork(KEY)).toBeNull();
    expect(await remote.sendWork(KEY, '{}')).toBe(false);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('answered 401');
    expect(lines[0]).toContain('NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN');
  });

  it('sends no work whose blobs the server does not take', async () => {
    const store = new BlobStore(join(folder, 'store'));
    const works = new StageStore(store);
    const blob = await store.put(Buffer.from('result'));
    const files = { 'large.bin': { ...blob, blob: true } };
    const manifest = { schema: 2, stage: 'ingest', files, result: {} };
    await works.write(KEY, JSON.stringify({ manifest, record: {} }));
    rmSync(store.path(blob.sha256));
    expect(await new WorkExchange(store, works, client(server.uri)).send(KEY, () => undefined)).toBeNull();
    expect(lines[0]).toContain('ENOENT');
    expect(server.log.at(-1)).not.toContain('PUT /v1/works');
  });

  it('takes no work whose files lead out of their folder', () => {
    const works = new StageStore(new BlobStore(folder));
    const entry = (name: string) =>
      JSON.stringify({
        manifest: {
          ...{ schema: 2, stage: 'ingest', result: {} },
          files: { [name]: { sha256: '1'.repeat(64), bytes: 1, blob: true } },
        },
        record: {},
      });
    expect(works.filesOf(entry('plots/a.svg'))).toHaveLength(1);
    for (const name of ['../a', 'a/../../b', '/etc/passwd', '..', 'a//b', ''])
      expect(works.filesOf(entry(name))).toBeNull();
  });
});

describe('with a broken server', () => {
  let server: Server | null = null;
  let asked: string[];
  async function serve(listener: RequestListener): Promise<string> {
    asked = [];
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      listener(request, response);
    }).listen(0, '127.0.0.1');
    await new Promise((listening) => server?.once('listening', listening));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = null;
  });

  it('goes on after one line where nobody listens', async () => {
    const uri = await serve(() => undefined);
    await new Promise((closed) => server?.close(closed));
    const remote = client(uri);
    const { blob, path } = blobOf('x');
    expect(await remote.fetchWork(KEY)).toBeNull();
    expect(await remote.sendBlob(blob, path)).toBe(false);
    expect(lines).toEqual([`the cache at ${uri}: ECONNREFUSED; this process goes on without it`]);
  });

  it('gives up what stands still, while it asks and while it receives', async () => {
    const uri = await serve((request, response) => {
      if (request.url?.includes('blobs')) response.writeHead(200).write('a part');
    });
    expect(await client(uri, '', undefined, 0.2).fetchWork(KEY)).toBeNull();
    const { blob } = blobOf('a part and the rest');
    const target = join(folder, 'target');
    expect(await client(uri, '', undefined, 0.2).fetchBlob(blob, target)).toBe(false);
    expect(lines).toEqual(Array(2).fill(`the cache at ${uri}: stood still for 0.2 s; this process goes on without it`));
    expect(readdirSync(folder)).toEqual(['blob']);
    expect(asked).toHaveLength(2); // no second wait
  });

  it('tries again after an error of the server, three times in all', async () => {
    let answers = [500, 503, 200];
    const uri = await serve((_request, response) => response.writeHead(answers.shift() ?? 500).end('{}'));
    expect(await client(uri).fetchWork(KEY)).toBe('{}');
    answers = [];
    const remote = client(uri);
    expect(await remote.fetchWork(KEY)).toBeNull();
    expect(await remote.fetchWork(KEY)).toBeNull();
    expect(asked).toHaveLength(6);
    expect(lines).toEqual([
      `the cache at ${uri}: answered 500 to GET of works/${KEY}; this process goes on without it`,
    ]);
  });

  it('takes neither a damaged blob nor a torn one', async () => {
    const { blob } = blobOf('x'.repeat(100));
    const target = join(folder, 'target');
    const damaged = await serve((_request, response) => response.end('y'.repeat(100)));
    expect(await client(damaged).fetchBlob(blob, target)).toBe(false);
    expect(lines[0]).toContain(`sent a damaged blob. Expected bytes of sha256 ${blob.sha256}`);
    server?.close();
    const torn = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('x'.repeat(50), () => response.destroy());
    });
    expect(await client(torn).fetchBlob(blob, target)).toBe(false);
    expect(lines).toHaveLength(2);
    expect(readdirSync(folder)).toEqual(['blob']);
  });

  it("keeps nothing at a server that has only Nx's routes, or one that says yes to everything", async () => {
    const { blob, path } = blobOf('x');
    const others = await serve((request, response) => request.resume() && response.writeHead(404).end('no such page'));
    expect(await client(others).fetchWork(KEY)).toBeNull();
    expect(lines).toEqual([]);
    expect(await client(others).sendBlob(blob, path)).toBe(false);
    expect(lines[0]).toContain(`answered 404 to PUT of blobs/${blob.sha256}: is it amcl-cache-server?`);
    server?.close();
    const yes = await serve((_request, response) => response.end('<html>welcome</html>'));
    const store = new BlobStore(join(folder, 'store'));
    const exchange = new WorkExchange(store, new StageStore(store), client(yes));
    expect(await exchange.fetch(KEY, () => undefined)).toBeNull();
  });

  it('reads every answer: requests share connections, which then hold no process', async () => {
    const { blob, path } = blobOf('x');
    let [there, connections] = [false, 0];
    const uri = await serve((request, response) => {
      request.resume().on('end', () => {
        if (request.method === 'PUT') there = true;
        response.writeHead(there ? 200 : 404, { 'content-length': 1 }).end(request.method === 'HEAD' ? undefined : 'x');
      });
    });
    server?.on('connection', () => connections++);
    const remote = client(uri);
    const rounds = 20;
    for (let round = 0; round < rounds; round++) {
      there = false;
      expect(await remote.fetchWork(KEY)).toBeNull();
      expect(await remote.sendBlob(blob, path)).toBe(true);
      expect(await remote.sendBlob(blob, path)).toBe(true);
      expect(await remote.sendWork(KEY, 'x')).toBe(true);
      expect(await remote.fetchWork(KEY)).toBe('x');
    }
    const requests = ['GET', 'HEAD', 'PUT', 'HEAD', 'PUT', 'GET'];
    expect(asked.map((line) => line.split(' ')[0])).toEqual(Array(rounds).fill(requests).flat());
    // An answer left unread would cost a connection each round. A few are Node's: an answer can be through before its request is.
    expect(connections).toBeLessThan(rounds / 2);
  });

  it('is quiet when it is stopped', async () => {
    const uri = await serve(() => undefined);
    const stop = new AbortController();
    const fetching = client(uri, '', stop.signal).fetchWork(KEY);
    setTimeout(() => stop.abort(), 50);
    expect(await fetching).toBeNull();
    expect(lines).toEqual([]);
  });
});

describe('remoteStoreFromEnvironment', () => {
  const NX_SELF_HOSTED_REMOTE_CACHE_SERVER = 'http://127.0.0.1:1/';
  it('is none where no server is named, or the remote cache is skipped', () => {
    expect(remoteStoreFromEnvironment({}, say)).toBeNull();
    expect(remoteStoreFromEnvironment({ NX_SELF_HOSTED_REMOTE_CACHE_SERVER: '' }, say)).toBeNull();
    expect(
      remoteStoreFromEnvironment({ NX_SELF_HOSTED_REMOTE_CACHE_SERVER, NX_SKIP_REMOTE_CACHE: 'true' }, say),
    ).toBeNull();
    expect(remoteStoreFromEnvironment({ NX_SELF_HOSTED_REMOTE_CACHE_SERVER }, say)?.uri).toBe('http://127.0.0.1:1');
  });
});
