import { join } from 'node:path';
import { BlobStore, OutputFolder, StageOutput } from '@amcl/artifacts';
import { ingestResultSchema, type IngestResult } from '@amcl/results';
import { beforeEach, describe, expect, it } from 'vitest';
import { createCifar10 } from './cifar10/cifar10';
import type { DataSource } from './data-set';
import { DataSetWriter } from './data-set-writer';
import type { Selection } from './plan-splits';
import { pretrainSplitName } from './read-split';
import type { PixelSplit } from './split';
import { readPixels } from './testing/read-pixels';
import {
  archiveFiles,
  labelOf,
  makeArchive,
  PER_BATCH,
  temporaryFolder,
  tinyContext,
  tinyEdition,
  tinyImages,
} from './testing/tiny-edition';

const IMAGE = 32 * 32 * 3;
const tiny = createCifar10(tinyEdition);

let folder: string;
let source: DataSource;
beforeEach(async () => {
  folder = temporaryFolder();
  await makeArchive(join(folder, 'c.tar.gz'), 'cifar-10-batches-bin', archiveFiles());
  source = await tiny.open(
    { name: 'cifar10', source: 'file:c.tar.gz', limit: null, holdOut: null },
    tinyContext(folder),
  );
});

interface Options extends Partial<Selection> {
  perShard?: number;
}

async function write({ perShard, ...selection }: Options, from = source): Promise<StageOutput<IngestResult>> {
  const target = join(folder, 'out', 'quick', 'ingest');
  const output = await OutputFolder.create(target, new BlobStore(join(folder, 'store')));
  const options = { selection: { limit: null, holdOut: null, ...selection }, seed: 1, perShard };
  const writer = new DataSetWriter(from, output, options);
  for await (const part of from.parts()) await writer.write(part);
  expect(writer.written).toBe(writer.total);
  const result = await writer.finish();
  await output.commit({ stage: 'ingest', result }, {});
  return StageOutput.open(target, ingestResultSchema);
}

describe('DataSetWriter', () => {
  it.each([7, 20, 60, 10_000])(
    'writes every image in order, %d to a shard, which readSplit reads',
    async (perShard) => {
      const output = await write({ perShard });
      expect(output.result.splits.train.shards).toHaveLength(Math.ceil(60 / perShard));
      expect(output.result.splits.test).toMatchObject({ count: 20, perClass: new Array(10).fill(2) });
      const train = await readPixels(output, 'train');
      expect(train.images.buffer).toBeInstanceOf(SharedArrayBuffer);
      expect(Buffer.compare(train.images, Buffer.concat([0, 1, 2].map(tinyImages)))).toBe(0);
      expect(train.labels[PER_BATCH + 3]).toBe(labelOf(1, 3));
      expect(train).toMatchObject({ count: 60, shape: [32, 32, 3] });
      expect(Buffer.compare((await readPixels(output, 'test')).images, tinyImages(3))).toBe(0);
    },
  );

  it('writes a balanced subset whose images keep their labels', async () => {
    const output = await write({ limit: { train: 20, test: 10 }, perShard: 8 });
    expect(output.result.splits).toMatchObject({
      train: { count: 20, perClass: new Array(10).fill(2) },
      test: { count: 10 },
    });
    const { images, labels } = await readPixels(output, 'train');
    const all = Buffer.concat([0, 1, 2].map(tinyImages));
    labels.forEach((label, index) => {
      const place = all.indexOf(images.slice(index * IMAGE, (index + 1) * IMAGE)) / IMAGE;
      expect(source.labels.train[place]).toBe(label);
    });
  });

  it('takes mean and deviation of the train images that it writes', async () => {
    const output = await write({ limit: { train: 20, test: 10 } });
    const red = (await readPixels(output, 'train')).images.filter((_, index) => index % 3 === 0);
    const mean = red.reduce((sum, value) => sum + value / 255, 0) / red.length;
    expect(output.result.mean[0]).toBeCloseTo(mean, 12);
    const variance = red.reduce((sum, value) => sum + (value / 255 - mean) ** 2, 0) / red.length;
    expect(output.result.std[0]).toBeCloseTo(Math.sqrt(variance), 12);
  });

  it('writes held-out images of train as split test, and says so', async () => {
    const output = await write({ holdOut: 20, perShard: 8 });
    expect(output.result).toMatchObject({
      evaluatedOn: 'held-out',
      splits: { train: { count: 40 }, test: { count: 20 } },
    });
    const placeOf = (split: PixelSplit) =>
      Array.from(split.labels, (label, index) => {
        const place = all.indexOf(split.images.slice(index * IMAGE, (index + 1) * IMAGE)) / IMAGE;
        expect(source.labels.train[place]).toBe(label);
        return place;
      });
    const all = Buffer.concat([0, 1, 2].map(tinyImages));
    const places = [...placeOf(await readPixels(output, 'train')), ...placeOf(await readPixels(output, 'test'))];
    expect(places.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index));
    expect((await write({})).result.evaluatedOn).toBe('test');
  });

  it('writes images without a label as a split of their own, which pre-trains', async () => {
    const more = {
      ...source,
      unlabelled: 40,
      parts: async function* () {
        yield* source.parts();
        for (const batch of [4, 5]) yield { split: 'unlabelled' as const, images: tinyImages(batch) };
      },
    };
    const output = await write({ perShard: 16 }, more);
    expect(output.result.splits.unlabelled).toMatchObject({ count: 40, perClass: [] });
    expect(pretrainSplitName(output.result)).toBe('unlabelled');
    const { images } = await readPixels(output, 'unlabelled');
    expect(Buffer.compare(images, Buffer.concat([4, 5].map(tinyImages)))).toBe(0);
    expect(output.result.mean).toEqual((await write({})).result.mean);
    expect((await write({ unlabelled: 7 }, more)).result.splits.unlabelled?.count).toBe(7);
    const none = await write({ unlabelled: 0 }, more);
    expect(none.result.splits.unlabelled).toBeNull();
    expect(pretrainSplitName(none.result)).toBe('train');
    await expect(readPixels(none, 'unlabelled')).rejects.toThrow(
      'Expected images without a label in the data set but it has none.',
    );
  });

  it('refuses a source that gives too few images', async () => {
    const short = async function* () {
      for await (const part of source.parts()) if (part.split === 'train') yield part;
    };
    await expect(write({}, { ...source, parts: short })).rejects.toThrow();
  });
});
