import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DataSource } from '../data-set';
import { readSource } from '../testing/read-source';
import { makeArchive, temporaryFolder, tinyContext } from '../testing/tiny-edition';
import { stlFiles, stlLabel, tinyEdition, tinyFolds, tinyImages, TINY_IMAGES, tinyNames } from '../testing/tiny-stl10';
import { createStl10 } from './stl10';

const IMAGE = 96 * 96 * 3;
const official = stlFiles();

let folder: string;
let path: string;
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, 's.tar.gz');
});

interface Options {
  readonly fold?: number | null;
  readonly unlabelled?: number | null;
  readonly edition?: ReturnType<typeof tinyEdition>;
}

const openAgain = ({
  fold = null,
  unlabelled = null,
  edition = tinyEdition(official),
}: Options = {}): Promise<DataSource> =>
  createStl10(edition).open(
    { name: 'stl10', source: 'file:s.tar.gz', limit: null, holdOut: null, fold, unlabelled },
    tinyContext(folder),
  );
const open = async (files: Map<string, Uint8Array>, options: Options = {}): Promise<DataSource> => {
  await makeArchive(path, 'stl10_binary', files);
  return openAgain(options);
};
/** Without the large file, which costs a test its time. */
const labelledFiles = (): Map<string, Uint8Array> =>
  new Map([...official].filter(([name]) => name !== 'unlabeled_X.bin'));
const labels = (count: number) => Array.from({ length: count }, (_, index) => stlLabel(index));

describe('STL-10', () => {
  it('is read from its archive, columns turned to rows, in parts', async () => {
    const source = await open(official);
    expect(source).toMatchObject({ name: 'stl10', shape: [96, 96, 3], unlabelled: 365, partCount: 4 });
    expect(source.classNames).toEqual(tinyNames);
    expect([...source.labels.train]).toEqual(labels(30));
    expect([...source.labels.test]).toEqual(labels(20));
    const images = await readSource(source);
    for (const split of ['train', 'test', 'unlabelled'] as const)
      expect(Buffer.compare(images[split], tinyImages(split, 'channels last'))).toBe(0);
  });

  it('takes the labelled images of a fold', async () => {
    const source = await open(labelledFiles(), { fold: 4, unlabelled: 0 });
    const fold = (tinyFolds[4] ?? []).toSorted((a, b) => a - b);
    expect([...source.labels.train]).toEqual(fold.map(stlLabel));
    expect(source.unlabelled).toBe(0);
    const { train, test, unlabelled } = await readSource(source);
    const all = tinyImages('train', 'channels last');
    const expected = Buffer.concat(fold.map((index) => all.subarray(index * IMAGE, (index + 1) * IMAGE)));
    expect(Buffer.compare(train, expected)).toBe(0);
    expect([test.length, unlabelled.length]).toEqual([TINY_IMAGES.test * IMAGE, 0]);
  });

  it('does without the unlabelled file where its images are left out', async () => {
    expect((await readSource(await open(labelledFiles(), { unlabelled: 0 }))).train).toHaveLength(30 * IMAGE);
    await expect(readSource(await openAgain())).rejects.toThrow(
      `Expected files unlabeled_X.bin in ${path} but it has none. Fetch it again: http://ai.stanford.edu`,
    );
  });

  it('names file and offset where it is truncated', async () => {
    const source = await open(official);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length * 0.6));
    await expect(readSource(source)).rejects.toThrow(
      /s\.tar\.gz is truncated or damaged in stl10_binary\/\w+_X\.bin, at byte \d+ of \d+ .*unexpected end of file.*Fetch it again/,
    );
    await expect(openAgain()).rejects.toThrow(/is truncated or damaged in/);
  });

  it('tells one changed pixel', async () => {
    const images = tinyImages('unlabelled', 'file');
    images[5_000_000] = (images[5_000_000] ?? 0) ^ 1;
    const source = await open(new Map(official).set('unlabeled_X.bin', images));
    await expect(readSource(source)).rejects.toThrow(
      /^Expected md5 \w+ of unlabeled_X\.bin in .*s\.tar\.gz, the official one, but found \w+\. Fetch it again/,
    );
  });

  it('names a file of the wrong size', async () => {
    const source = await open(labelledFiles().set('train_X.bin', new Uint8Array(30 * IMAGE - 1)));
    await expect(readSource(source)).rejects.toThrow(
      `Expected 829440 bytes in stl10_binary/train_X.bin of ${path} but found 829439. Fetch it again`,
    );
  });

  it.each(['train_y.bin', 'fold_indices.txt'])('names its missing %s', async (name) => {
    const files = labelledFiles();
    files.delete(name);
    await expect(open(files)).rejects.toThrow(`Expected a file ${name} in ${path} but it has none.`);
  });

  const folds = (change: (lines: string[]) => string[]) =>
    Buffer.from(change(tinyFolds.map((fold) => fold.join(' '))).join('\n'));
  it.each<[string, string, Uint8Array, string]>([
    [
      'a label of 0',
      'test_y.bin',
      Uint8Array.from(labels(20)),
      'Expected a label from 1 to 10 at byte 0 of test_y.bin in',
    ],
    ['too few labels', 'test_y.bin', new Uint8Array(19).fill(1), 'Expected 20 labels in test_y.bin in'],
    [
      'labels that are not balanced',
      'test_y.bin',
      new Uint8Array(20).fill(1),
      'Expected 2 images of each class in the test split of stl10 but the source has 20 of class 0 (airplane)',
    ],
    [
      'a fold with an image twice',
      'fold_indices.txt',
      folds((lines) => lines.with(3, '1 1 2 3 4 5 6 7 8 9')),
      'Expected 10 different images from 0 to 29 in line 4 of fold_indices.txt in',
    ],
    [
      'a fold with an image that is not there',
      'fold_indices.txt',
      folds((lines) => lines.with(9, '1 30 2 3 4 5 6 7 8 9')),
      'but found 30.',
    ],
    ['too few folds', 'fold_indices.txt', folds((lines) => lines.slice(0, 4)), 'Expected a fold 4 (dataset.fold) in'],
  ])('is refused with %s', async (_, name, bytes, message) => {
    const files = labelledFiles().set(name, bytes);
    await expect(open(files, { fold: 4, edition: tinyEdition(files) })).rejects.toThrow(message);
  });
});
