import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { acquireLock } from '@amcl/artifacts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchPackage } from './fetch-package';
import { temporaryFolder, tinyContext } from './testing/tiny-edition';
import { TinyRegistry } from './testing/tiny-registry';

const TARBALL = Uint8Array.from({ length: 300_000 }, (_, index) => (index * index) % 251);
const OTHERWISE = `Or set source: 'file:<path>'.`;

let folder: string;
let registry: TinyRegistry;
let context: ReturnType<typeof tinyContext>;
beforeEach(async () => {
  folder = temporaryFolder();
  context = tinyContext(folder);
  registry = await TinyRegistry.start('some-package', TARBALL);
  vi.stubEnv('AMCL_CACHE', join(folder, 'cache'));
  vi.stubEnv('npm_config_registry', registry.url);
  vi.stubEnv('npm_config_fetch_retries', '0');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await registry.stop();
});

const fetched = (): Promise<string> => fetchPackage(registry.pinned, OTHERWISE, context);
const cached = (): string => join(folder, 'cache', 'packages', 'some-package-1.0.0.tgz');

describe('fetchPackage', () => {
  it('fetches once, then takes what it has', async () => {
    expect(await fetched()).toBe(cached());
    expect(Buffer.compare(readFileSync(cached()), TARBALL)).toBe(0);
    expect(context.downloads.at(-1)).toEqual([TARBALL.length, TARBALL.length]);
    await registry.stop();
    expect(await fetched()).toBe(cached());
    expect(registry.served).toBe(1);
    expect(readdirSync(dirname(cached()))).toEqual(['some-package-1.0.0.tgz']);
  });

  it('fetches a damaged one again, and says so', async () => {
    await fetched();
    truncateSync(cached(), 1000);
    await fetched();
    expect(context.messages).toEqual([
      `${cached()} is damaged (its sha512 is not that of the package): fetching it again.`,
    ]);
    expect(Buffer.compare(readFileSync(cached()), TARBALL)).toBe(0);
  });

  it('is fetched once by two that want it at the same time', async () => {
    await Promise.all([fetched(), fetched()]);
    expect(registry.served).toBe(1);
    expect(context.messages).toEqual([
      expect.stringMatching(/^Waiting for another program that fetches some-package-1\.0\.0\.tgz: Process/),
    ]);
  });

  it('clears away what a killed program left', async () => {
    mkdirSync(dirname(cached()), { recursive: true });
    writeFileSync(join(dirname(cached()), '.some-package-1.0.0.tgz.part'), 'half');
    await fetched();
    expect(readdirSync(dirname(cached()))).toEqual(['some-package-1.0.0.tgz']);
  });

  it('leaves nothing of a transfer that breaks off', async () => {
    registry.breakOff = true;
    await expect(fetched()).rejects.toThrow(/Cannot fetch some-package@1\.0\.0 from the npm registry/);
    expect(readdirSync(dirname(cached()))).toEqual([]);
    registry.breakOff = false;
    expect(await fetched()).toBe(cached());
  });

  it('refuses a tarball other than the pinned one', async () => {
    const integrity = `sha512-${Buffer.alloc(64).toString('base64')}`;
    await expect(fetchPackage({ ...registry.pinned, integrity }, OTHERWISE, context)).rejects.toThrow(/integrity/i);
    expect(existsSync(cached())).toBe(false);
  });

  it('tells what to do without a registry', async () => {
    await registry.stop();
    await expect(fetched()).rejects.toThrow(
      /^Cannot fetch some-package@1\.0\.0 from the npm registry: .*\nCheck the network and npm's settings \(npm view some-package@1\.0\.0\), .* Or set source: 'file:<path>'\.$/s,
    );
  });

  it('says where the cache cannot be written', async () => {
    writeFileSync(join(folder, 'cache'), 'a file in the way');
    await expect(fetched()).rejects.toThrow(/Cannot write .*cache.*: a part of its path is a file/);
  });

  it('stops waiting when the run is stopped', async () => {
    const stop = new AbortController();
    const lock = await acquireLock(`${cached()}.lock`);
    const onMessage = (): void => stop.abort(new Error('stopped'));
    await expect(
      fetchPackage(registry.pinned, OTHERWISE, { ...context, signal: stop.signal, onMessage }),
    ).rejects.toThrow('stopped');
    await lock.release();
  });

  it('stops fetching when the run is stopped, and leaves nothing', async () => {
    const stop = new AbortController();
    const onDownload = (): void => stop.abort(new Error('stopped'));
    await expect(
      fetchPackage(registry.pinned, OTHERWISE, { ...context, signal: stop.signal, onDownload }),
    ).rejects.toThrow('stopped');
    expect(readdirSync(dirname(cached()))).toEqual([]);
  });
});
