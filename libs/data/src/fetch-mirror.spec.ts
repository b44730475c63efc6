import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { localFile } from './local-file';
import { temporaryFolder, tinyContext } from './testing/tiny-edition';
import { TinyServer } from './testing/tiny-server';

const BYTES = Uint8Array.from({ length: 300_000 }, (_, index) => (index * index) % 251);
const OFFICIAL = { title: 'the archive', url: 'https://authors.example/set.tar.gz' };
const sha256 = createHash('sha256').update(BYTES).digest('hex');

let folder: string;
let server: TinyServer;
let context: ReturnType<typeof tinyContext>;
beforeEach(async () => {
  folder = temporaryFolder();
  context = tinyContext(folder);
  server = await TinyServer.start(BYTES);
  vi.stubEnv('AMCL_CACHE', join(folder, 'cache'));
  vi.stubEnv('npm_config_fetch_retries', '0');
  vi.stubEnv('npm_config_fetch_retry_mintimeout', '1');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

const fetched = (url = server.url(), hash = sha256): Promise<string> =>
  localFile({ url, sha256: hash }, OFFICIAL, context);
const cached = (): string => join(folder, 'cache', 'downloads', `${sha256}-set.tar.gz`);
const partial = (): string => join(dirname(cached()), `.${sha256}-set.tar.gz.part`);
const inCache = (): string[] => readdirSync(dirname(cached()));

describe('a mirror', () => {
  it('is fetched once, byte for byte, then taken from the cache', async () => {
    expect(await fetched()).toBe(cached());
    expect(Buffer.compare(readFileSync(cached()), BYTES)).toBe(0);
    expect(context.downloads.at(-1)).toEqual([BYTES.length, BYTES.length]);
    await server.stop();
    expect(await fetched()).toBe(cached());
    expect(server.asked).toEqual(['']);
    expect(inCache()).toEqual([`${sha256}-set.tar.gz`]);
  });

  it('is fetched again where it is damaged', async () => {
    await fetched();
    writeFileSync(cached(), BYTES.subarray(1));
    expect(Buffer.compare(readFileSync(await fetched()), BYTES)).toBe(0);
    expect(context.messages).toEqual([
      `${cached()} is damaged (its sha256 is not dataset.source.sha256): fetching it again.`,
    ]);
  });

  it('goes on where it broke off, in the same run and in the next one', async () => {
    server.breaks = 2;
    vi.stubEnv('npm_config_fetch_retries', '1');
    await expect(fetched()).rejects.toThrow(
      /^Cannot fetch the archive from http:\/\/127\.0\.0\.1:\d+\/files\/set\.tar\.gz \(dataset\.source\): .*\. Check the URL/,
    );
    expect(readFileSync(partial())).toHaveLength(225_000);
    expect(Buffer.compare(readFileSync(await fetched()), BYTES)).toBe(0);
    expect(server.asked).toEqual(['', 'bytes=150000-', 'bytes=225000-']);
    expect(context.downloads.at(-1)).toEqual([BYTES.length, BYTES.length]);
    expect(inCache()).toEqual([`${sha256}-set.tar.gz`]);
  });

  it('begins again where the server gives no parts', async () => {
    Object.assign(server, { breaks: 1, ranges: false });
    await expect(fetched()).rejects.toThrow('Cannot fetch the archive');
    expect(Buffer.compare(readFileSync(await fetched()), BYTES)).toBe(0);
    expect(server.asked).toEqual(['', 'bytes=150000-']);
  });

  it.each([
    ['a part of another file', BYTES.toReversed().subarray(0, 1000)],
    ['more than the file', new Uint8Array(300_000)],
  ])('begins again where %s was left', async (_, left) => {
    mkdirSync(dirname(partial()), { recursive: true });
    writeFileSync(partial(), left);
    expect(Buffer.compare(readFileSync(await fetched()), BYTES)).toBe(0);
    expect(server.asked).toEqual([`bytes=${left.length}-`, '']);
  });

  it('is fetched once by two that want it at the same time', async () => {
    await Promise.all([fetched(), fetched()]);
    expect(server.asked).toHaveLength(1);
  });

  it('is refused where it is another file', async () => {
    server.bytes = BYTES.subarray(5);
    const found = createHash('sha256').update(server.bytes).digest('hex');
    await expect(fetched()).rejects.toThrow(
      `Expected the archive from ${server.url()} (dataset.source) to have sha256 ${sha256} but its 299995 bytes have ${found}. ` +
        `Correct the URL or the sha256.`,
    );
    expect(inCache()).toEqual([]);
  });

  it('is told where it is not, without a password', async () => {
    const url = server.url('other.tar.gz').replace('127.0.0.1', 'me:secret@127.0.0.1');
    await expect(fetched(url)).rejects.toThrow(
      `Expected a file at ${server.url('other.tar.gz')} (dataset.source) but the server answered 404 Not Found. Correct the URL, or bring`,
    );
  });

  it('is told where no server is', async () => {
    const url = server.url();
    await server.stop();
    await expect(fetched(url)).rejects.toThrow(
      /^Cannot fetch the archive from .*ECONNREFUSED.*then run the same command again\.$/,
    );
  });

  it('stops when the run is stopped, and keeps what it has', async () => {
    server.breaks = 1; // so that it is stopped in the middle
    const stop = new AbortController();
    const onDownload = (): void => stop.abort(new Error('stopped'));
    const stopped = { ...context, signal: stop.signal, onDownload };
    await expect(localFile({ url: server.url(), sha256 }, OFFICIAL, stopped)).rejects.toThrow('stopped');
    expect(inCache()).toEqual([`.${sha256}-set.tar.gz.part`]);
    expect(await fetched()).toBe(cached());
  });

  it('goes through the proxy of npm’s settings', async () => {
    vi.stubEnv('npm_config_proxy', server.url().replace(/\/files.*/, ''));
    await expect(fetched('http://mirror.invalid/files/set.tar.gz')).rejects.toThrow('404');
  });
});
